import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocateColumns } from '../../../src/model/event-table.js'
import { placeRows, type Part } from '../../../workers/table/runs.js'

function partOf(entry: number, times: readonly number[]): Part {
  const columns = allocateColumns(times.length + 2)
  columns.length = times.length
  columns.time.set(times)
  return { entry, columns, hits: new Uint32Array(0) }
}

/** Row of the table for each row of each part. */
function placesOf(parts: readonly Part[]): number[][] {
  const places = new Map<number, number[]>()
  for (const { parts: inRun } of placeRows(parts)) {
    for (const { entry, columns, place, at, start } of inRun) {
      const rows = Array.from({ length: columns.length }, (_, row) => row)
      places.set(
        entry,
        rows.map((row) => (place ? (place[at + row] as number) : start + row)),
      )
    }
  }
  return parts.map(({ entry }) => places.get(entry) ?? [])
}

/** The plain meaning: by time, then part, then row; no time last. */
function reference(parts: readonly Part[]): number[][] {
  const rows = parts.flatMap(({ columns }, part) =>
    Array.from({ length: columns.length }, (_, row) => ({ part, row, time: columns.time[row]! })),
  )
  const key = ({ time }: { time: number }) => (Number.isNaN(time) ? Infinity : time)
  const sorted = [...rows].sort((a, b) => (key(a) === key(b) ? 0 : key(a) - key(b)))
  const places = parts.map((): number[] => [])
  for (const [at, { part, row }] of sorted.entries()) places[part]![row] = at
  return places
}

describe('places of rows', () => {
  const time = fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 30 }) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  )
  const inOrder = fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.array(fc.integer({ min: 0, max: 2 })))
    .map(([start, steps]) => {
      let at = start
      return steps.map((step) => (at += step))
    })

  it('equal a stable sort of all rows, for parts that overlap, touch, follow, or have no time', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.array(time), inOrder), { maxLength: 9 }), (all) => {
        const parts = all.map((times, entry) => partOf(entry, times))
        expect(placesOf(parts)).toEqual(reference(parts))
      }),
      { seed: 11, numRuns: 1_500 },
    )
  })

  it('need no list where logs follow each other, in whatever order they came', () => {
    const parts = [partOf(0, [20, 21, 30]), partOf(1, [1, 2]), partOf(2, [2, 19]), partOf(3, [NaN])]
    const placed = placeRows(parts).flatMap((run) => run.parts)
    expect(placed.map(({ entry, place }) => [entry, place])).toEqual([
      [1, null],
      [2, null],
      [0, null],
      [3, null],
    ])
  })
})
