import type { Microseconds } from '../../../src/model/units.js'
import { familyIndex } from '../../../src/model/families.js'
import type { EventSink } from '../../event-sink.js'
import type { StatedClock } from './stated-time.js'

export const REPORTED = familyIndex('reported')
/** Longer texts of a report are cut in the table; the record itself shows them whole. */
const MAX_TEXT = 400

/** What a tool says that it found, as a row; the place is that of its record in the report. */
export interface Claim {
  readonly time: Microseconds
  readonly tenths?: number
  readonly offset: number
  readonly size: number
  /** Plain words, beginning with who says so. */
  readonly action: string
  readonly target?: string
  readonly client?: string
  readonly user?: string
  readonly agent?: string
  readonly status?: number
}

/** Adds a row; its index. It is the tool's claim and no finding of our own: no detection sees it here. */
export function addClaim(sink: EventSink, claim: Claim): number {
  const row = sink.row()
  const { columns } = sink
  columns.time[row] = claim.time
  columns.tenths[row] = claim.tenths ?? 0
  columns.family[row] = REPORTED
  columns.offset[row] = claim.offset
  columns.size[row] = claim.size
  columns.action[row] = sink.internText(claim.action)
  columns.target[row] = sink.internText(shortened(claim.target ?? ''))
  columns.client[row] = sink.internText(shortened(claim.client ?? ''))
  columns.user[row] = sink.internText(shortened(claim.user ?? ''))
  columns.agent[row] = sink.internText(shortened(claim.agent ?? ''))
  columns.status[row] = claim.status ?? 0
  return row
}

/** One line of at most MAX_TEXT characters. */
export function shortened(text: string): string {
  const line = text.length > MAX_TEXT * 2 ? text.slice(0, MAX_TEXT * 2) : text
  const flat = line.replace(/\s+/g, ' ').trim()
  return flat.length > MAX_TEXT ? `${flat.slice(0, MAX_TEXT - 1)}…` : flat
}

/** Says once an entry what its times leave open; where they leave nothing open, says nothing. */
export function warnOfClock(sink: EventSink, clock: StatedClock, tool: string): void {
  if (clock.localSeen) {
    const what = `times of ${tool} are local time of its machine, zone unknown: shown as if UTC`
    sink.warn(0, what, 'a time with its zone', 'a time without one')
  }
  if (clock.monthAssumed) {
    const what = `dates of ${tool} are read with the month first, as AM and PM suggest`
    sink.warn(0, what, 'a date that can be read in one way', 'day and month that fit both ways')
  }
  if (clock.ambiguous) {
    const what = `day and month of ${tool} cannot be told apart: these rows are shown without a time`
    sink.warn(0, what, 'a date that can be read in one way', 'day and month that fit both ways')
  }
}

/** An HTTP status among the cells of a report; 0 where it is none. */
export function statusOfText(text: string): number {
  return /^[1-9]\d\d$/.test(text.trim()) ? Number(text) : 0
}
