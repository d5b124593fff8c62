import fc from 'fast-check'
import { expect, it } from 'vitest'
import { allocateColumns, type EventBatch } from '../../src/model/event-table.js'
import { SentStrings } from '../../workers/sent-strings.js'
import { BatchStore } from '../../workers/table/batch-store.js'

it('sends each string once, with the first batch that needs it, and none that no row needs', () => {
  const batches = fc.array(
    fc.record({
      /** Strings that are there when the batch goes, besides the empty one. */
      grows: fc.integer({ min: 0, max: 6 }),
      rows: fc.array(fc.nat(), { maxLength: 5 }),
    }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(batches, (plan) => {
      const strings = {
        count: 1,
        text: (index: number) => (index === 0 ? '' : `text ${String(index)}`),
      }
      const sent = new SentStrings(strings)
      const store = new BatchStore()
      const told: string[] = []
      const wanted: string[] = []
      plan.forEach(({ grows, rows }, sequence) => {
        strings.count += grows
        const columns = allocateColumns(rows.length)
        columns.length = rows.length
        rows.forEach((row, at) => (columns.target[at] = row % strings.count))
        wanted.push(...[...columns.target].map(strings.text))
        const { newStrings, lateStrings } = sent.take(columns)
        told.push(...newStrings.filter((text) => text !== ''))
        told.push(...(lateStrings ?? []).map(([, text]) => text))
        const hits = new Uint32Array(0)
        const batch: EventBatch = { entry: 0, sequence, columns, newStrings, hits }
        store.add(lateStrings ? { ...batch, lateStrings } : batch)
      })
      expect(new Set(told).size).toBe(told.length)
      expect(new Set(told)).toEqual(new Set(wanted.filter((text) => text !== '')))
      const stored = store
        .of(0)
        .flatMap(({ columns }) => [...columns.target].map((index) => store.strings[index]))
      expect(stored).toEqual(wanted)
    }),
    { seed: 8, numRuns: 300 },
  )
})
