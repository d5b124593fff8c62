import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChromiumDriver } from '../browser/chromium.js'
import { gzipOf, tarOf } from '../workers/zip/archives.js'
import { launchChromium, runHeadless, scratch, type Triaged } from './headless.js'
import { asZip, smallServer, type Files } from './small-server.js'

/** One day of the attack and the shell: enough for a verdict. */
const ONE_DAY = /0228|aspnet_client/
const oneDay = (name?: string): Files =>
  new Map([...smallServer(name)].filter(([path]) => ONE_DAY.test(path)))

let driver: ChromiumDriver
let disk: Awaited<ReturnType<typeof scratch>>
let result: Triaged

beforeAll(async () => {
  driver = await launchChromium()
  disk = await scratch()
  const outer = new JSZip()
  outer.file('collected/MX01.zip', await asZip(oneDay()))
  const tar = tarOf([...oneDay('MX02')].map(([name, content]) => ({ name, content })))
  outer.file('collected/MX02.tgz', gzipOf(tar))
  // An archive that its name does not tell of.
  outer.file('collected/notes', await asZip(new Map([['readme.txt', Buffer.from('x')]])))
  outer.file('collected/late.7z', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c))
  const zip = await outer.generateAsync({ type: 'uint8array', compression: 'DEFLATE' })
  result = await runHeadless(driver, { files: [await disk.write('all.zip', zip)] })
})
afterAll(() => driver.close())

const entry = (path: RegExp) => result.json.entries.find((one) => path.test(one.path))

describe('archives inside an archive', () => {
  it('of two servers give two hosts with their verdicts', () => {
    expect(result.exitCode).toBe(1)
    expect(result.json.hosts.map(({ name }) => name).sort()).toEqual(['MX01', 'MX02'])
    for (const { verdict } of result.json.hosts) expect(verdict['backdoored']?.call).toBe('yes')
  })

  it('lead from each finding to the raw line inside them', () => {
    const lines = result.json.findings.flatMap(({ evidence }) => evidence)
    for (const archive of ['MX01.zip/C:/', 'MX02.tar/C:/']) {
      const inside = lines.filter((line) => line.entry.includes(archive))
      expect(inside.length).toBeGreaterThan(0)
      for (const { raw } of inside) expect(raw).not.toBe('')
    }
  })

  it('stand in the ledger with what became of each', () => {
    expect(entry(/MX01\.zip$/)).toMatchObject({ state: 'unpacked' })
    expect(entry(/MX02\.tgz$/)).toMatchObject({
      state: 'unpacked',
      reason: 'an archive of one file',
    })
    expect(entry(/notes$/)).toMatchObject({ state: 'unpacked' })
    expect(entry(/notes\/readme\.txt$/)).toMatchObject({ state: 'ignored' })
    expect(entry(/late\.7z$/)?.reason).toContain('a 7-Zip archive, which is not read here')
    expect(result.json.entries.every(({ state }) => state !== 'waiting')).toBe(true)
  })
})
