import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allocateColumns,
  type EventBatch,
  type RowSession,
} from '../../../src/model/event-table.js'
import { BatchStore } from '../../../workers/table/batch-store.js'
import { mergeBatches } from '../../../workers/table/merge.js'

interface Row {
  time: number
  target: string
  hit: boolean
}

/** Rows of one entry as its scan worker would send them, in batches of a given size. */
function batchesOf(entry: number, rows: readonly Row[], size: number): EventBatch[] {
  const known = ['']
  const batches: EventBatch[] = []
  for (let from = 0; from < rows.length || from === 0; from += size) {
    const part = rows.slice(from, from + size)
    const before = from === 0 ? 0 : known.length
    const columns = allocateColumns(part.length)
    columns.length = part.length
    const hits: number[] = []
    const sessions: RowSession[] = []
    part.forEach((row, index) => {
      let local = known.indexOf(row.target)
      if (local < 0) local = known.push(row.target) - 1
      columns.time[index] = row.time
      columns.offset[index] = from + index
      columns.target[index] = local
      if (!row.hit) return
      hits.push(index, 3, 1)
      const request = `${String(entry)} ${String(from + index)}`
      sessions.push({ row: index, request, canary: '', style: '' })
    })
    const newStrings = known.slice(before)
    batches.push({
      entry,
      sequence: batches.length,
      columns,
      newStrings,
      hits: Uint32Array.from(hits),
      sessions,
    })
  }
  return batches
}

function storeOf(batches: readonly EventBatch[], stringLimit?: number): BatchStore {
  const store = new BatchStore(stringLimit)
  for (const batch of batches) store.add(batch)
  return store
}

const rows = fc.array(
  fc.record({
    time: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant(NaN)),
    target: fc.constantFrom('/owa', '/ecp', '/ews', ''),
    hit: fc.boolean(),
  }),
  { maxLength: 40 },
)

describe('merging batches', () => {
  it('gives the same table whatever the order of arrival and the size of batches', () => {
    fc.assert(
      fc.property(rows, rows, fc.integer({ min: 1, max: 7 }), (first, second, size) => {
        const merge = (order: number[], batchSize: number) =>
          mergeBatches({
            batches: storeOf(
              order.flatMap((entry) => batchesOf(entry, entry === 0 ? first : second, batchSize)),
            ),
            hosts: ['a'],
            hostOfEntry: Uint16Array.of(0, 0),
            leftOut: new Set(),
          })
        const describeRows = ({ table, hits, sessions }: ReturnType<typeof merge>) => ({
          sessions,
          rows: Array.from({ length: table.length }, (_, row) => [
            table.time[row],
            table.entry[row],
            table.offset[row],
            table.strings[table.target[row]!],
          ]),
          strings: table.strings,
          hits: [...hits],
        })
        const merged = merge([1, 0], size)
        expect(describeRows(merged)).toEqual(describeRows(merge([0, 1], 1_000)))
        for (const { row, request } of merged.sessions) {
          const { entry, offset } = merged.table
          expect(request).toBe(`${String(entry[row])} ${String(offset[row])}`)
        }
      }),
    )
  })

  it('leaves out what another entry holds already', () => {
    const row = { time: 1, target: '/owa', hit: true }
    const { table, hits } = mergeBatches({
      batches: storeOf([0, 1].flatMap((entry) => batchesOf(entry, [row], 9))),
      hosts: ['a'],
      hostOfEntry: Uint16Array.of(0, 0),
      leftOut: new Set([1]),
    })
    expect(table.length).toBe(1)
    expect([...hits]).toEqual([0, 3, 1])
  })

  it('takes only rows that were hit while reading goes on, as many as asked for', () => {
    const many = Array.from({ length: 30 }, (_, time) => ({
      time,
      target: '/x',
      hit: time % 2 === 0,
    }))
    const { table, hits } = mergeBatches({
      batches: storeOf(batchesOf(0, many, 8)),
      hosts: ['a'],
      hostOfEntry: Uint16Array.of(0),
      leftOut: new Set(),
      hitRowsOnly: 10,
    })
    expect([...table.time]).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
    expect(hits).toHaveLength(30)
  })

  it('drops an entry that is read once more, and counts its rows no longer', () => {
    const row = { time: 1, target: '/owa', hit: false }
    const store = storeOf([...batchesOf(0, [row, row], 9), ...batchesOf(1, [row], 9)])
    store.forget(0)
    expect(store.rows).toBe(1)
    for (const batch of batchesOf(0, [{ ...row, target: '/ecp' }], 9)) store.add(batch)
    const { table } = mergeBatches({
      batches: store,
      hosts: ['a'],
      hostOfEntry: Uint16Array.of(0, 0),
      leftOut: new Set(),
    })
    expect([...table.target].map((index) => table.strings[index])).toEqual(['/ecp', '/owa'])
  })

  it('keeps rows whose texts come after the limit, and counts those texts', () => {
    const targets = ['/a', '/b', '/c', '/a']
    const batches = batchesOf(
      0,
      targets.map((target, time) => ({ time, target, hit: false })),
      2,
    )
    const store = storeOf(batches, 4)
    const { table } = mergeBatches({
      batches: store,
      hosts: ['a'],
      hostOfEntry: Uint16Array.of(0),
      leftOut: new Set(),
    })
    const texts = [...table.target].map((index) => table.strings[index])
    expect(texts.slice(0, 2)).toEqual(['/a', '/b'])
    expect(texts[2]).toMatch(/left out/)
    expect(texts[3]).toBe('/a')
    expect(store.stringsLeftOut).toBe(1)
  })
})
