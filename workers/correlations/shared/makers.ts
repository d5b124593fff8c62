import { FAMILIES, familyIndex } from '../../../src/model/families.js'
import {
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from '../../../src/model/units.js'
import { DETECTIONS } from '../../detections/index.js'
import type { AnalysisInput } from '../../verdict/analysis.js'
import { scriptRequests, SENT_OK } from './script-requests.js'

/**
 * NTFS states times to 100 ns, IIS whole seconds, cut off, and both take the one clock of the server: a
 * record can state a second before the file's birth. One more for a record that is written late.
 */
const BEFORE_BIRTH: Microseconds = 2 * MICROSECONDS_PER_SECOND
/** A request is recorded when it ends; ASP.NET ends one after 110 s. */
const AFTER_BIRTH: Microseconds = 2 * MICROSECONDS_PER_MINUTE
/** A mailbox is exported by a service that looks for work now and then, not by the command itself. */
const EXPORT_WITHIN: Microseconds = 30 * MICROSECONDS_PER_MINUTE
/** Files' times in a zip go in steps of two seconds, odd ones either way. */
const ARCHIVE_STEP: Microseconds = 2 * MICROSECONDS_PER_SECOND
/** Offsets of clocks from UTC go by a quarter of an hour, fourteen hours at most. */
const ZONE_STEP: Microseconds = 15 * MICROSECONDS_PER_MINUTE
const MOST_OFFSET: Microseconds = 14 * 60 * MICROSECONDS_PER_MINUTE

/** Records of one host that can have written a file, in order of time. */
export interface Makers {
  readonly rows: readonly number[]
  readonly times: readonly Microseconds[]
  /** 1 for cmdlets whose file comes later. */
  readonly late: readonly boolean[]
}

const IS_CMDLET = new Set(
  (['evtx-management', 'cmdlet-infra', 'admin-audit'] as const).map(familyIndex),
)
const FILES = new Set(['files', 'ntfs', 'system', 'reported'])
const IS_FILE = FAMILIES.map(({ group }) => FILES.has(group))

/** For each host: whatever proves a break-in, and orders to planted pages. */
export function makersOf(input: AnalysisInput): Makers[] {
  const { table, hits } = input
  const found = new Set<number>()
  for (let at = 0; at < hits.length; at += 3) {
    const outcome = DETECTIONS[hits[at + 1] as number]?.outcomes[hits[at + 2] as number]
    const row = hits[at] as number
    if (outcome?.rung === 'exploited' && !IS_FILE[table.family[row] as number]) found.add(row)
  }
  for (const { path, marks } of scriptRequests(input)) {
    if (path.kind !== 'exchange') continue
    for (const { row, kind } of marks) if (kind === SENT_OK) found.add(row)
  }
  const rows = [...found].filter((row) => !Number.isNaN(table.time[row])).sort((a, b) => a - b)
  return table.hosts.map((_, host) => {
    const own = rows.filter((row) => table.host[row] === host)
    return {
      rows: own,
      times: own.map((row) => table.time[row] as number),
      late: own.map((row) => IS_CMDLET.has(table.family[row] as number)),
    }
  })
}

/** Those within the tolerance of a birth, in order. */
export function makersAt({ rows, times, late }: Makers, birth: Microseconds): number[] {
  const found: number[] = []
  for (let at = firstFrom(times, birth - EXPORT_WITHIN); at < times.length; at++) {
    const time = times[at] as number
    if (time > birth + AFTER_BIRTH) break
    if (time >= birth - BEFORE_BIRTH || late[at] === true) found.push(rows[at] as number)
  }
  return found
}

export interface ZoneFit {
  readonly row: number
  /** What the archive's clock is ahead of UTC, if this is so. */
  readonly offset: Microseconds
}

/** Of those that fit a time of an archive, which states no zone, the first: none says more. */
export function makerAtLocal({ rows, times }: Makers, local: Microseconds): ZoneFit | null {
  for (let at = firstFrom(times, local - MOST_OFFSET); at < times.length; at++) {
    const ahead = local - (times[at] as number)
    if (ahead < -MOST_OFFSET) break
    const offset = Math.round(ahead / ZONE_STEP) * ZONE_STEP
    if (Math.abs(ahead - offset) <= ARCHIVE_STEP + BEFORE_BIRTH)
      return { row: rows[at] as number, offset }
  }
  return null
}

function firstFrom(times: readonly Microseconds[], from: Microseconds): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] as number) < from) low = middle + 1
    else high = middle
  }
  return low
}
