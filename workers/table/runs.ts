import type { EventColumns, RowSession } from '../../src/model/event-table.js'
import type { EntryIndex } from '../../src/model/units.js'
import { release } from '../release.js'
import { isInOrder, orderByTime } from './sort.js'

/** Rows of one batch. Batches are numbered in the order (entry, sequence). */
export interface Part {
  readonly entry: EntryIndex
  readonly columns: EventColumns
  readonly hits: Uint32Array
  readonly sessions?: readonly RowSession[] | undefined
}

/** A part and where its rows stand in the table. */
export interface Placed extends Part {
  /** The row of each, from `at` on; null where they follow each other from `start` on. */
  readonly place: Uint32Array | null
  readonly at: number
  readonly start: number
}

/** Rows [start, end) of the table, and the parts whose rows they are. */
export interface Run {
  readonly start: number
  readonly end: number
  readonly parts: readonly Placed[]
}

interface Span {
  readonly part: Part
  readonly number: number
  readonly first: number
  /** Infinity where rows state no time: they stand last. */
  readonly last: number
}

/**
 * Where rows stand in the order (time, entry, offset), those without a time last. Logs follow each
 * other more than they overlap: only parts that overlap are sorted, each run of them by itself.
 */
export function placeRows(parts: readonly Part[]): readonly Run[] {
  const spans = parts.map(spanOf).sort((a, b) => a.first - b.first || a.number - b.number)
  const runs: Run[] = []
  let open: Span[] = []
  let last = -Infinity
  let latest = -1
  let start = 0
  const close = (): void => {
    if (open.length === 0) return
    const run = placed(open, start)
    runs.push(run)
    start = run.end
    open = []
    last = -Infinity
    latest = -1
  }
  for (const span of spans) {
    // Rows of the same time stand in the order of their parts.
    if (span.first > last || (span.first === last && span.number > latest)) close()
    open.push(span)
    last = Math.max(last, span.last)
    latest = Math.max(latest, span.number)
  }
  close()
  return runs
}

function spanOf(part: Part, number: number): Span {
  const { time, length } = part.columns
  let first = Infinity
  let last = -Infinity
  for (let row = 0; row < length; row++) {
    const at = time[row] as number
    if (at < first) first = at
    if (!(at <= last)) last = Number.isNaN(at) ? Infinity : at
  }
  return { part, number, first, last }
}

function placed(spans: readonly Span[], start: number): Run {
  const parts = [...spans].sort((a, b) => a.number - b.number).map(({ part }) => part)
  const times = parts.map(({ columns }) => columns.time.subarray(0, columns.length))
  const end = times.reduce((sum, { length }) => sum + length, start)
  const place = isInOrder(times) ? null : placesOf(times, start)
  let at = 0
  const inRun = parts.map((part) => {
    const from = at
    at += part.columns.length
    return { ...part, place, at: from, start: start + from }
  })
  return { start, end, parts: inRun }
}

function placesOf(times: readonly Float64Array[], start: number): Uint32Array {
  const order = orderByTime(times)
  const place = new Uint32Array(order.length)
  for (let row = 0; row < order.length; row++) place[order[row] as number] = start + row
  release(order)
  return place
}
