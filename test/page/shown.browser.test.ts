import JSZip from 'jszip'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChromiumDriver } from '../browser/chromium.js'
import { waitInFrame } from '../browser/driver.js'
import { launchChromium, PAGE_URL, scratch } from './headless.js'
import { asZip, smallServer } from './small-server.js'

const DONE = 'return document.documentElement.dataset.stage === "done"'
const PATHS = `return [...document.querySelectorAll('[aria-label="Files"] .path')]
  .map((cell) => cell.textContent)`
/** Control characters, and those that turn text round or have no width. */
const HIDDEN = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u

let driver: ChromiumDriver
let disk: Awaited<ReturnType<typeof scratch>>

beforeAll(async () => {
  driver = await launchChromium()
  disk = await scratch()
})
afterAll(() => driver.close())

beforeEach(async () => {
  await driver.open('about:blank')
  await driver.open(PAGE_URL)
  await waitInFrame(driver, 'return document.querySelector("#pick-files") !== null')
})

async function open(files: readonly string[]): Promise<void> {
  await driver.setFiles('#pick-files', files)
  await waitInFrame(driver, DONE)
}

describe('bad input on the screen', () => {
  it('text renamed .zip is named with the reason, and the good zip beside it answered', async () => {
    const bad = await disk.write('notes.zip', 'Dear administrator,\nthis is not a zip.\n')
    const good = await disk.write('good.zip', await asZip(smallServer()))
    await open([bad, good])
    const said = await driver.inFrame<string>('return document.querySelector("#unread").innerText')
    expect(said).toMatch(/notes\.zip gave no log\./)
    expect(said).toMatch(/not a zip|no zip/i)
    expect(said).not.toContain('good.zip')
    expect(await driver.inFrame('return document.querySelector("h1").innerText')).toContain('MX01')
  })

  it('alone, it gives no answer but the reason', async () => {
    await open([await disk.write('alone.zip', 'not a zip either')])
    const seen = await driver.inFrame<string>('return document.body.innerText')
    expect(seen).toMatch(/alone\.zip gave no log\./)
    expect(seen).toMatch(/No Exchange server was found/)
  })

  it('a hostile name stands in the ledger as text, hidden characters shown', async () => {
    const [log] = [...smallServer()].find(([path]) => /W3SVC1.*210228/.test(path)) ?? ['']
    const zip = new JSZip()
    const name = `${log.replace(/[^/]*$/, '')}<img src=x>\u202egol.\u0007\u001b[31m\u200b.log`
    zip.file(name, smallServer().get(log)!, { createFolders: false })
    const bytes = await zip.generateAsync({ type: 'uint8array' })
    await open([await disk.write('names.zip', bytes)])
    await (await driver.frame()).click('text=Coverage')
    const [shown = ''] = await driver.inFrame<string[]>(PATHS)
    expect(shown).toContain('<img src=x>')
    expect(shown).not.toMatch(HIDDEN)
    for (const sign of ['{202e}', '\u2407', '\u241b', '{200b}']) expect(shown).toContain(sign)
    expect(await driver.inFrame('return document.images.length')).toBe(0)
  })

  it('a hostile row of a finding is text as well, wherever it is shown', async () => {
    const agent = '<img/src=x/onerror=globalThis.pwned=1>\u202e'
    const [log, bytes] = [...smallServer()].find(([path]) => /W3SVC1.*210316/.test(path))!
    const text = Buffer.from(bytes).toString('utf8').replaceAll('antSword/v2.1', agent)
    await open([await disk.write('rows.zip', await asZip(new Map([[log, Buffer.from(text)]])))])
    const raw = await waitInFrame<string>(
      driver,
      'return document.querySelector(".raw-line")?.textContent',
    )
    expect(raw).toContain('<img/src=x/onerror=')
    expect(raw).not.toMatch(HIDDEN)
    expect(await driver.inFrame('return "pwned" in globalThis')).toBe(false)
    expect(await driver.inFrame('return document.images.length')).toBe(0)
  })
})
