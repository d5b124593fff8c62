import { formatIso } from '../../../src/model/time.js'
import type { Bytes, Microseconds } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import type { WindowsEvent } from './windows-event.js'

/** Runs of one log kept; chunks of a log that went round come in few. */
const MAX_RUNS = 4_096
/** Logs told apart; a collector of forwarded events has one a computer. */
const MAX_LOGS = 256
/** Gaps of one log that are told one by one, the greatest. */
const MAX_TOLD = 16

/** Runs of an excerpt are shorter on average: a filter takes one event here and one there. */
const SHORT_RUN = 4

/** Records that follow each other without a gap. */
interface Run {
  first: number
  last: number
  firstTime: Microseconds
  lastTime: Microseconds
  readonly offset: Bytes
}

/** Record numbers of one channel of one computer. */
class LogRuns {
  records = 0
  private runs: Run[] = []
  private open: Run | null = null
  /** Numbers are so scattered that runs mean nothing. */
  scattered = false
  lowest = Infinity
  highest = -Infinity
  firstTime = NaN
  lastTime = NaN

  constructor(
    readonly channel: string,
    readonly computer: string,
    /** Of its first event. */
    readonly family: number,
  ) {}

  add(record: number, time: Microseconds, offset: Bytes): void {
    this.records++
    if (record < this.lowest) this.lowest = record
    if (record > this.highest) this.highest = record
    if (!(this.firstTime <= time) && !Number.isNaN(time)) this.firstTime = time
    if (!(this.lastTime >= time) && !Number.isNaN(time)) this.lastTime = time
    if (this.scattered) return
    const { open } = this
    if (open && record === open.last + 1) {
      open.last = record
      open.lastTime = time
    } else if (!open || record < open.first || record > open.last) {
      if (this.runs.length === MAX_RUNS) this.merge()
      this.open = { first: record, last: record, firstTime: time, lastTime: time, offset }
      this.runs.push(this.open)
    }
  }

  /** Runs in order of their numbers, none touching the next. */
  merged(): readonly Run[] {
    const sorted = this.runs.sort((a, b) => a.first - b.first)
    const merged: Run[] = []
    for (const run of sorted) {
      const before = merged.at(-1)
      if (!before || run.first > before.last + 1) merged.push({ ...run })
      else if (run.last > before.last) {
        before.last = run.last
        before.lastTime = run.lastTime
      }
    }
    return merged
  }

  private merge(): void {
    this.runs = [...this.merged()]
    this.open = null
    // Else each further run could mean sorting anew.
    if (this.runs.length <= MAX_RUNS / 2) return
    this.scattered = true
    this.runs = []
  }
}

/** Tells which record numbers a log leaves out: someone took them out, or they could not be read. */
export class RecordGaps {
  private readonly logs = new Map<string, Map<string, LogRuns>>()
  private count = 0
  private last: LogRuns | null = null

  constructor(private readonly sink: EventSink) {}

  /** `family`: column value of the family that the event is told in. */
  add({ channel, computer, record, time }: WindowsEvent, offset: Bytes, family: number): void {
    if (!Number.isSafeInteger(record)) return
    const { last } = this
    const log =
      last?.channel === channel && last.computer === computer
        ? last
        : this.logOf(channel, computer, family)
    log?.add(record, time, offset)
    this.last = log
  }

  finish(): void {
    for (const computers of this.logs.values()) {
      for (const log of computers.values()) this.tell(log)
    }
  }

  private logOf(channel: string, computer: string, family: number): LogRuns | null {
    const computers = this.logs.get(channel) ?? new Map<string, LogRuns>()
    const known = computers.get(computer)
    if (known) return known
    if (this.count === MAX_LOGS) return null
    this.count++
    const log = new LogRuns(channel, computer, family)
    computers.set(computer, log)
    this.logs.set(channel, computers)
    return log
  }

  private tell(log: LogRuns): void {
    const runs = log.merged()
    const span = log.highest - log.lowest + 1
    const name = log.computer === '' ? log.channel : `${log.channel} of ${log.computer}`
    const few = runs.length > 2 && log.records < runs.length * SHORT_RUN
    if (log.scattered || few || (runs.length > MAX_TOLD && log.records < span / 2)) {
      this.sink.warn(
        0,
        `most record numbers of the log ${name} are not in this file: an excerpt, or a log that was thinned out`,
        `records ${log.lowest} to ${log.highest}`,
        `${log.records} records`,
      )
      const { family, firstTime: from, lastTime: to } = log
      this.sink.gap({ family, from, to, missing: span - log.records, excerpt: true })
      return
    }
    const gaps = runs.slice(1).map((after, index) => {
      const before = runs[index] as Run
      return { before, after, missing: after.first - before.last - 1 }
    })
    const told = [...gaps].sort((a, b) => b.missing - a.missing).slice(0, MAX_TOLD)
    told.sort((a, b) => a.after.first - b.after.first)
    const what = `record numbers are missing from the log ${name}`
    for (const { before, after, missing } of told) {
      const wanted = `record ${before.last + 1} behind ${before.last}${moment(before.lastTime)}`
      const found = `record ${after.first}${moment(after.firstTime)}: ${missing} missing`
      this.sink.warn(after.offset, what, wanted, found)
      const { lastTime: from } = before
      this.sink.gap({ family: log.family, from, to: after.firstTime, missing, excerpt: false })
    }
    if (gaps.length <= MAX_TOLD) return
    const all = gaps.reduce((sum, gap) => sum + gap.missing, 0)
    const found = `${gaps.length - MAX_TOLD} smaller gaps besides; ${all} records missing in all`
    this.sink.warn(0, what, `records ${log.lowest} to ${log.highest}`, found)
  }
}

function moment(time: Microseconds): string {
  const text = formatIso(time)
  return text === '' ? '' : ` of ${text}`
}
