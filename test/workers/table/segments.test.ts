import fc from 'fast-check'
import { expect, it } from 'vitest'
import { allocateColumns, COLUMN_NAMES } from '../../../src/model/event-table.js'
import { Segments } from '../../../workers/table/segments.js'

it('keeps batches of any size as they were, whatever comes behind them', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 12 })
  fc.assert(
    fc.property(sizes, (lengths) => {
      const segments = new Segments()
      const batches = lengths.map((length, batch) => {
        const columns = allocateColumns(length + 5)
        columns.length = length
        for (const name of COLUMN_NAMES) columns[name].fill(batch + 1)
        return { length, batch, kept: segments.add(columns) }
      })
      for (const { length, batch, kept } of batches) {
        expect(kept.length).toBe(length)
        for (const name of COLUMN_NAMES) {
          expect(kept[name]).toHaveLength(length)
          expect(kept[name].every((value) => value === batch + 1)).toBe(true)
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
  expect(new Segments().add(columns).offset[1_099_999]).toBe(7)
})
