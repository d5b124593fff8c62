import type { EventTable, RecordLocation } from '../../src/model/event-table.js'
import { FAMILIES, type FamilyGroup } from '../../src/model/families.js'
import {
  MICROSECONDS_PER_MILLISECOND,
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type Bytes,
  type EntryIndex,
  type Microseconds,
} from '../../src/model/units.js'
import type { ChainRow, LogStretch } from '../protocol.js'
import { firstAt } from './first-at.js'

/** Logs that a request through Exchange leaves records in. */
const GROUPS: ReadonlySet<FamilyGroup> = new Set(['iis', 'httpproxy', 'ecp', 'exchange'])
/** Around a record's time: clocks are the same, but a record is written when its request has ended. */
const WINDOWS = [
  5 * MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_MINUTE,
  10 * MICROSECONDS_PER_SECOND,
] as const
/** Of one log so much is read again at most; where more lies in a window, a narrower one counts. */
const MAX_STRETCH: Bytes = 32 << 20
/** Logs that are read again for one record. */
const MAX_LOGS = 40

/** A stretch while rows are gone through. */
interface Reach {
  readonly entry: EntryIndex
  from: Bytes
  to: Bytes
}

/**
 * Where records of a request that was logged in `entry` at `time` can stand: the stretch of each other
 * log of the same host that the rows around that time take, folded rows with all that they stand for.
 */
export function logsAround(
  table: EventTable,
  entry: EntryIndex,
  time: Microseconds,
): { readonly stretches: readonly LogStretch[]; readonly leftOut: number } {
  const found = new Map<EntryIndex, LogStretch>()
  let logs = 0
  for (const window of WINDOWS) {
    const reached = reaches(table, entry, time, window)
    logs = Math.max(logs, reached.size)
    for (const { from, to, entry: log } of reached.values()) {
      if (!found.has(log) && to - from <= MAX_STRETCH) {
        found.set(log, { entry: log, from, to, window })
      }
    }
    if (found.size === logs) break
  }
  const stretches = [...found.values()].slice(0, MAX_LOGS)
  return { stretches, leftOut: logs - stretches.length }
}

function reaches(
  table: EventTable,
  own: EntryIndex,
  time: Microseconds,
  window: Microseconds,
): Map<EntryIndex, Reach> {
  const reached = new Map<EntryIndex, Reach>()
  const host = hostOf(table, own, time, window)
  if (host < 0) return reached
  const wanted = FAMILIES.map(({ group }) => GROUPS.has(group))
  // A folded row begins up to the longest span before.
  const first = firstAt(table.time, time - window - MICROSECONDS_PER_MINUTE)
  for (let row = first; row < table.length; row++) {
    const from = table.time[row] as number
    if (!(from <= time + window)) break
    if (from + (table.span[row] as number) * MICROSECONDS_PER_MILLISECOND < time - window) continue
    const entry = table.entry[row] as number
    if (entry === own || table.host[row] !== host) continue
    if (!wanted[table.family[row] as number]) continue
    const offset = table.offset[row] as number
    const end = offset + (table.size[row] as number)
    const reach = reached.get(entry)
    if (!reach) reached.set(entry, { entry, from: offset, to: end })
    else {
      reach.from = Math.min(reach.from, offset)
      reach.to = Math.max(reach.to, end)
    }
  }
  return reached
}

/** Host of the entry by its own rows, -1 where it has none there. */
function hostOf(
  table: EventTable,
  entry: EntryIndex,
  time: Microseconds,
  window: Microseconds,
): number {
  for (let row = firstAt(table.time, time - window); row < table.length; row++) {
    if (!((table.time[row] as number) <= time + window)) return -1
    if (table.entry[row] === entry) return table.host[row] as number
  }
  return -1
}

/**
 * What the table says of records by their places, around `time`; of one that a folded row stands for,
 * what all of those have in common. A record that no row stands for is left out.
 */
export function chainRows(
  table: EventTable,
  locations: readonly RecordLocation[],
  time: Microseconds,
): ChainRow[] {
  const rows: ChainRow[] = []
  const left = new Set(locations)
  const [window] = WINDOWS
  const first = firstAt(table.time, time - window - MICROSECONDS_PER_MINUTE)
  for (let row = first; row < table.length && left.size > 0; row++) {
    if (!((table.time[row] as number) <= time + window)) break
    for (const location of left) {
      if (!standsFor(table, row, location)) continue
      left.delete(location)
      rows.push(rowAt(table, row, location))
    }
  }
  return rows
}

function standsFor(table: EventTable, row: number, { entry, offset }: RecordLocation): boolean {
  if (table.entry[row] !== entry) return false
  const from = table.offset[row] as number
  if ((table.further[row] as number) === 0) return from === offset
  return from <= offset && offset < from + (table.size[row] as number)
}

function rowAt(table: EventTable, row: number, location: RecordLocation): ChainRow {
  const text = (index: number | undefined): string => table.strings[index ?? 0] ?? ''
  const folded = (table.further[row] as number) > 0
  return {
    entry: location.entry,
    offset: location.offset,
    size: location.size,
    time: table.time[row] as number,
    family: (FAMILIES[table.family[row] as number] ?? FAMILIES[0]).id,
    user: text(table.user[row]),
    action: text(table.action[row]),
    target: text(table.target[row]),
    status: table.status[row] as number,
    folded,
  }
}
