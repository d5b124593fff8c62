import { dayNumber, TimeReader } from '../../../src/model/time.js'
import { MICROSECONDS_PER_DAY, type Microseconds } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { decimal, equalsFolded, LastRun } from '../shared/bytes.js'
import type { DelimitedRow } from '../shared/delimited.js'
import { REPORTED } from './claims.js'
import { epochTime } from './epoch.js'
import type { TableHeader } from './table.js'
import { TimelineWords } from './timeline-words.js'

/** How a table states its times and whether it quotes. */
interface TimelineLayout {
  readonly times: 'date and time' | 'datetime'
  readonly unquoted: boolean
}

/** The layout of plaso's, log2timeline's or Timesketch's that has these columns; null where none has. */
export function timelineLayout(header: TableHeader): TimelineLayout | null {
  if (header.has('date', 'time', 'timezone', 'macb', 'source', 'sourcetype', 'type')) {
    return { times: 'date and time', unquoted: true }
  }
  if (!header.has('datetime', 'timestampdesc', 'message')) return null
  // psort writes no quotes and puts blanks for commas.
  return { times: 'datetime', unquoted: header.has('sourcelong', 'parser', 'displayname') }
}

/** Reads rows of a timeline; those of plaso can be gigabytes, so a row makes no object. */
export class TimelineTable {
  private readonly clock = new TimeReader()
  private readonly lastDate = new LastRun()
  private day: Microseconds = NaN
  private readonly words: TimelineWords
  private readonly columns: Readonly<
    Record<
      'date' | 'time' | 'zone' | 'stamp' | 'source' | 'meaning' | 'message' | 'user' | 'host',
      number
    >
  >

  constructor(
    private readonly sink: EventSink,
    header: TableHeader,
    private readonly layout: TimelineLayout,
  ) {
    const tool = layout.unquoted ? 'plaso' : 'a timeline'
    this.words = new TimelineWords(sink, `Reported by ${tool}`)
    const byDate = layout.times === 'date and time'
    this.columns = {
      date: header.column(byDate ? 'date' : 'datetime'),
      time: header.column('time'),
      zone: byDate ? header.column('timezone') : -1,
      stamp: header.column('timestamp'),
      source: header.column('sourcetype', 'sourcelong', 'source', 'datatype'),
      meaning: byDate ? header.column('type') : header.column('timestampdesc'),
      message: byDate ? header.column('desc', 'message', 'short') : header.column('message'),
      user: header.column('user', 'username'),
      host: header.column('host', 'hostname', 'computername', 'computer'),
    }
  }

  readonly take = (row: DelimitedRow): void => {
    const { columns, sink, words } = this
    const { bytes } = row
    const time = this.time(row)
    if (Number.isNaN(time)) this.warnOfTime(row)
    const index = sink.row()
    const out = sink.columns
    out.time[index] = time
    out.tenths[index] = Number.isNaN(time) ? 0 : this.clock.tenths
    out.family[index] = REPORTED
    out.offset[index] = row.offset
    out.size[index] = row.size
    out.action[index] = words.action(
      row.intern(sink, columns.source),
      row.intern(sink, columns.meaning),
    )
    const { message, user } = columns
    out.target[index] = row.isEscaped(message)
      ? words.messageText(row.text(message))
      : words.message(bytes, row.start(message), row.end(message))
    out.user[index] = words.message(bytes, row.start(user), row.end(user))
    words.host(row.intern(sink, columns.host))
  }

  finish(): void {
    this.words.tellHosts()
  }

  private time(row: DelimitedRow): Microseconds {
    const { date, time, stamp } = this.columns
    const { bytes } = row
    if (this.layout.times === 'date and time') {
      this.checkZone(row)
      const day = this.dayOf(bytes, row.start(date), row.end(date))
      return day + this.clock.timeOfDay(bytes, row.start(time), row.end(time))
    }
    const stated = this.clock.iso(bytes, row.start(date), row.end(date))
    if (!Number.isNaN(stated) || stamp < 0) return stated
    return epochTime(Number(row.text(stamp) || NaN))
  }

  /** `MM/DD/YYYY`, or as psort can be told `YYYY-MM-DD`: its midnight. */
  private dayOf(bytes: Uint8Array, start: number, end: number): Microseconds {
    if (this.lastDate.is(bytes, start, end)) return this.day
    this.lastDate.keep(bytes, start, end)
    const isoDay = this.clock.date(bytes, start, end)
    const american =
      end - start === 10
        ? dayNumber(
            decimal(bytes, start + 6, end),
            decimal(bytes, start, start + 2),
            decimal(bytes, start + 3, start + 5),
          ) * MICROSECONDS_PER_DAY
        : NaN
    this.day = Number.isNaN(isoDay) ? american : isoDay
    return this.day
  }

  private checkZone(row: DelimitedRow): void {
    const { zone } = this.columns
    if (equalsFolded(row.bytes, row.start(zone), row.end(zone), 'utc')) return
    const what = 'times of a timeline are not in UTC: shown as if they were'
    this.sink.warn(row.offset, what, 'UTC', row.text(zone).slice(0, 60) || 'no zone')
  }

  private warnOfTime(row: DelimitedRow): void {
    const { date } = this.columns
    const wanted = 'a day and time that exist'
    const found = row.text(date).slice(0, 60)
    this.sink.warn(row.offset, 'row with a time that cannot be read', wanted, found)
  }
}
