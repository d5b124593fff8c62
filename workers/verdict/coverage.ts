import type { Coverage, Hole } from '../../src/model/coverage.js'
import { READABLE_SHARE, type EntryResult } from '../../src/model/evidence.js'
import { FAMILIES, familyIndex, type FamilyGroup } from '../../src/model/families.js'
import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  MICROSECONDS_PER_MILLISECOND,
  type Microseconds,
} from '../../src/model/units.js'
import type { AnalysisInput } from './analysis.js'
import { familyOfPath } from './family-of-path.js'

/** Exchange’s monitoring writes to some HttpProxy log every few minutes. */
export const HTTPPROXY_HOLE: Microseconds = 3 * MICROSECONDS_PER_HOUR
/** A site without monitoring may be quiet for a night, not for a day and a night. */
export const IIS_HOLE: Microseconds = 24 * MICROSECONDS_PER_HOUR
/**
 * The control panel's own log is written only when somebody, or Exchange's monitoring, uses the panel:
 * it may be silent for so much, at either end or between. A month without it is a month not seen.
 */
export const PANEL_HOLE: Microseconds = 7 * MICROSECONDS_PER_DAY
/** Families, then any HttpProxy protocol. */
const ANY = FAMILIES.length
const SLOTS = FAMILIES.length + 1

interface Stretch {
  first: Microseconds
  last: Microseconds
  events: number
  entries: number
  readonly holes: Hole[]
}

/** What each log family of each host covers; hosts in their order, families in theirs. */
export function measureCoverage(input: AnalysisInput): Coverage[] {
  const unusable = unusableEntries(input)
  const stretches = measure(input, unusable)
  const { hosts } = input.table
  return hosts.flatMap((host, hostIndex) =>
    Array.from({ length: SLOTS }, (_, slot) => {
      const stretch = stretches[hostIndex * SLOTS + slot]
      const bad = unusablePaths(input, unusable, hostIndex, slot)
      if (!stretch && bad.length === 0) return null
      const { first, last, events, entries, holes } = stretch ?? EMPTY
      const family = FAMILIES[slot]
      return {
        host,
        family: family?.id ?? ('httpproxy' as const),
        label: family?.label ?? 'HttpProxy, any protocol',
        first,
        last,
        holes,
        entries,
        events,
        unusable: bad,
      }
    }).filter((coverage) => coverage !== null),
  )
}

const EMPTY: Stretch = { first: NaN, last: NaN, events: 0, entries: 0, holes: [] }

function measure(
  { table, entries }: AnalysisInput,
  unusable: ReadonlySet<number>,
): (Stretch | undefined)[] {
  const stretches: (Stretch | undefined)[] = []
  const groups: FamilyGroup[] = FAMILIES.map((family) => family.group)
  const limits = FAMILIES.map(({ group }) => silenceLimit(group))
  const seen = new Uint8Array((entries.length + 1) * SLOTS)
  const take = (slot: number, row: number, limit: number): void => {
    const host = table.host[row] as number
    const entry = table.entry[row] as number
    const time = table.time[row] as number
    const at = host * SLOTS + slot
    let stretch = stretches[at]
    if (!stretch) {
      stretch = { first: NaN, last: NaN, events: 0, entries: 0, holes: [] }
      stretches[at] = stretch
    }
    stretch.events += 1 + (table.further[row] as number)
    if (seen[entry * SLOTS + slot] === 0) {
      seen[entry * SLOTS + slot] = 1
      stretch.entries++
    }
    if (Number.isNaN(time)) return
    if (Number.isNaN(stretch.first)) stretch.first = time
    else if (time - stretch.last > limit) stretch.holes.push({ from: stretch.last, to: time })
    const last = time + (table.span[row] as number) * MICROSECONDS_PER_MILLISECOND
    if (!(last <= stretch.last)) stretch.last = last
  }
  for (let row = 0; row < table.length; row++) {
    if (unusable.has(table.entry[row] as number)) continue
    const family = table.family[row] as number
    take(family, row, limits[family] ?? Infinity)
    if (groups[family] === 'httpproxy') take(ANY, row, HTTPPROXY_HOLE)
  }
  return stretches
}

/** One quiet protocol of HttpProxy is no hole. */
function silenceLimit(group: FamilyGroup): Microseconds {
  if (group === 'iis') return IIS_HOLE
  return group === 'ecp' ? PANEL_HOLE : Infinity
}

/** Files that count as missing: nothing in them, too little readable, not read, or no log at all. */
function unusableEntries({ entries, results }: AnalysisInput): Set<number> {
  const isBad = (result: EntryResult) => isUnusable(result, entries[result.entry]?.path ?? '')
  return new Set(results.filter(isBad).map((result) => result.entry))
}

function isUnusable(result: EntryResult, path: string): boolean {
  // A log by its folder and name whose bytes are no log: emptied, overwritten or damaged.
  if (result.parser === null) {
    const family = familyOfPath(path, null)
    return family !== null && family !== 'web-root'
  }
  if (result.events === 0) return true
  return result.unreadable > result.records * (1 - READABLE_SHARE)
}

function unusablePaths(
  { entries, hostOfEntry, results }: AnalysisInput,
  unusable: ReadonlySet<number>,
  host: number,
  slot: number,
): string[] {
  const parsers = new Map(results.map((result) => [result.entry, result.parser]))
  return entries
    .filter((entry) => (hostOfEntry[entry.index] ?? 0) === host)
    .filter((entry) => unusable.has(entry.index) || isUnread(entry.notReadReason))
    .filter((entry) => {
      const family = familyOfPath(entry.path, parsers.get(entry.index) ?? null)
      if (family === null) return false
      return slot === ANY ? family.startsWith('httpproxy-') : familyIndex(family) === slot
    })
    .map((entry) => entry.path)
    .sort()
}

function isUnread(reason: string): boolean {
  return reason !== ''
}
