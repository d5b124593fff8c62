import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/chromium.js'
import { waitInFrame, type Driver } from '../browser/driver.js'
import { launchFirefox } from '../browser/firefox.js'
import { launchWebkit, webkitReason } from '../browser/webkit.js'
import { demoFiles } from './demo-files.js'
import { DEMO_MARKER_PATH } from '../../src/model/version.js'
import { PAGE_URL, scratch } from './headless.js'
import { asZip, smallServer } from './small-server.js'

interface Engine {
  readonly name: string
  readonly launch: () => Promise<Driver>
  /** Why it is not run, '' where it is. */
  readonly reason: string
  readonly evidence: () => Promise<string>
}

const wholeDemo = () => Promise.resolve(demoFiles('attacked').zip)
/** WebKitGTK without a graphics card takes a minute for the whole demo: the days that matter do. */
const demoDays = async () => {
  const marked = new Map([[DEMO_MARKER_PATH, Buffer.from('DEMO')], ...smallServer()])
  return (await scratch()).write('days.zip', await asZip(marked))
}

const ENGINES: readonly Engine[] = [
  { name: 'Chromium', launch: () => launchChromium(), reason: '', evidence: wholeDemo },
  { name: 'Firefox', launch: () => launchFirefox(), reason: '', evidence: wholeDemo },
  { name: 'WebKit', launch: () => launchWebkit(), reason: webkitReason(), evidence: demoDays },
]

const text = 'return document.body.innerText'

async function downloaded(driver: Driver, pattern: RegExp): Promise<Buffer> {
  const end = Date.now() + 30_000
  for (;;) {
    const name = readdirSync(driver.downloads).find((file) => pattern.test(file))
    const bytes = name ? readFileSync(join(driver.downloads, name)) : Buffer.alloc(0)
    if (bytes.length > 0) {
      // A download grows until it is whole.
      await new Promise((resolve) => setTimeout(resolve, 500))
      if (name && readFileSync(join(driver.downloads, name)).length === bytes.length) return bytes
    }
    if (Date.now() > end) throw new Error(`no download like ${String(pattern)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

for (const { name, launch, reason, evidence } of ENGINES) {
  describe.skipIf(reason !== '')(`in ${name}, from file://${reason ? ` (${reason})` : ''}`, () => {
    let driver: Driver

    beforeAll(async () => {
      driver = await launch()
      await driver.open(PAGE_URL)
      await waitInFrame(driver, 'return document.querySelector("#pick-files") !== null')
    })
    afterAll(() => driver.close())

    it('opens the demo zip and answers', async () => {
      await driver.setFiles('#pick-files', [await evidence()])
      await waitInFrame(driver, 'return document.documentElement.dataset.stage === "done"')
      const seen = await driver.inFrame<string>(text)
      expect(seen).toContain('MX01')
      expect(seen).toMatch(/after the patch/)
      expect(seen).toMatch(/DEMO/)
      for (const question of ['Targeted?', 'Exploited?', 'Back door?', 'Used?', 'Door now?']) {
        expect(seen).toContain(question)
      }
    })

    it('leads from a finding to its raw line, file, line and offset', async () => {
      const raw = await waitInFrame<string>(
        driver,
        'return document.querySelector(".raw-line")?.textContent',
      )
      expect(raw).toMatch(/2021-0[23]-\d\d/)
      const around = await driver.inFrame<string>('return document.querySelector(".raw").innerText')
      expect(around).toMatch(/line\s+\d+/)
      expect(around).toMatch(/offset 0x[0-9a-f]+/i)
    })

    it('saves the picture and the bundle, names masked', async () => {
      await driver.click('#open-share')
      await waitInFrame(
        driver,
        'return document.querySelector("#save-picture:not(:disabled)") !== null',
      )
      await driver.click('#save-picture')
      const png = await downloaded(driver, /\.png$/)
      expect(png.subarray(1, 4).toString()).toBe('PNG')
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2400, 1350])

      await driver.click('#save-bundle')
      const zip = await JSZip.loadAsync(await downloaded(driver, /\.zip$/))
      expect(Object.keys(zip.files).sort()).toEqual(['README.txt', 'case.json', 'timeline.png'])
      const json = await zip.file('case.json')!.async('string')
      expect(json).toContain('host-1')
      expect(json.match(/.{0,60}(?:MX01|harbor).{0,40}/gi)).toBeNull()
      expect(json).toContain('203.0.113')
    }, 90_000)
  })
}
