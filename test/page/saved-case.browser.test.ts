import JSZip from 'jszip'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChromiumDriver } from '../browser/chromium.js'
import { waitInFrame } from '../browser/driver.js'
import { demoFiles } from './demo-files.js'
import { launchChromium, PAGE_URL, runHeadless, scratch } from './headless.js'

const DONE = 'return document.documentElement.dataset.stage === "done"'
/** What the person reads: the answer, the findings, the first proof. */
const SHOWN = `
  const text = (selector) => document.querySelector(selector)?.innerText ?? ''
  const raw = text('.raw-line')
  return raw !== '' && [text('.answer'), text('.findings'), raw].join('|')
`
const NOTICE = 'return document.querySelector("#saved-case")?.innerText ?? " "'

let driver: ChromiumDriver
let saved: Buffer
let path: string
let shown: string
let suggested: string

async function open(file: string): Promise<void> {
  await driver.page.goto('about:blank')
  await driver.open(PAGE_URL)
  await waitInFrame(driver, 'return document.querySelector("#pick-files") !== null')
  await driver.setFiles('#pick-files', [file])
  await waitInFrame(driver, DONE)
}

beforeAll(async () => {
  driver = await launchChromium()
  await open(demoFiles('attacked').zip)
  shown = await waitInFrame<string>(driver, SHOWN)
  const waiting = driver.page.waitForEvent('download')
  await driver.click('#save-case')
  const download = await waiting
  suggested = download.suggestedFilename()
  saved = await readFile(await download.path())
  path = await (await scratch()).write('renamed.bin.zip', saved)
}, 120_000)
afterAll(() => driver.close())

describe('a case that was saved', () => {
  it('is a zip of stored parts with their digests, and no raw record in plain sight', async () => {
    expect(suggested).toMatch(/^DEMO-.+\.afterpatch\.zip$/)
    const zip = await JSZip.loadAsync(saved)
    const manifest = JSON.parse(await zip.file('afterpatch-case.json')!.async('string')) as {
      rows: number
      packing: string
      streams: { name: string; parts: { sha256: string }[] }[]
    }
    expect(manifest.packing).toBe('deflate-raw')
    expect(manifest.rows).toBeGreaterThan(10_000)
    const time = manifest.streams.find(({ name }) => name === 'columns/time')
    expect(time?.parts[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
    const raw = await zip.file('raw-records/0000')!.async('nodebuffer')
    expect(raw.readUInt16LE(6) & 1).toBe(1)
  })

  it('opens without the evidence: the same answer, findings and proof', async () => {
    await open(path)
    expect(await waitInFrame<string>(driver, SHOWN)).toBe(shown)
    expect(await driver.inFrame<string>(NOTICE)).toMatch(/The evidence is not attached/)
  })

  it('takes the evidence back by its SHA-256, and then shows neighbouring lines again', async () => {
    const around = 'return document.querySelectorAll(".raw-neighbour").length'
    await driver.setFiles('#attach-files', [demoFiles('attacked').zip])
    await waitInFrame(driver, 'return document.querySelector("#saved-case") === null')
    const frame = await driver.frame()
    await frame.locator('.findings tbody tr, .findings [role=row]').nth(1).click()
    await frame.locator('.raw-tools button', { hasText: 'show lines' }).first().click()
    expect(await waitInFrame<number>(driver, around)).toBeGreaterThan(0)
  })

  it('gives the same case.json as the evidence, byte for byte but for the time of writing', async () => {
    const timeless = (text: string) => text.replace(/"written": "[^"]+"/, '')
    const fromEvidence = await runHeadless(driver, { files: [demoFiles('attacked').zip] })
    const fromSaved = await runHeadless(driver, { files: [path] })
    expect(timeless(fromSaved.caseJson)).toBe(timeless(fromEvidence.caseJson))
    expect(fromSaved.png.length).toBeGreaterThan(1000)
  })
})

describe('a copy of the case in the browser', () => {
  const databases = 'return (await indexedDB.databases()).length'
  const load = async () => {
    await driver.page.goto('about:blank')
    await driver.open(PAGE_URL)
    await waitInFrame(driver, 'return document.querySelector("#pick-files") !== null')
  }

  it('is not kept unless somebody turned it on', async () => {
    expect(await driver.inShell<number>(databases)).toBe(0)
  })

  it('comes back with its passphrase after the page is gone, and with no other', async () => {
    await open(path)
    await driver.click('#open-privacy')
    const frame = await driver.frame()
    await frame.fill('#keep-passphrase', 'correct horse')
    await driver.click('#start-keeping')
    await waitInFrame(
      driver,
      'return /Kept at/.test(document.querySelector("#keep-copy").innerText)',
    )

    await load()
    await waitInFrame(driver, 'return document.querySelector("#kept-copy") !== null')
    const again = await driver.frame()
    await again.fill('#kept-passphrase', 'wrong horse')
    await driver.click('#open-kept')
    const said = 'return /not the passphrase/.test(document.querySelector("#kept-copy").innerText)'
    await waitInFrame(driver, said)
    await again.fill('#kept-passphrase', 'correct horse')
    await driver.click('#open-kept')
    await waitInFrame(driver, DONE)
    expect(await waitInFrame<string>(driver, SHOWN)).toBe(shown)
  })

  it('is gone when it is wiped', async () => {
    await load()
    await waitInFrame(driver, 'return document.querySelector("#kept-copy") !== null')
    await driver.click('#wipe-kept')
    await waitInFrame(driver, 'return document.querySelector("#kept-copy") === null')
    expect(await driver.inShell<number>(databases)).toBe(0)
  })
})

describe('a saved case that is damaged', () => {
  it('is refused with a sentence that says what and where', async () => {
    const bytes = Buffer.from(saved)
    bytes[Math.floor(bytes.length / 2)]! ^= 0xff
    const broken = await (await scratch()).write('broken.afterpatch.zip', bytes)
    const { failed } = await runHeadless(driver, { files: [broken] })
    expect(failed).toMatch(/the saved case is damaged: .+: its checksum differs, at byte \d+/)
  })
})
