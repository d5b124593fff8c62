import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../../scripts/root.mjs'
import type { ChromiumDriver } from '../browser/chromium.js'
import { visible } from '../../src/model/escape.js'
import { listArchive, zipFile } from '../workers/zip/reading.js'
import { launchChromium, runHeadless, scratch, type Triaged } from './headless.js'
import { hostileZips, type HostileZip } from './hostile-zips.js'

const FOLDER = process.env['AFTERPATCH_EVIDENCE'] ?? atRoot('../shared/data')
const ABSENT = !existsSync(join(FOLDER, 'zip'))
/** Cannot tell: read, and no server in it. */
const CANNOT_TELL = 3

let driver: ChromiumDriver
const errors: string[] = []

beforeAll(async () => {
  driver = await launchChromium()
  driver.page.on('pageerror', (error: Error) => errors.push(String(error)))
})
afterAll(() => driver.close())

function zipsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.zip'))
    .map((name) => join(folder, name))
    .sort()
}

describe('archives with something wrong, dropped together', () => {
  let zips: HostileZip[]
  let result: Triaged

  beforeAll(async () => {
    const disk = await scratch()
    zips = await hostileZips()
    const files = []
    for (const { name, bytes } of zips) files.push(await disk.write(name, bytes))
    result = await runHeadless(driver, { files })
  })

  it('end with a verdict and no error', () => {
    expect(result.failed).toBe('')
    expect(result.exitCode).toBe(CANNOT_TELL)
    expect(errors).toEqual([])
  })

  it('give every entry its state and its reason', () => {
    const listed = result.json.entries.map(({ path, state, reason }) =>
      [path, state, reason.replace(/only 32\d{6} of/, 'only … of')].join(' | '),
    )
    const wanted = zips.flatMap(({ entries }) => entries.map((one) => one.join(' | ')))
    expect(listed.sort()).toEqual(wanted.sort())
  })

  it('give warnings of what is wrong', () => {
    const told = result.json.warnings.map(({ what }) => what)
    const wanted = zips.flatMap(({ warnings }) => [...warnings])
    for (const pattern of wanted)
      expect(
        told.some((what) => pattern.test(what)),
        String(pattern),
      ).toBe(true)
    expect(told).toHaveLength(wanted.length)
  })
})

describe.skipIf(ABSENT)(
  'every archive of the evidence, dropped at once (needs evidence folder)',
  () => {
    it('ends with a verdict within 30 seconds, every entry in the ledger', async () => {
      const files = [...zipsBelow(join(FOLDER, 'zip')), ...zipsBelow(join(FOLDER, 'collectors'))]
      const paths: string[] = []
      for (const path of files) {
        const { entries } = await listArchive(zipFile(await readFile(path), basename(path)))
        paths.push(...entries.map((entry) => entry.path))
      }
      const started = performance.now()
      const result = await runHeadless(driver, { files })
      const took = performance.now() - started
      expect(result.failed).toBe('')
      expect(result.exitCode).toBe(CANNOT_TELL)
      expect(errors).toEqual([])
      expect(took).toBeLessThan(30_000)
      expect(files.length).toBeGreaterThan(110)
      expect(result.json.evidence).toHaveLength(files.length)
      const states = new Set(result.json.entries.map(({ state }) => state))
      expect([...states].sort()).toEqual(['ignored', 'not-read', 'partial', 'read', 'unpacked'])
      // None of them ended its worker.
      const partial = result.json.entries.filter(({ state }) => state === 'partial')
      for (const { reason } of partial)
        expect(reason).toMatch(/only \d+ of \d+ bytes could be read$/)
      const unexplained = result.json.entries.filter(
        ({ reason, state }) => reason === '' && state !== 'read',
      )
      expect(unexplained).toEqual([])
      const left = result.json.entries.map(({ path }) => path)
      const missing = paths.filter((path) => {
        const at = left.indexOf(visible(path))
        if (at >= 0) left.splice(at, 1)
        return at < 0
      })
      expect(missing).toEqual([])
      // What is inside archives of theirs.
      expect(left.every((path) => path.includes('.zip/'))).toBe(true)
      expect(left).toHaveLength(58)
    })
  },
)
