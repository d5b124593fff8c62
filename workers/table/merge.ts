import {
  allocateColumns,
  COLUMN_NAMES,
  type EventBatch,
  type EventColumns,
  type EventTable,
} from '../../src/model/event-table.js'
import type { EntryIndex } from '../../src/model/units.js'
import { orderByTime } from './sort.js'

const INTERNED = ['client', 'forwarded', 'user', 'agent', 'action', 'target'] as const

export interface MergeInput {
  /** Batches of each entry, in their sequence. */
  readonly batches: ReadonlyMap<EntryIndex, readonly EventBatch[]>
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

/** All batches as one table in the order (time, entry, offset), whatever order they came in. */
export function mergeBatches(input: MergeInput): Merged {
  const selected = selectRows(input)
  const length = selected.reduce((sum, part) => sum + part.rows, 0)
  const columns = allocateColumns(length)
  columns.length = length
  const entry = new Uint32Array(length)
  const host = new Uint16Array(length)
  const strings = new StringPool()
  const hits: number[] = []

  let at = 0
  let local: number[] = []
  let localEntry = -1
  for (const { batch, picked, rows } of selected) {
    if (batch.entry !== localEntry) {
      local = []
      localEntry = batch.entry
    }
    for (const text of batch.newStrings) local.push(strings.add(text))
    copy(batch.columns, picked, rows, columns, at)
    for (const name of INTERNED) {
      const column = columns[name]
      for (let row = at; row < at + rows; row++) column[row] = local[column[row] as number] ?? 0
    }
    entry.fill(batch.entry, at, at + rows)
    host.fill(input.hostOfEntry[batch.entry] ?? 0, at, at + rows)
    pushHits(batch.hits, picked, at, hits)
    at += rows
  }

  const order = orderByTime(columns.time)
  const table: EventTable = {
    ...permuted(columns, order),
    entry: permute(entry, order),
    host: permute(host, order),
    strings: strings.all,
    hosts: input.hosts,
  }
  return { table, hits: orderHits(hits, order) }
}

interface Part {
  readonly batch: EventBatch
  /** Rows taken, null for all. */
  readonly picked: Uint32Array | null
  readonly rows: number
}

function selectRows({ batches, leftOut, hitRowsOnly }: MergeInput): Part[] {
  const parts: Part[] = []
  let room = hitRowsOnly ?? Infinity
  for (const entry of [...batches.keys()].sort((a, b) => a - b)) {
    if (leftOut.has(entry)) continue
    for (const batch of batches.get(entry) ?? []) {
      let picked: Uint32Array | null = null
      if (hitRowsOnly !== undefined) {
        const rows = new Set<number>()
        for (let at = 0; at < batch.hits.length; at += 3) rows.add(batch.hits[at] as number)
        picked = Uint32Array.from(rows).sort().subarray(0, room)
      }
      const rows = picked ? picked.length : batch.columns.length
      room -= rows
      parts.push({ batch, picked, rows })
    }
  }
  return parts
}

function copy(
  from: EventColumns,
  picked: Uint32Array | null,
  rows: number,
  to: EventColumns,
  at: number,
): void {
  for (const name of COLUMN_NAMES) {
    const source = from[name]
    const target = to[name]
    if (picked) for (let row = 0; row < rows; row++) target[at + row] = source[picked[row]!]!
    else target.set(source, at)
  }
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

function permuted(columns: EventColumns, order: Uint32Array): EventColumns {
  const result = { length: columns.length } as EventColumns
  for (const name of COLUMN_NAMES) {
    Object.assign(result, { [name]: permute(columns[name], order) })
  }
  return result
}

function permute<T extends Float64Array | Uint8Array | Uint16Array | Uint32Array>(
  column: T,
  order: Uint32Array,
): T {
  const result = column.slice() as T
  for (let at = 0; at < order.length; at++) result[at] = column[order[at]!]!
  return result
}

class StringPool {
  readonly all: string[] = ['']
  private readonly index = new Map<string, number>([['', 0]])

  add(text: string): number {
    const known = this.index.get(text)
    if (known !== undefined) return known
    const index = this.all.length
    this.all.push(text)
    this.index.set(text, index)
    return index
  }
}
