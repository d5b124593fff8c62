import {
  allocateColumns,
  COLUMN_NAMES,
  INTERNED,
  type EventColumns,
  type EventTable,
} from '../../src/model/event-table.js'
import type { EntryIndex } from '../../src/model/units.js'
import type { BatchStore, StoredBatch } from './batch-store.js'
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
  const time = gather(parts, 'time', length, whole)
  const order = orderByTime(time)
  const columns = { length, time: permute(time, order) } as EventColumns
  for (const name of COLUMN_NAMES) {
    if (name === 'time') continue
    Object.assign(columns, { [name]: permute(gather(parts, name, length, whole), order) })
  }
  const entry = new Uint32Array(length)
  const hits: number[] = []
  let at = 0
  for (const part of parts) {
    entry.fill(part.entry, at, at + part.rows)
    pushHits(part.batch.hits, part.picked, at, hits)
    at += part.rows
  }
  const ordered = permute(entry, order)
  const table: EventTable = {
    ...columns,
    entry: ordered,
    host: Uint16Array.from(ordered, (index) => input.hostOfEntry[index] ?? 0),
    strings: whole ? renumber(columns, input.batches.strings) : input.batches.strings,
    hosts: input.hosts,
  }
  return { table, hits: orderHits(hits, order) }
}

interface Part {
  readonly entry: EntryIndex
  readonly batch: StoredBatch
  /** Rows taken, null for all. */
  readonly picked: Uint32Array | null
  readonly rows: number
}

function selectRows({ batches, leftOut, hitRowsOnly }: MergeInput): Part[] {
  const parts: Part[] = []
  let room = hitRowsOnly ?? Infinity
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
      parts.push({ entry, batch, picked, rows })
    }
  }
  return parts
}

type ColumnName = (typeof COLUMN_NAMES)[number]

/** One column of all parts, one behind the other. */
function gather<Name extends ColumnName>(
  parts: readonly Part[],
  name: Name,
  length: number,
  use: boolean,
): EventColumns[Name] {
  const all = allocateColumns(0)[name].constructor as new (length: number) => EventColumns[Name]
  const column = new all(length)
  let at = 0
  for (const { batch, picked, rows } of parts) {
    const source = batch.columns[name]
    if (picked) for (let row = 0; row < rows; row++) column[at + row] = source[picked[row]!]!
    else column.set(source, at)
    if (use) batch.columns = { ...batch.columns, [name]: source.slice(0, 0) }
    at += rows
  }
  return column
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

function pushHits(hits: Uint32Array, picked: Uint32Array | null, at: number, into: number[]): void {
  const place = picked && new Map([...picked].map((row, index) => [row, index]))
  for (let index = 0; index < hits.length; index += 3) {
    const row = place ? place.get(hits[index] as number) : hits[index]
    if (row === undefined) continue
    into.push(at + row, hits[index + 1] as number, hits[index + 2] as number)
  }
}

function orderHits(hits: readonly number[], order: Uint32Array): Uint32Array {
  const place = new Uint32Array(order.length)
  for (let at = 0; at < order.length; at++) place[order[at] as number] = at
  const triples: [number, number, number][] = []
  for (let at = 0; at < hits.length; at += 3) {
    triples.push([place[hits[at]!]!, hits[at + 1]!, hits[at + 2]!])
  }
  triples.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return Uint32Array.from(triples.flat())
}

function permute<T extends Float64Array | Uint8Array | Uint16Array | Uint32Array>(
  column: T,
  order: Uint32Array,
): T {
  const result = new (column.constructor as new (length: number) => T)(column.length)
  for (let at = 0; at < order.length; at++) result[at] = column[order[at]!]!
  return result
}
