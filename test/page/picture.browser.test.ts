import { readFile } from 'node:fs/promises'
import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitInFrame } from '../browser/driver.js'
import { PEOPLE, ADMIN, DOMAIN, HEALTH_MAILBOXES, HOST } from '../../workers/demo/server.js'
import { demoFiles } from './demo-files.js'
import type { ChromiumDriver } from '../browser/chromium.js'
import { launchChromium, PAGE_URL, type CaseJson } from './headless.js'

/** An account of the demo, and an English word that the outputs use: it counts before an @ only. */
const ALSO_A_WORD = 'records'

/** What names the victim: server, domain, and everybody who has an account there. */
const NAMES = [
  HOST,
  'harbor',
  DOMAIN,
  ...HEALTH_MAILBOXES,
  ...[...PEOPLE, ADMIN].map(({ account }) => account.replace(/^.*\\/, '')),
].map((name) => (name === ALSO_A_WORD ? `${name}@` : name))
const PATTERNS = NAMES.map(
  (name) => new RegExp(`(?<![a-z0-9])${name.replace('.', '\\.')}(?![a-z0-9])`, 'i'),
)
const INTERNAL = /(?<![\d.])10\.20\.\d+\.\d+/
const READY = 'return document.querySelector("#save-picture:not(:disabled)") !== null'

interface Shared {
  readonly pictureName: string
  readonly picture: Buffer
  readonly bundleName: string
  readonly files: readonly string[]
  readonly bundled: Buffer
  readonly json: string
  readonly readme: string
}

let driver: ChromiumDriver
let masked: Shared
let real: Shared

async function download(selector: string): Promise<{ name: string; bytes: Buffer }> {
  const waiting = driver.page.waitForEvent('download')
  await driver.click(selector)
  const saved = await waiting
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) }
}

async function share(): Promise<Shared> {
  await waitInFrame(driver, READY)
  const picture = await download('#save-picture')
  const bundle = await download('#save-bundle')
  const zip = await JSZip.loadAsync(bundle.bytes)
  const read = (name: string) => zip.file(name)!.async('string')
  return {
    pictureName: picture.name,
    picture: picture.bytes,
    bundleName: bundle.name,
    files: Object.keys(zip.files).sort(),
    bundled: await zip.file('timeline.png')!.async('nodebuffer'),
    json: await read('case.json'),
    readme: await read('README.txt'),
  }
}

/** Opened from disk and not by the button: so the hash of the evidence is known to the test too. */
beforeAll(async () => {
  driver = await launchChromium()
  await driver.open(PAGE_URL)
  await waitInFrame(driver, 'return document.querySelector("#pick-files") !== null')
  await driver.setFiles('#pick-files', [demoFiles('attacked').zip])
  await waitInFrame(driver, 'return document.documentElement.dataset.stage === "done"')
  await driver.click('#open-share')
  masked = await share()
  await driver.click('#real-names')
  real = await share()
}, 180_000)
afterAll(() => driver.close())

const withoutRun = (text: string) => text.replace(/"written": *"[^"]*"/, '')
const named = (text: string) => PATTERNS.filter((name) => name.test(text)).map(String)

describe('the picture', () => {
  it('is a PNG of 2400 × 1350, the same alone and in the bundle', () => {
    for (const { picture, bundled } of [masked, real]) {
      expect(picture.subarray(1, 4).toString()).toBe('PNG')
      expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([2400, 1350])
      expect(bundled.equals(picture)).toBe(true)
    }
  })

  it('changes when real names are shown', () => {
    expect(real.picture.equals(masked.picture)).toBe(false)
  })

  it('carries no text chunk, which would hold what the eye does not see', () => {
    const chunks: string[] = []
    for (let at = 8; at < masked.picture.length; at += 12 + masked.picture.readUInt32BE(at))
      chunks.push(masked.picture.subarray(at + 4, at + 8).toString())
    expect(chunks.filter((chunk) => /^(?:[tiz]TXt|tEXt|eXIf|tIME)$/.test(chunk))).toEqual([])
    expect(chunks.at(-1)).toBe('IEND')
  })
})

describe('the bundle', () => {
  it('holds picture, case.json and README.txt, nothing else', () => {
    for (const { files } of [masked, real]) {
      expect(files).toEqual(['README.txt', 'case.json', 'timeline.png'])
    }
  })

  it('names nobody of the victim’s unless that was asked for', () => {
    for (const text of [masked.json, masked.readme, masked.pictureName, masked.bundleName]) {
      expect(named(text)).toEqual([])
      expect(INTERNAL.exec(text)?.[0]).toBeUndefined()
    }
    expect(masked.json).toContain('host-1')
  })

  it('keeps the attackers’ addresses, which responders need', () => {
    for (const address of ['203.0.113.41', '198.51.100.222']) {
      expect(masked.json).toContain(address)
    }
  })

  it('names them where the box is ticked', () => {
    const { json, readme } = real
    expect((JSON.parse(json) as CaseJson).hosts.map(({ name }) => name)).toEqual([HOST])
    expect(json).not.toContain('host-1')
    expect(readme).toMatch(/REAL NAMES/)
    expect(masked.readme).not.toMatch(/REAL NAMES/)
  })

  it('holds the same findings masked or not, in masked words', () => {
    const facts = ({ json }: Shared) =>
      (JSON.parse(json) as CaseJson).findings.map(({ detection, level, count, firstTime }) => [
        detection,
        level,
        count,
        firstTime,
      ])
    expect(facts(masked)).toEqual(facts(real))
    const { findings, stories } = demoFiles('attacked').truth
    expect(facts(masked)).toHaveLength(findings.length + stories.length)
  })

  it('is the case as saved again, but for when it was written', async () => {
    await driver.click('#real-names')
    const again = await share()
    expect(withoutRun(again.json)).toBe(withoutRun(masked.json))
    expect(again.picture.equals(masked.picture)).toBe(true)
  })

  it('says DEMO in every part, and which evidence it is of', () => {
    for (const { json, readme, pictureName, bundleName } of [masked, real]) {
      expect((JSON.parse(json) as { demo: boolean }).demo).toBe(true)
      expect(readme).toMatch(/^DEMO/m)
      expect(pictureName + bundleName).toMatch(/DEMO.*DEMO/)
      const [evidence] = (JSON.parse(json) as CaseJson).evidence
      expect(evidence?.sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(readme).toContain(evidence?.sha256)
    }
  })
})
