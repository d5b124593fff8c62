import {
  allocateColumns,
  COLUMN_NAMES,
  INTERNED,
  type EventColumns,
  type EventTable,
} from '../../src/model/event-table.js'
import type { EntryIndex } from '../../src/model/units.js'
import type { BatchStore, StoredBatch } from './batch-store.js'
import { release } from '../release.js'
import { scatter } from './scatter.js'
import { orderByTime } from './sort.js'

export interface MergeInput {
  readonly batches: BatchStore
  readonly hosts: readonly string[]
  /** Host of each entry. */
  readonly hostOfEntry: Uint16Array
  /** Entries whose rows count again what another entry holds. */
  readonly leftOut: ReadonlySet<EntryIndex>
  /** Only rows that some detection hit, as many as this; for the view while reading goes on. */
  readonly hitRowsOnly?: number
}

export interface Merged {
  readonly table: EventTable
  /** Triples row, detection, outcome, ordered by row, detection. */
  readonly hits: Uint32Array
}

/**
 * All batches as one table in the order (time, entry, offset), whatever order they came in. Unless only
 * hit rows are wanted, the batches are used up: each column goes as it is merged, so that rows are not
 * there twice.
 */
export function mergeBatches(input: MergeInput): Merged {
  const parts = selectRows(input)
  const whole = input.hitRowsOnly === undefined
  const length = parts.reduce((sum, { rows }) => sum + rows, 0)
  const time = gatheredTime(parts, length, whole)
  const place = placesByTime(time)
  const stretches = parts.map((part) => part.picked === null && isStretch(place, part))
  const columns = { length, time: inOrder(time, place) } as EventColumns
  for (const name of COLUMN_NAMES) {
    if (name === 'time') continue
    Object.assign(columns, { [name]: merged(parts, stretches, name, place, whole) })
  }
  const entry = new Uint32Array(length)
  const host = new Uint16Array(length)
  const hits: number[] = []
  for (const part of parts) {
    const partHost = input.hostOfEntry[part.entry] ?? 0
    const from = part.at
    for (let at = from; at < from + part.rows; at++) {
      const row = place[at] as number
      entry[row] = part.entry
      if (partHost !== 0) host[row] = partHost
    }
    pushHits(part, hits)
  }
  const table: EventTable = {
    ...columns,
    entry,
    host,
    strings: whole ? renumber(columns, input.batches.strings) : input.batches.strings,
    hosts: input.hosts,
  }
  return { table, hits: orderHits(hits, place) }
}

interface Part {
  readonly entry: EntryIndex
  readonly batch: StoredBatch
  /** Rows taken, null for all. */
  readonly picked: Uint32Array | null
  readonly rows: number
  /** Rows of the parts before it. */
  readonly at: number
}

function selectRows({ batches, leftOut, hitRowsOnly }: MergeInput): Part[] {
  const parts: Part[] = []
  let room = hitRowsOnly ?? Infinity
  let at = 0
  for (const entry of batches.entries) {
    if (leftOut.has(entry)) continue
    for (const batch of batches.of(entry)) {
      let picked: Uint32Array | null = null
      if (hitRowsOnly !== undefined) {
        const rows = new Set<number>()
        for (let at = 0; at < batch.hits.length; at += 3) rows.add(batch.hits[at] as number)
        picked = Uint32Array.from(rows).sort().subarray(0, room)
      }
      const rows = picked ? picked.length : batch.columns.length
      room -= rows
      parts.push({ entry, batch, picked, rows, at })
      at += rows
    }
  }
  return parts
}

type ColumnName = (typeof COLUMN_NAMES)[number]

/** Times of all parts, one behind the other. With `use` the parts give them up. */
function gatheredTime(parts: readonly Part[], length: number, use: boolean): Float64Array {
  const time = new Float64Array(length)
  for (const { batch, picked, rows, at } of parts) {
    const source = batch.columns.time
    if (picked) for (let row = 0; row < rows; row++) time[at + row] = source[picked[row]!]!
    else time.set(source.subarray(0, rows), at)
  }
  if (use) releaseColumn(parts, 'time')
  return time
}

/** Row in the table for each row of the parts, one behind the other. */
function placesByTime(time: Float64Array): Uint32Array {
  const order = orderByTime(time)
  const place = new Uint32Array(order.length)
  for (let row = 0; row < order.length; row++) place[order[row] as number] = row
  release(order)
  return place
}

function inOrder(time: Float64Array, place: Uint32Array): Float64Array {
  const ordered = new Float64Array(time.length)
  for (let at = 0; at < time.length; at++) ordered[place[at] as number] = time[at] as number
  release(time)
  return ordered
}

/** One column of all parts, each row at its place. With `use` the parts give it up. */
function merged<Name extends ColumnName>(
  parts: readonly Part[],
  stretches: readonly boolean[],
  name: Name,
  place: Uint32Array,
  use: boolean,
): EventColumns[Name] {
  const all = allocateColumns(0)[name].constructor as new (length: number) => EventColumns[Name]
  const column = new all(place.length)
  for (const [index, { batch, picked, rows, at }] of parts.entries()) {
    const source = batch.columns[name]
    if (picked) {
      for (let row = 0; row < rows; row++) column[place[at + row]!] = source[picked[row]!]!
    } else if (stretches[index]) column.set(source.subarray(0, rows), place[at])
    else scatter(source, column, place, at, rows)
  }
  if (use) releaseColumn(parts, name)
  return column
}

/** Batches stand together in few buffers. */
function releaseColumn(parts: readonly Part[], name: ColumnName): void {
  const buffers = new Map(parts.map(({ batch: { columns } }) => [columns[name].buffer, columns]))
  for (const columns of buffers.values()) release(columns[name])
}

/** Whether rows of a part stand together and in their order, as where logs follow each other. */
function isStretch(place: Uint32Array, { at, rows }: Part): boolean {
  const start = place[at] ?? 0
  if (place[at + rows - 1] !== start + rows - 1) return false
  for (let row = 1; row < rows; row++) if (place[at + row] !== start + row) return false
  return true
}

/** Strings by first sight in the table, so that their order does not tell in which order batches came. */
function renumber(columns: EventColumns, strings: readonly string[]): string[] {
  const numbers = new Uint32Array(strings.length)
  const ordered = ['']
  for (const name of INTERNED) {
    const column = columns[name]
    for (let row = 0; row < columns.length; row++) {
      const index = column[row] as number
      if (index === 0) continue
      let number = numbers[index] as number
      if (number === 0) {
        number = ordered.push(strings[index] ?? '') - 1
        numbers[index] = number
      }
      column[row] = number
    }
  }
  return ordered
}

/** Triples of row in all parts, detection, outcome. */
function pushHits({ batch: { hits }, picked, at }: Part, into: number[]): void {
  const index = picked && new Map([...picked].map((row, index) => [row, index]))
  for (let hit = 0; hit < hits.length; hit += 3) {
    const row = index ? index.get(hits[hit] as number) : hits[hit]
    if (row === undefined) continue
    into.push(at + row, hits[hit + 1] as number, hits[hit + 2] as number)
  }
}

function orderHits(hits: readonly number[], place: Uint32Array): Uint32Array {
  const triples: [number, number, number][] = []
  for (let at = 0; at < hits.length; at += 3) {
    triples.push([place[hits[at]!]!, hits[at + 1]!, hits[at + 2]!])
  }
  triples.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return Uint32Array.from(triples.flat())
}
