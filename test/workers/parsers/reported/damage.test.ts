import { describe, expect, it } from 'vitest'
import { Random } from '../../../../scripts/fuzz/random.mjs'
import { PARSERS } from '../../../../workers/parsers/index.js'
import { MemoryInput } from '../memory-input.js'
import { readAll } from '../read-all.js'
import { expectSound } from './reports.js'
import { REPORTS, sampleBytes } from './samples.js'

const CUTS = 20
/** Far more than a row needs, and much of what is hard to read. */
const BIG = 60_000
const SLOW_MS = 1_000

describe.each(REPORTS)('$parser.id under damage', ({ parser, samples }) => {
  it('knows its samples, alone of all, and reads them whole', async () => {
    for (const sample of samples) {
      const bytes = sampleBytes(sample)
      const path = sample.path ?? 'unknown'
      const { head, entry } = new MemoryInput(bytes, { path })
      expect(PARSERS.filter((one) => one.sniff(head, entry))).toEqual([parser])
      const log = await readAll(parser, bytes, { path })
      expectSound(log, bytes.length)
      expect(log.totals.unreadable).toBe(0)
      expect(log.rows.length).toBeGreaterThan(0)
    }
  })

  it('keeps what stands before the place where it is cut off', async () => {
    const random = new Random(26_857)
    for (const sample of samples) {
      const bytes = sampleBytes(sample)
      const path = sample.path ?? 'unknown'
      const whole = await readAll(parser, bytes, { path })
      for (let cut = 0; cut < CUTS; cut++) {
        const end = random.below(bytes.length)
        const left = await readAll(parser, bytes.slice(0, end), { path })
        expectSound(left, end)
        // A head cut short is no report any more.
        if (end < bytes.length / 3) continue
        const before = whole.rows.filter(({ offset, size }) => offset + size < end - 2)
        for (const { offset, target } of before) {
          // A line that is cut off can look like the end of the message before it.
          const kept = left.rows.some(
            (row) => row.offset === offset && row.target.startsWith(target),
          )
          expect(kept, `${String(offset)} ${target}, cut at ${String(end)}`).toBe(true)
        }
      }
    }
  })

  it('takes no longer for text that opens much and closes nothing', async () => {
    for (const sample of samples) {
      const bytes = sampleBytes(sample)
      const path = sample.path ?? 'unknown'
      for (const crumb of [
        '"',
        '"a\n',
        '{"a":',
        '[',
        '{\n',
        '<tr><td>',
        '<Obj>',
        ',',
        '|',
        'A: ',
        '\\',
        'CVE-2021-1',
      ]) {
        const tail = new TextEncoder().encode(crumb.repeat(Math.floor(BIG / crumb.length)))
        const hostile = new Uint8Array(bytes.length + tail.length)
        hostile.set(bytes)
        hostile.set(tail, bytes.length)
        const started = performance.now()
        expectSound(await readAll(parser, hostile, { path }), hostile.length)
        expect(performance.now() - started, `${parser.id} ${crumb}`).toBeLessThan(SLOW_MS)
      }
    }
  })
})
