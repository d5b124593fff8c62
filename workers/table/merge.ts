import {
  allocateColumns,
  COLUMN_NAMES,
  INTERNED,
  type EventColumns,
  type EventTable,
  type RowSession,
} from '../../src/model/event-table.js'
import type { EntryIndex } from '../../src/model/units.js'
import type { BatchStore, StoredBatch } from './batch-store.js'
import { release } from '../release.js'
import { Renumbering } from './renumbering.js'
import { placeRows, type Part, type Run } from './runs.js'
import { scatter } from './scatter.js'

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
  /** Keys of rows, ascending. */
  readonly sessions: readonly RowSession[]
}

/**
 * All batches as one table in the order (time, entry, offset), whatever order they came in. Unless only
 * hit rows are wanted, the batches are used up: each column goes as it is merged, so that rows are not
 * there twice.
 */
export function mergeBatches(input: MergeInput): Merged {
  const parts = selectParts(input)
  const whole = input.hitRowsOnly === undefined
  const runs = placeRows(parts)
  const length = runs.at(-1)?.end ?? 0
  const { strings } = input.batches
  const renumbering = whole ? new Renumbering(strings) : null
  const columns = { length } as EventColumns
  for (const name of COLUMN_NAMES) {
    Object.assign(columns, { [name]: merged(runs, name, length, renumbering) })
    if (whole) releaseColumn(parts, name)
  }
  const entry = new Uint32Array(length)
  const host = new Uint16Array(length)
  const hits: number[] = []
  const sessions: RowSession[] = []
  for (const part of runs.flatMap((run) => run.parts)) {
    const { at, place, start } = part
    const end = start + part.columns.length
    const partHost = input.hostOfEntry[part.entry] ?? 0
    if (place) {
      for (let row = start; row < end; row++) {
        const to = place[at + row - start] as number
        entry[to] = part.entry
        host[to] = partHost
      }
    } else {
      entry.fill(part.entry, start, end)
      host.fill(partHost, start, end)
    }
    for (let hit = 0; hit < part.hits.length; hit += 3) {
      const row = part.hits[hit] as number
      hits.push(place ? (place[at + row] as number) : start + row)
      hits.push(part.hits[hit + 1] as number, part.hits[hit + 2] as number)
    }
    for (const session of part.sessions ?? []) {
      const row = place ? (place[at + session.row] as number) : start + session.row
      sessions.push({ ...session, row })
    }
  }
  const table: EventTable = {
    ...columns,
    entry,
    host,
    strings: renumbering ? renumbering.strings : strings,
    hosts: input.hosts,
  }
  sessions.sort((a, b) => a.row - b.row)
  return { table, hits: orderHits(hits), sessions }
}

function selectParts({ batches, leftOut, hitRowsOnly }: MergeInput): Part[] {
  const parts: Part[] = []
  let room = hitRowsOnly ?? Infinity
  for (const entry of batches.entries) {
    if (leftOut.has(entry)) continue
    for (const batch of batches.of(entry)) {
      const part = hitRowsOnly === undefined ? batch : hitRows(batch, room)
      room -= part.columns.length
      parts.push({ entry, ...part })
    }
  }
  return parts
}

/** The rows of a batch that were hit, `most` of them. */
function hitRows({ columns, hits, sessions = [] }: StoredBatch, most: number): StoredBatch {
  const hit = new Set<number>()
  for (let at = 0; at < hits.length; at += 3) hit.add(hits[at] as number)
  const rows = Uint32Array.from(hit).sort().subarray(0, most)
  const chosen = allocateColumns(rows.length)
  chosen.length = rows.length
  for (const name of COLUMN_NAMES)
    rows.forEach((row, at) => (chosen[name][at] = columns[name][row]!))
  const numbers = new Map([...rows].map((row, at) => [row, at]))
  const kept: number[] = []
  for (let at = 0; at < hits.length; at += 3) {
    const row = numbers.get(hits[at] as number)
    if (row !== undefined) kept.push(row, hits[at + 1] as number, hits[at + 2] as number)
  }
  const keptSessions = sessions.flatMap((session) => {
    const row = numbers.get(session.row)
    return row === undefined ? [] : [{ ...session, row }]
  })
  return { columns: chosen, hits: Uint32Array.from(kept), sessions: keptSessions }
}

type ColumnName = (typeof COLUMN_NAMES)[number]

const TEXTS: ReadonlySet<ColumnName> = new Set(INTERNED)

/** One column of all parts, each row at its place; strings under their new numbers. */
function merged<Name extends ColumnName>(
  runs: readonly Run[],
  name: Name,
  length: number,
  renumbering: Renumbering | null,
): EventColumns[Name] {
  const all = allocateColumns(0)[name].constructor as new (length: number) => EventColumns[Name]
  const column = new all(length)
  const texts = renumbering && TEXTS.has(name) ? renumbering : null
  for (const { start, end, parts } of runs) {
    for (const { at, columns, place, start: from } of parts) {
      const source = columns[name].subarray(0, columns.length)
      if (place) scatter(source, column, place, at)
      else if (texts) texts.copy(source as Uint32Array, column as Uint32Array, from)
      else column.set(source, from)
    }
    if (texts && parts[0]?.place) texts.replace((column as Uint32Array).subarray(start, end))
  }
  return column
}

/** Batches stand together in few buffers. */
function releaseColumn(parts: readonly Part[], name: ColumnName): void {
  const buffers = new Map(parts.map(({ columns }) => [columns[name].buffer, columns]))
  for (const columns of buffers.values()) release(columns[name])
}

/** Triples of row, detection, outcome. */
function orderHits(hits: readonly number[]): Uint32Array {
  const triples: [number, number, number][] = []
  for (let at = 0; at < hits.length; at += 3)
    triples.push([hits[at]!, hits[at + 1]!, hits[at + 2]!])
  triples.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return Uint32Array.from(triples.flat())
}
