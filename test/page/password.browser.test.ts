import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../../scripts/root.mjs'
import type { ChromiumDriver } from '../browser/chromium.js'
import { waitInFrame } from '../browser/driver.js'
import { sealedZip, type Sealed } from '../workers/zip/encrypted-archives.js'
import { launchChromium, PAGE_URL, scratch } from './headless.js'
import { smallServer } from './small-server.js'

const AXE = readFileSync(atRoot('node_modules/axe-core/axe.min.js'), 'utf8')
const SECRET = 'Sommer Grüße 2021'
/** One day of the attack and the shell: enough for a verdict. */
const ONE_DAY = /0228|aspnet_client/
const DONE = 'return document.documentElement.dataset.stage === "done"'
const ASKED = 'return document.querySelector("#password-text") !== null'
const WRONG = 'return document.querySelector("#password-wrong")?.innerText !== ""'

let driver: ChromiumDriver
let disk: Awaited<ReturnType<typeof scratch>>
let sealed: string

beforeAll(async () => {
  driver = await launchChromium()
  disk = await scratch()
  const entries: Record<string, Sealed> = {}
  for (const [path, content] of smallServer()) {
    if (!ONE_DAY.test(path)) continue
    entries[path] = { content: new Uint8Array(content), password: SECRET, strength: 3 }
  }
  const zip = await sealedZip(entries)
  sealed = await disk.write('sealed.zip', new Uint8Array(await zip.arrayBuffer()))
})
afterAll(() => driver.close())

async function dropSealed(): Promise<void> {
  await driver.open('about:blank')
  await driver.open(PAGE_URL)
  await waitInFrame(driver, 'return document.querySelector("#pick-files") !== null')
  await driver.setFiles('#pick-files', [sealed])
  await waitInFrame(driver, ASKED)
}

const screen = () => driver.inFrame<string>('return document.body.innerText')

describe('an encrypted package', () => {
  it('asks, refuses a wrong password, opens with the right one and gives the verdict', async () => {
    await dropSealed()
    expect(await driver.inFrame('return document.activeElement.id')).toBe('password-text')
    expect(await screen()).toContain('sealed.zip needs a password')
    const { keyboard } = driver.page
    await keyboard.type('Sommer 2021')
    await keyboard.press('Enter')
    await waitInFrame(driver, WRONG)
    expect(await screen()).toContain('This password opens none of them')
    await keyboard.type(SECRET)
    await keyboard.press('Enter')
    await waitInFrame(driver, DONE)
    expect(await screen()).toMatch(/back door/)
    expect(await driver.inFrame('return document.querySelector(".host-name").innerText')).toBe(
      'MX01',
    )
    const seen = await driver.inFrame<string>('return document.documentElement.outerHTML')
    expect(seen).not.toContain(SECRET)
  })

  it('goes on without one, and says which files stay unread', async () => {
    await dropSealed()
    await driver.page.keyboard.press('Escape')
    await waitInFrame(driver, DONE)
    expect(await screen()).toContain('encrypted: no password given')
  })

  it('asks accessibly, light and dark, wide and narrow', async () => {
    await dropSealed()
    const frame = await driver.frame()
    await driver.page.keyboard.type('wrong')
    await driver.page.keyboard.press('Enter')
    await waitInFrame(driver, WRONG)
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1440, 1024]) {
        await driver.page.setViewportSize({ width, height: 800 })
        await driver.page.emulateMedia({ colorScheme })
        await frame.evaluate(AXE)
        const found = await frame.evaluate<string[]>(
          `axe.run('#password').then(({ violations }) => violations.map(({ id }) => id))`,
        )
        expect(found, `${colorScheme} ${String(width)}`).toEqual([])
        const fits = 'return document.documentElement.scrollWidth <= innerWidth'
        expect(await driver.inFrame(fits)).toBe(true)
      }
    }
  })
})

describe('triage', () => {
  const triage = (...args: readonly string[]) => {
    const out = join(disk.folder, 'out')
    const ran = spawnSync(
      process.execPath,
      [atRoot('scripts/triage.mjs'), sealed, '--out', out, ...args],
      { encoding: 'utf8' },
    )
    return { ...ran, json: readFileSync(join(out, 'case.json'), 'utf8') }
  }

  it('opens what --password and --password-file open, and writes neither down', async () => {
    const list = await disk.write('passwords.txt', `\uFEFFa third\r\n${SECRET}\r\n`)
    const opened = triage('--password', 'one', '--password', 'two', '--password-file', list)
    expect(opened.status).toBe(1)
    expect(opened.json).not.toContain(SECRET)
  })

  it('without the password leaves the files unread, and cannot tell', () => {
    const locked = triage('--password', 'another')
    expect(locked.status).toBe(3)
    expect(locked.json).toContain('encrypted: no password that was given opens it')
  })
})
