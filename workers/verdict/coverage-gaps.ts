import type { Cut, Hole } from '../../src/model/coverage.js'
import { FAMILIES, familyIndex, type FamilyId } from '../../src/model/families.js'
import type { Microseconds } from '../../src/model/units.js'
import type { AnalysisInput } from './analysis.js'
import { familyOfPath } from './family-of-path.js'
import { counted } from './finding-parts.js'

/** Ids of events that tell of a log that was emptied: 1102 and 517 of Security, 104 of any other. */
const CLEARED: ReadonlySet<number> = new Set([1102, 104, 517])
const CLEARED_WORDS = /\blog cleared\b/i
/** Emptied logs told of one family; more hide the first. */
const MOST_CUTS = 16

/** Keyed `host * FAMILIES.length + family`. */
export type ByLog<T> = ReadonlyMap<number, readonly T[]>

export function logKey(host: number, family: number): number {
  return host * FAMILIES.length + family
}

/** Stretches whose records are missing by their numbers, and that no other entry holds events of. */
export function recordHoles(input: AnalysisInput): ByLog<Hole> {
  const gaps = input.gaps.filter(({ from, to }) => from <= to)
  const wanted = new Set(gaps.map(({ host, family }) => logKey(host, family)))
  const events = wanted.size > 0 ? eventsOf(input, wanted) : new Map<number, LogEvents>()
  const holes = new Map<number, Hole[]>()
  for (const { host, family, from, to, missing, excerpt, entry } of gaps) {
    const key = logKey(host, family)
    if (!excerpt && hasOther(events.get(key), entry, from, to)) continue
    const records = counted(missing, 'record')
    const why = excerpt ? `most records: it is an excerpt (${records} missing)` : records
    push(holes, key, { from, to, why })
  }
  for (const own of holes.values()) own.sort((a, b) => a.from - b.from || a.to - b.to)
  return holes
}

interface LogEvents {
  readonly times: Microseconds[]
  readonly entries: number[]
}

/** By time, as the table is. */
function eventsOf({ table }: AnalysisInput, wanted: ReadonlySet<number>): Map<number, LogEvents> {
  const found = new Map<number, LogEvents>()
  for (let row = 0; row < table.length; row++) {
    const key = logKey(table.host[row] as number, table.family[row] as number)
    if (!wanted.has(key)) continue
    const own = found.get(key) ?? { times: [], entries: [] }
    found.set(key, own)
    own.times.push(table.time[row] as number)
    own.entries.push(table.entry[row] as number)
  }
  return found
}

function hasOther(
  events: LogEvents | undefined,
  entry: number,
  from: Microseconds,
  to: Microseconds,
): boolean {
  if (!events) return false
  const { times, entries } = events
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] as number) <= from) low = middle + 1
    else high = middle
  }
  for (let at = low; at < times.length && (times[at] as number) < to; at++)
    if (entries[at] !== entry) return true
  return false
}

/** Logs that were emptied, by the events that tell so. */
export function logCuts({ table }: AnalysisInput): ByLog<Cut> {
  const { strings } = table
  const isEvent = FAMILIES.map(({ group }) => group === 'evtx')
  const cuts = new Map<number, Cut[]>()
  for (let row = 0; row < table.length; row++) {
    if (!CLEARED.has(table.status[row] as number)) continue
    if (!isEvent[table.family[row] as number]) continue
    const action = strings[table.action[row] as number] ?? ''
    if (!CLEARED_WORDS.test(action)) continue
    const channel = strings[table.target[row] as number] ?? ''
    const family = familyOfChannel(/^Security/i.test(action) ? 'Security' : channel)
    if (family === null) continue
    const key = logKey(table.host[row] as number, familyIndex(family))
    const user = strings[table.user[row] as number] ?? ''
    const what = `${action}${user === '' ? '' : ` by ${user}`}`
    if ((cuts.get(key)?.length ?? 0) < MOST_CUTS)
      push(cuts, key, { time: table.time[row] as number, what })
  }
  return cuts
}

/** `MSExchange Management saved to C:\…`: the log by its name, as its file would be known by. */
function familyOfChannel(text: string): FamilyId | null {
  const name = text.split(' saved to ')[0]?.trim().replaceAll('/', '%4') ?? ''
  return name === '' ? null : familyOfPath(`${name}.evtx`, null)
}

function push<T>(map: Map<number, T[]>, key: number, value: T): void {
  const known = map.get(key)
  if (known) known.push(value)
  else map.set(key, [value])
}
