import type { Entry, EntryResult } from '../../src/model/evidence.js'
import { FLAG_FOLDED, INTERNED, type EventColumns } from '../../src/model/event-table.js'
import type { EntryIndex } from '../../src/model/units.js'
import type { StoredBatch } from './batch-store.js'

const PLACE = ['time', 'tenths', 'offset', 'family'] as const
const REST = ['size', 'status', 'further', 'span', ...INTERNED] as const

export interface ReadEntry {
  readonly entry: Entry
  readonly result: EntryResult
  readonly host: number
  /** In their sequence, with the case's string indices. */
  readonly batches: readonly StoredBatch[]
}

/**
 * Older copies of logs that grew since, such as a shadow copy's: same host, log and parser, and row
 * for row the beginning of the longer one, what detections found in it included. Gives the longer
 * one for each. Anything else, be it one row that differs, is no copy: both count.
 */
export function olderCopies(read: readonly ReadEntry[]): Map<EntryIndex, EntryIndex> {
  const copies = new Map<EntryIndex, EntryIndex>()
  for (const group of sameNames(read)) {
    group.sort((a, b) => b.rows - a.rows || b.entry.size - a.entry.size)
    const longer: Log[] = []
    for (const log of group) {
      const newer = longer.find((other) => mayBeOlder(log, other) && startsWith(other, log))
      if (newer) copies.set(log.entry.index, newer.entry.index)
      else longer.push(log)
    }
  }
  return copies
}

interface Log extends ReadEntry {
  readonly rows: number
}

function sameNames(read: readonly ReadEntry[]): Log[][] {
  const groups = new Map<string, Log[]>()
  for (const one of read) {
    const { entry, host, result, batches } = one
    const rows = batches.reduce((sum, { columns }) => sum + columns.length, 0)
    if (rows === 0) continue
    const key = `${String(host)} ${String(result.parser)} ${nameOf(entry).name}`
    const log = { ...one, rows }
    const group = groups.get(key)
    if (group) group.push(log)
    else groups.set(key, [log])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

/** Each web site names its logs alike; a file without a folder may be any site's. */
function nameOf({ path }: Entry): { name: string; folder: string } {
  const [name = '', folder = ''] = path.toLowerCase().split('/').reverse()
  return { name, folder }
}

function mayBeOlder(log: Log, other: Log): boolean {
  // With as many rows it has to be shorter: bytes that differ were changed, not appended to.
  if (log.rows === other.rows && !(log.entry.size < other.entry.size)) return false
  const [a, b] = [nameOf(log.entry).folder, nameOf(other.entry).folder]
  return a === b || a === '' || b === ''
}

function startsWith(longer: Log, shorter: Log): boolean {
  const ours = new Place(shorter.batches)
  const theirs = new Place(longer.batches)
  for (let left = shorter.rows; left > 0; left--) {
    const [a, b] = [ours.columns(), theirs.columns()]
    if (!a || !b || !isSameRow(a, ours.row++, b, theirs.row++)) return false
  }
  return haveHits(longer, shorter)
}

/** A folded row of the longer log may hold records that came after the copy was made. */
function isSameRow(ours: EventColumns, a: number, theirs: EventColumns, b: number): boolean {
  if (!PLACE.every((name) => Object.is(ours[name][a], theirs[name][b]))) return false
  if (((theirs.flags[b] as number) & FLAG_FOLDED) === 0) {
    return REST.every((name) => ours[name][a] === theirs[name][b])
  }
  return (
    (ours.further[a] as number) <= (theirs.further[b] as number) &&
    (ours.size[a] as number) <= (theirs.size[b] as number)
  )
}

/** A place in an entry's batches. */
class Place {
  row = 0
  private next = 0
  private current: EventColumns | null = null

  constructor(private readonly batches: readonly StoredBatch[]) {}

  /** Those that have the row; null behind the last. */
  columns(): EventColumns | null {
    while (!this.current || this.row >= this.current.length) {
      const batch = this.batches[this.next++]
      if (!batch) return null
      this.current = batch.columns
      this.row = 0
    }
    return this.current
  }
}

/** Whether the longer log has what was found in the shorter: columns do not hold the whole record. */
function haveHits(longer: Log, shorter: Log): boolean {
  const theirs = new Set(hitsOf(longer))
  return hitsOf(shorter).every((hit) => theirs.has(hit))
}

function hitsOf({ batches }: Log): string[] {
  const hits: string[] = []
  let before = 0
  for (const { hits: triples, columns } of batches) {
    for (let at = 0; at + 2 < triples.length; at += 3) {
      const row = before + (triples[at] ?? 0)
      hits.push(`${String(row)} ${String(triples[at + 1])} ${String(triples[at + 2])}`)
    }
    before += columns.length
  }
  return hits
}
