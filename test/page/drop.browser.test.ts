import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChromiumDriver } from '../browser/chromium.js'
import { waitInFrame } from '../browser/driver.js'
import { demoFiles } from './demo-files.js'
import { launchChromium, PAGE_URL, runHeadless, scratch } from './headless.js'
import { asZip, smallServer, type Files } from './small-server.js'

const DONE = 'return document.documentElement.dataset.stage === "done"'
const READY = 'return document.querySelector("#pick-files") !== null'

let driver: ChromiumDriver
let disk: Awaited<ReturnType<typeof scratch>>
let first: string
let second: string
let folder: string

beforeAll(async () => {
  driver = await launchChromium()
  disk = await scratch()
  first = await disk.write('one.zip', await asZip(smallServer()))
  second = await disk.write('two.zip', await asZip(smallServer('MX02')))
  folder = await onDisk('server', smallServer())
})
afterAll(() => driver.close())

async function onDisk(name: string, files: Files): Promise<string> {
  for (const [path, bytes] of files) {
    const at = join(disk.folder, name, path)
    await mkdir(dirname(at), { recursive: true })
    await writeFile(at, bytes)
  }
  return join(disk.folder, name)
}

async function freshPage(): Promise<void> {
  await driver.open('about:blank')
  await driver.open(PAGE_URL)
  await waitInFrame(driver, READY)
}

/** What a file manager does: drags over the page, over what the page then puts on top, and lets go. */
async function drop(paths: readonly string[]): Promise<void> {
  const { page } = driver
  const session = await page.context().newCDPSession(page)
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', {
      type,
      x: 700,
      y: 300,
      data: { items: [], files: [...paths], dragOperationsMask: 1 },
    })
  await drag('dragEnter')
  await drag('dragOver')
  await page.waitForSelector('#drop:not([hidden])', { state: 'attached' })
  // The browser sends a drag to what it last painted under the pointer.
  await page.evaluate(
    () =>
      new Promise((painted) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(painted))),
      ),
  )
  await drag('dragEnter')
  await drag('dragOver')
  await drag('drop')
  await session.detach()
}

const hosts = () =>
  driver.inFrame<string[]>(
    `const many = [...document.querySelectorAll('#host option')]
     const names = many.length > 0 ? many : [...document.querySelectorAll('.host-name')]
     return names.map((one) => one.textContent)`,
  )
const screen = () => driver.inFrame<string>('return document.body.innerText')

describe('a drop from outside the browser', () => {
  it('of one zip is read', async () => {
    await freshPage()
    await drop([first])
    await waitInFrame(driver, DONE)
    expect(await hosts()).toEqual(['MX01'])
    expect(await screen()).toMatch(/back door/)
    await driver.page.waitForSelector('#drop[hidden]', { state: 'attached' })
  })

  it('of two servers’ zips gives two hosts, each with its answer', async () => {
    await freshPage()
    await drop([first, second])
    await waitInFrame(driver, DONE)
    expect((await hosts()).sort()).toEqual(['MX01', 'MX02'])
    const other = await driver.inFrame<string>(
      'return [...document.querySelectorAll("#host option")].find((one) => !one.selected).value',
    )
    await (await driver.frame()).selectOption('#host', other)
    expect(await driver.inFrame<string>('return document.querySelector("h1").innerText')).toContain(
      other,
    )
  })

  it('of a folder is walked by the shell', async () => {
    await freshPage()
    await drop([folder])
    await waitInFrame(driver, DONE)
    expect(await hosts()).toEqual(['MX01'])
    await (await driver.frame()).click('text=Coverage')
    const seen = await screen()
    expect(seen).toMatch(/server · [\d.]+ MB · folder/)
    expect(seen).toContain('C:/inetpub/logs/LogFiles/W3SVC1/u_ex210228.log')
  })

  it('on an open case opens a new one', async () => {
    await drop([second])
    await waitInFrame(
      driver,
      `${DONE} && document.querySelector('.host-name')?.textContent === 'MX02'`,
    )
    expect(await hosts()).toEqual(['MX02'])
  })
})

describe('picked', () => {
  it('loose logs make one case', async () => {
    const logs = [...smallServer().keys()]
      .filter((path) => /2102(?:27|28)|202102(?:27|28)/.test(path) && /\.log$/i.test(path))
      .map((path) => join(folder, path))
    expect(logs.length).toBeGreaterThan(10)
    await freshPage()
    await driver.setFiles('#pick-files', logs)
    await waitInFrame(driver, DONE)
    expect(await hosts()).toEqual(['MX01'])
    expect(await screen()).toContain(`${String(logs.length)} loose files`)
  })

  it('a folder is read as when it is dropped', async () => {
    await freshPage()
    await driver.setFiles('#pick-folder', [folder])
    await waitInFrame(driver, DONE)
    expect(await hosts()).toEqual(['MX01'])
    expect(await screen()).toMatch(/back door/)
  })
})

describe('the place of the logs', () => {
  it('is known by its inner shape, on any drive and under any name', async () => {
    const moved = new Map(
      [...smallServer()].map(([path, bytes]) => [
        path
          .replace(/^C\/Program Files\/Microsoft\/Exchange Server\/V15/, 'E/Mail/Exch 2016')
          .replace(/^C\/inetpub\/logs\/LogFiles/, 'E/Mail/web logs')
          .replace(/^C\//, 'E/Mail/'),
        bytes,
      ]),
    )
    expect([...moved.keys()].every((path) => path.startsWith('E/Mail/'))).toBe(true)
    const there = await runHeadless(driver, { folder: await onDisk('Sicherung März', moved) })
    const here = await runHeadless(driver, { folder })
    const facts = ({ json }: typeof here) => ({
      hosts: json.hosts.map(({ name, verdict }) => [
        name,
        verdict['targeted']?.call,
        verdict['exploited']?.call,
        verdict['backdoored']?.call,
        verdict['used']?.call,
        verdict.door.call,
      ]),
      findings: json.findings.map(({ detection, level, count }) => [detection, level, count]),
      coverage: json.coverage.map(({ family, events, entries }) => [family, events, entries]),
    })
    expect(facts(there)).toEqual(facts(here))
    expect(there.json.hosts[0]?.verdict['backdoored']?.call).toBe('yes')
    expect(there.json.entries.map(({ path }) => path)).toContain(
      'E:/Mail/web logs/W3SVC1/u_ex210228.log',
    )
  })
})

describe('cancelling', () => {
  it('keeps what was read usable and says that not everything was', async () => {
    await freshPage()
    await driver.setFiles('#pick-files', [demoFiles('attacked').zip])
    await waitInFrame(driver, 'return document.querySelectorAll(".row").length > 0')
    await driver.click('#cancel')
    await waitInFrame(driver, DONE)
    const seen = await screen()
    expect(seen).toMatch(/Reading was cancelled. What was read is judged; nothing is ruled out/)
    const [, read = '', not = ''] = /([\d,]+) files? read, ([\d,]+) not/.exec(seen) ?? []
    expect(Number(read)).toBeGreaterThan(0)
    expect(Number(not.replace(',', ''))).toBeGreaterThan(0)
    expect(seen).not.toMatch(/\bNo\b.*\bruled out\b/)

    await waitInFrame(driver, 'return document.querySelector(".raw-line") !== null')
    await (await driver.frame()).click('text=Coverage')
    expect(await screen()).toMatch(/reading was cancelled/)
    await driver.click('#open-share')
    await waitInFrame(
      driver,
      'return document.querySelector("#save-picture:not(:disabled)") !== null',
    )
  })
})
