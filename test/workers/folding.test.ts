import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allocateColumns,
  COLUMN_NAMES,
  FLAG_CANDIDATE,
  FLAG_FOLDED,
  FLAG_NOISE,
  type EventColumns,
} from '../../src/model/event-table.js'
import { MICROSECONDS_PER_MINUTE, MICROSECONDS_PER_SECOND } from '../../src/model/units.js'
import { fold, type Ordinary } from '../../workers/folding.js'

interface Row {
  /** Seconds. */
  readonly at: number
  readonly flags: number
  readonly family: number
  readonly client: number
  readonly target: number
}

const SIZE = 90
const STRIDE = 100

function columnsOf(rows: readonly Row[]): { columns: EventColumns; hits: number[] } {
  const columns = allocateColumns(rows.length)
  columns.length = rows.length
  const hits: number[] = []
  rows.forEach(({ at, flags, family, client, target }, row) => {
    columns.time[row] = at * MICROSECONDS_PER_SECOND
    columns.flags[row] = flags
    columns.family[row] = family
    columns.client[row] = client
    columns.target[row] = target
    columns.status[row] = 200
    columns.offset[row] = row * STRIDE
    columns.size[row] = SIZE
    if (flags & FLAG_CANDIDATE) hits.push(row, 4, 1, row, 5, 0)
  })
  return { columns, hits }
}

const row = (at: number, flags = FLAG_NOISE, client = 1, target = 1): Row => ({
  at,
  flags,
  family: 2,
  client,
  target,
})
const list = (column: ArrayLike<number>, length: number): number[] =>
  Array.from({ length }, (_, at) => column[at] as number)

const EVERYTHING: Ordinary = { folds: () => true }

const anyRows = fc.array(
  fc.record({
    at: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constant(NaN)),
    flags: fc.constantFrom(0, FLAG_NOISE, FLAG_CANDIDATE),
    family: fc.integer({ min: 0, max: 1 }),
    client: fc.integer({ min: 0, max: 2 }),
    target: fc.integer({ min: 0, max: 2 }),
  }),
  { maxLength: 60 },
)

describe('folding Exchange’s own monitoring', () => {
  it('makes one row a minute, with the stretch that holds the records', () => {
    const { columns, hits } = columnsOf([row(0), row(10, 0), row(59), row(60), row(61)])
    fold(columns, hits, null)
    const { length } = columns
    expect(list(columns.time, length)).toEqual([0, 10e6, 60e6])
    expect(list(columns.further, length)).toEqual([1, 0, 1])
    expect(list(columns.span, length)).toEqual([59_000, 0, 1_000])
    expect(list(columns.offset, length)).toEqual([0, 100, 300])
    expect(list(columns.size, length)).toEqual([290, SIZE, 190])
    expect(list(columns.flags, length)).toEqual([
      FLAG_NOISE | FLAG_FOLDED,
      0,
      FLAG_NOISE | FLAG_FOLDED,
    ])
    expect(list(columns.client, length)).toEqual([0, 1, 0])
  })

  it('leaves a lone one as it is', () => {
    const { columns, hits } = columnsOf([row(0), row(70)])
    fold(columns, hits, null)
    expect(list(columns.client, 2)).toEqual([1, 1])
    expect(list(columns.flags, 2)).toEqual([FLAG_NOISE, FLAG_NOISE])
  })

  it('loses no record, no hit and no minute, whatever the rows, and folding again changes nothing', () => {
    fc.assert(
      fc.property(anyRows, fc.boolean(), (rows, all) => {
        const { columns, hits } = columnsOf(rows)
        fold(columns, hits, all ? EVERYTHING : null)
        const { length } = columns
        const records = length + list(columns.further, length).reduce((sum, one) => sum + one, 0)
        expect(records).toBe(rows.length)
        const candidates = rows.flatMap(({ flags }, at) => (flags & FLAG_CANDIDATE ? [at] : []))
        expect(hits.filter((_, at) => at % 6 === 0).map((at) => columns.offset[at])).toEqual(
          candidates.map((at) => at * STRIDE),
        )
        for (const name of COLUMN_NAMES) {
          expect([...columns[name].subarray(length)].every((value) => value === 0)).toBe(true)
        }
        const minutes = (times: readonly number[]) =>
          new Set(times.map((time) => Math.floor(time / MICROSECONDS_PER_MINUTE)))
        expect(minutes(list(columns.time, length))).toEqual(
          minutes(rows.map(({ at }) => at * MICROSECONDS_PER_SECOND)),
        )
        const before = structuredClone(columns)
        const again = [...hits]
        fold(columns, again, all ? EVERYTHING : null)
        expect(columns).toEqual(before)
        expect(again).toEqual(hits)
      }),
      { seed: 5, numRuns: 300 },
    )
  })

  it('folds other rows only of one client and path, when asked to', () => {
    const rows = [row(0, 0, 1, 1), row(1, 0, 2, 1), row(2, 0, 1, 1), row(3, 0, 1, 2)]
    const { columns, hits } = columnsOf(rows)
    fold(columns, hits, null)
    expect(columns.length).toBe(4)
    fold(columns, hits, EVERYTHING)
    expect(list(columns.offset, columns.length)).toEqual([0, 100, 300])
    expect(list(columns.client, columns.length)).toEqual([1, 2, 1])
    expect(list(columns.status, columns.length)).toEqual([200, 200, 200])
  })
})
