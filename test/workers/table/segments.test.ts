import fc from 'fast-check'
import { expect, it } from 'vitest'
import { allocateColumns, COLUMN_NAMES, INTERNED } from '../../../src/model/event-table.js'
import { Segments } from '../../../workers/table/segments.js'

/** Every string under twice its number. */
const doubled = Uint32Array.from({ length: 20 }, (_, index) => 2 * index)
const texts: ReadonlySet<string> = new Set(INTERNED)

it('keeps batches of any size as they were, with strings under their new numbers, whatever comes behind them', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 12 })
  fc.assert(
    fc.property(sizes, (lengths) => {
      const segments = new Segments()
      const batches = lengths.map((length, batch) => {
        const columns = allocateColumns(length + 5)
        columns.length = length
        for (const name of COLUMN_NAMES) columns[name].fill(batch + 1)
        return { length, batch, kept: segments.add(columns, doubled) }
      })
      for (const { length, batch, kept } of batches) {
        expect(kept.length).toBe(length)
        for (const name of COLUMN_NAMES) {
          expect(kept[name]).toHaveLength(length)
          const wanted = texts.has(name) ? 2 * (batch + 1) : batch + 1
          expect(kept[name].every((value) => value === wanted)).toBe(true)
        }
      }
    }),
    { seed: 3, numRuns: 40 },
  )
})

it('takes a batch that is larger than any segment', () => {
  const columns = allocateColumns(1_100_000)
  columns.length = 1_100_000
  columns.offset[1_099_999] = 7
  expect(new Segments().add(columns, doubled).offset[1_099_999]).toBe(7)
})
