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
import { logCuts, logKey, recordHoles } from './coverage-gaps.js'
import { withNotes } from './coverage-notes.js'
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

const known = new WeakMap<AnalysisInput, readonly Coverage[]>()

/**
 * What each log family of each host covers; hosts in their order, families in theirs. Worked out once
 * per analysis.
 */
export function measureCoverage(input: AnalysisInput): readonly Coverage[] {
  const cached = known.get(input)
  if (cached) return cached
  const measured = coverageOf(input)
  known.set(input, measured)
  return measured
}

function coverageOf(input: AnalysisInput): Coverage[] {
  const unusable = unusableEntries(input)
  const stretches = measure(input, unusable)
  const missing = recordHoles(input)
  const cuts = logCuts(input)
  const { hosts } = input.table
  const rows = hosts.map((host, hostIndex) =>
    Array.from({ length: SLOTS }, (_, slot) => {
      const stretch = stretches[hostIndex * SLOTS + slot]
      const bad = unusablePaths(input, unusable, hostIndex, slot)
      if (!stretch && bad.length === 0) return null
      const { first, last, events, entries, holes } = stretch ?? EMPTY
      const family = FAMILIES[slot]
      const key = logKey(hostIndex, slot)
      const gaps = slot === ANY ? [] : (missing.get(key) ?? [])
      return {
        host,
        family: family?.id ?? ('httpproxy' as const),
        label: family?.label ?? 'HttpProxy, any protocol',
        first,
        last,
        holes: gaps.length === 0 ? holes : [...holes, ...gaps].sort((a, b) => a.from - b.from),
        entries,
        events,
        unusable: bad,
        cuts: slot === ANY ? [] : (cuts.get(key) ?? []),
        notes: [],
      }
    }).filter((coverage) => coverage !== null),
  )
  return rows.flatMap(withNotes)
}

const EMPTY: Stretch = { first: NaN, last: NaN, events: 0, entries: 0, holes: [] }

function measure(
  { table, entries }: AnalysisInput,
  unusable: ReadonlySet<number>,
): (Stretch | undefined)[] {
  const { length, host, entry, time, family, further, span } = table
  const isProxy = Uint8Array.from(FAMILIES, ({ group }) => (group === 'httpproxy' ? 1 : 0))
  const left = Uint8Array.from(entries, ({ index }) => (unusable.has(index) ? 1 : 0))
  const rows = new StretchMeter(table.hosts.length, entries.length)
  for (let row = 0; row < length; row++) {
    const file = entry[row] as number
    if (left[file] === 1) continue
    const kind = family[row] as number
    const slot = (host[row] as number) * SLOTS
    const records = 1 + (further[row] as number)
    const from = time[row] as number
    const to = from + (span[row] as number) * MICROSECONDS_PER_MILLISECOND
    rows.take(slot + kind, file * SLOTS + kind, records, from, to)
    if (isProxy[kind] === 1) rows.take(slot + ANY, file * SLOTS + ANY, records, from, to)
  }
  return rows.stretches()
}

/** Stretches of all hosts and slots while rows go by, in order of their time. */
class StretchMeter {
  private readonly first: Float64Array
  private readonly last: Float64Array
  private readonly events: Float64Array
  private readonly entries: Uint32Array
  private readonly holes: Hole[][] = []
  private readonly seen: Uint8Array
  private readonly limits: Float64Array

  constructor(hosts: number, entries: number) {
    const silence = [...FAMILIES.map(({ group }) => silenceLimit(group)), HTTPPROXY_HOLE]
    this.limits = Float64Array.from({ length: hosts * SLOTS }, (_, at) => silence[at % SLOTS] ?? 0)
    this.first = new Float64Array(hosts * SLOTS).fill(NaN)
    this.last = new Float64Array(hosts * SLOTS).fill(NaN)
    this.events = new Float64Array(hosts * SLOTS)
    this.entries = new Uint32Array(hosts * SLOTS)
    this.seen = new Uint8Array(entries * SLOTS)
  }

  /** Records of one row in a slot; `from` is NaN where it states no time. */
  take(at: number, inEntry: number, records: number, from: Microseconds, to: Microseconds): void {
    const { first, last, events, entries, seen, limits } = this
    events[at]! += records
    if (seen[inEntry] === 0) {
      seen[inEntry] = 1
      entries[at]! += 1
    }
    if (Number.isNaN(from)) return
    const before = last[at] as number
    if (Number.isNaN(before)) first[at] = from
    else if (from - before > (limits[at] as number)) {
      ;(this.holes[at] ??= []).push({ from: before, to: from })
    }
    if (!(to <= before)) last[at] = to
  }

  stretches(): (Stretch | undefined)[] {
    return Array.from(this.events, (events, at) => {
      if (events === 0) return undefined
      const { first, last, entries, holes } = this
      return {
        first: first[at] as number,
        last: last[at] as number,
        events,
        entries: entries[at] as number,
        holes: holes[at] ?? [],
      }
    })
  }
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
