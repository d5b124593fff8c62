import { dayNumber } from '../../../src/model/time.js'
import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from '../../../src/model/units.js'

/** How a report orders day and month in dates like 3/4/2021. */
export type DayOrder = 'month-first' | 'day-first' | 'unknown'

/** Which zone a time that was read is in. */
type Zone = 'utc' | 'local'

/** Year first, as in ISO 8601 and what is near it. */
const YEAR_FIRST =
  /^(\d{4})([-/.]?)(\d\d?)\2(\d\d?)(?:[T ]| {2}|, )?(\d\d?)[:.]?(\d\d)[:.]?(\d\d)(?:[.,](\d{1,9}))?\s{0,2}(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/i
/** As Windows PowerShell writes a date in most cultures. */
const YEAR_LAST =
  /^(\d\d?)([/.-])(\d\d?)\2(\d{4})[, ]{1,2}(\d\d?)[:.](\d\d)(?:[:.](\d\d)(?:[.,](\d{1,9}))?)?\s?([AP]\.?M\.?)?\s?(Z|UTC|[+-]\d\d:\d\d)?$/i
/** C's ctime, in English, and with the year before the time. */
const CTIME = /^[a-z]{3} ([a-z]{3}) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d\d):(\d\d):(\d\d)(?: (\d{4}))?$/i
/** .NET's way of writing a date in JSON: milliseconds since 1970 UTC. */
const NET_JSON = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/**
 * Reads times as tools state them: in their machine's zone and culture, or in UTC. NaN where the text
 * is no such time, or where day and month cannot be told apart: nothing is guessed.
 */
export class StatedClock {
  /** Zone of the time read last. */
  zone: Zone = 'local'
  /** Units of 100 ns below the microsecond of the time read last. */
  tenths = 0
  /** A time was read without a zone. */
  localSeen = false
  /** A time could not be read since day and month cannot be told apart. */
  ambiguous = false
  /** A time was read as month first for its AM or PM alone. */
  monthAssumed = false

  constructor(readonly order: DayOrder = 'unknown') {}

  read(text: string): Microseconds {
    this.tenths = 0
    const found = text.trim()
    if (found.length < 8 || found.length > 64) return NaN
    const time = this.yearFirst(found) ?? this.yearLast(found)
    if (time !== null) return time
    const [milliseconds] = NET_JSON.exec(found)?.slice(1) ?? []
    if (milliseconds !== undefined) return this.took(Number(milliseconds) * 1_000, 'utc')
    return this.took(ctime(found), 'local')
  }

  private took(time: Microseconds, zone: Zone): Microseconds {
    if (Number.isNaN(time)) return NaN
    this.zone = zone
    if (zone === 'local') this.localSeen = true
    return time
  }

  private yearFirst(text: string): Microseconds | null {
    const found = YEAR_FIRST.exec(text)
    if (!found) return null
    const [, year = '', , month = '', day = '', hour = '', minute = '', second = ''] = found
    const date = dayNumber(Number(year), Number(month), Number(day))
    return this.at(date, [Number(hour), Number(minute), Number(second)], found[8], found[9])
  }

  private yearLast(text: string): Microseconds | null {
    const found = YEAR_LAST.exec(text)
    if (!found) return null
    const [, first = '', separator, second = '', year = '', hour = '', minute = ''] = found
    const half = (found[9] ?? '').charAt(0).toUpperCase()
    const monthFirst = this.isMonthFirst(Number(first), Number(second), separator, half !== '')
    if (monthFirst === null) return NaN
    const [month, day] = monthFirst ? [first, second] : [second, first]
    const date = dayNumber(Number(year), Number(month), Number(day))
    const clock = half === '' ? Number(hour) : (Number(hour) % 12) + (half === 'P' ? 12 : 0)
    return this.at(date, [clock, Number(minute), Number(found[7] ?? 0)], found[8], found[10])
  }

  private isMonthFirst(
    first: number,
    second: number,
    separator: string | undefined,
    half: boolean,
  ): boolean | null {
    if (first > 12) return false
    if (second > 12) return true
    if (first === second) return true
    if (this.order !== 'unknown') return this.order === 'month-first'
    if (separator === '.') return false
    if (half) {
      this.monthAssumed = true
      return true
    }
    this.ambiguous = true
    return null
  }

  private at(
    date: number,
    clock: readonly [hour: number, minute: number, second: number],
    fraction: string | undefined,
    zone: string | undefined,
  ): Microseconds {
    const [hour, minute, second] = clock
    if (!(hour < 24 && minute < 60 && second < 60)) return NaN
    const units = Number((fraction ?? '').slice(0, 7).padEnd(7, '0'))
    this.tenths = units % 10
    const time =
      date * MICROSECONDS_PER_DAY +
      hour * MICROSECONDS_PER_HOUR +
      minute * MICROSECONDS_PER_MINUTE +
      second * MICROSECONDS_PER_SECOND +
      (units - this.tenths) / 10 -
      offsetOf(zone)
    return this.took(time, zone === undefined ? 'local' : 'utc')
  }
}

function offsetOf(zone: string | undefined): Microseconds {
  const sign = zone?.charAt(0)
  if (zone === undefined || (sign !== '+' && sign !== '-')) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (sign === '-' ? -minutes : minutes) * MICROSECONDS_PER_MINUTE
}

function ctime(text: string): Microseconds {
  const found = CTIME.exec(text)
  if (!found) return NaN
  const [, name = '', day, before, hour, minute, second, behind] = found
  const year = before ?? behind
  const date = dayNumber(Number(year), MONTHS.indexOf(name.toLowerCase()) + 1, Number(day))
  return (
    date * MICROSECONDS_PER_DAY +
    Number(hour) * MICROSECONDS_PER_HOUR +
    Number(minute) * MICROSECONDS_PER_MINUTE +
    Number(second) * MICROSECONDS_PER_SECOND
  )
}

/** Order of day and month in a whole text, told by a date that can be read in one way only. */
export function dayOrder(text: string): DayOrder {
  for (const [, first = '', second = ''] of text.matchAll(
    /(?<!\d)(\d\d?)[/-](\d\d?)[/-]\d{4}(?!\d)/g,
  )) {
    if (Number(first) > 12 && Number(second) <= 12) return 'day-first'
    if (Number(second) > 12 && Number(first) <= 12) return 'month-first'
  }
  return 'unknown'
}
