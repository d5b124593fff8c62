import type { Entry, EntryResult } from '../../src/model/evidence.js'
import type { EventBatch, EventColumns } from '../../src/model/event-table.js'
import type { EntryIndex } from '../../src/model/units.js'

const NUMBERS = ['time', 'offset', 'size', 'status', 'family', 'tenths'] as const
const TEXTS = ['target', 'client', 'user', 'agent', 'action', 'forwarded'] as const

export interface ReadEntry {
  readonly entry: Entry
  readonly result: EntryResult
  readonly host: number
  /** In their sequence. */
  readonly batches: readonly EventBatch[]
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
  const sameText = textComparison(ours.strings, theirs.strings)
  for (let left = shorter.rows; left > 0;) {
    const [a, b] = [ours.columns(), theirs.columns()]
    if (!a || !b) return false
    const rows = Math.min(a.length - ours.row, b.length - theirs.row)
    for (const name of NUMBERS) {
      const [one, other] = [a[name], b[name]]
      for (let row = 0; row < rows; row++) {
        if (!Object.is(one[ours.row + row], other[theirs.row + row])) return false
      }
    }
    for (const name of TEXTS) {
      const [one, other] = [a[name], b[name]]
      for (let row = 0; row < rows; row++) {
        if (!sameText(one[ours.row + row] ?? 0, other[theirs.row + row] ?? 0)) return false
      }
    }
    ours.row += rows
    theirs.row += rows
    left -= rows
  }
  return haveHits(longer, shorter)
}

/** Each entry numbers its strings by itself; those once seen to be equal are known by number. */
function textComparison(
  ours: readonly string[],
  theirs: readonly string[],
): (a: number, b: number) => boolean {
  const equal: number[] = []
  return (a, b) => {
    if (equal[a] === b) return true
    if ((ours[a] ?? '') !== (theirs[b] ?? '')) return false
    equal[a] = b
    return true
  }
}

/** A place in an entry's batches, and the strings up to it. */
class Place {
  row = 0
  readonly strings: string[] = []
  private next = 0
  private current: EventColumns | null = null

  constructor(private readonly batches: readonly EventBatch[]) {}

  /** Those that have the row; null behind the last. */
  columns(): EventColumns | null {
    while (!this.current || this.row >= this.current.length) {
      const batch = this.batches[this.next++]
      if (!batch) return null
      for (const text of batch.newStrings) this.strings.push(text)
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
