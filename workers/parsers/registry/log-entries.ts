import type { Bytes } from '../../../src/model/units.js'
import { SECTOR } from './base-block.js'
import { marvin } from './marvin.js'

const MAGIC = 0x454c7648
const HEADER = 40
const REFERENCE = 8

/** One entry of a log of the new format: pages that belong together. */
export interface LogEntry {
  readonly at: Bytes
  readonly size: Bytes
  readonly sequence: number
  readonly pages: number
}

export interface LogEntries {
  readonly entries: readonly LogEntry[]
  /** An entry that was begun and does not match its hash, null where the log ends well. */
  readonly broken: { readonly at: Bytes; readonly found: string } | null
}

/** Entries up to the first that is none. Those behind it are older: a log is written over in turns. */
export function readLogEntries(log: Uint8Array): LogEntries {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength)
  const entries: LogEntry[] = []
  let at = SECTOR
  while (at + HEADER <= log.length && view.getUint32(at, true) === MAGIC) {
    const size = view.getUint32(at + 4, true)
    const pages = view.getUint32(at + 20, true)
    const found = fault(view, at, size, pages)
    if (found) return { entries, broken: { at, found } }
    entries.push({ at, size, sequence: view.getUint32(at + 12, true), pages })
    at += size
  }
  return { entries, broken: null }
}

function fault(view: DataView, at: number, size: Bytes, pages: number): string {
  if (size % SECTOR !== 0 || size < SECTOR) return `an entry of ${size} bytes`
  if (at + size > view.byteLength) return `an entry that ends behind the log, at ${at + size}`
  if (HEADER + pages * REFERENCE > size) return `${pages} pages`
  if (!matches(view, at + 32, marvin(view, at, at + 32))) return 'another hash of its header'
  if (!matches(view, at + 24, marvin(view, at + HEADER, at + size))) return 'another hash'
  return ''
}

function matches(view: DataView, at: number, [low, high]: readonly [number, number]): boolean {
  return view.getUint32(at, true) === low && view.getUint32(at + 4, true) === high
}

/** Calls `take` with each page: where it belongs behind the base block, and where it stands in the log. */
export function entryPages(
  log: Uint8Array,
  entry: LogEntry,
  take: (offset: number, from: Bytes, to: Bytes) => void,
): void {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength)
  const end = entry.at + entry.size
  let from = entry.at + HEADER + entry.pages * REFERENCE
  for (let page = 0; page < entry.pages; page++) {
    const reference = entry.at + HEADER + page * REFERENCE
    const to = from + view.getUint32(reference + 4, true)
    if (to > end) return
    take(view.getUint32(reference, true), from, to)
    from = to
  }
}
