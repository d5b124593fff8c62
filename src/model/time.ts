import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from './units.js'

/** FILETIME begins in 1601; nothing on Windows states an earlier time. */
const FIRST_YEAR = 1601
const DAYS_BEFORE_1970 = 719_468
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

const DASH = 0x2d
const COLON = 0x3a
const DOT = 0x2e
const LETTER_T = 0x54
const BLANK = 0x20
const LETTER_Z = 0x5a
const PLUS = 0x2b

/** Day number since 1970-01-01 in the proleptic Gregorian calendar; NaN for a day that is none. */
export function dayNumber(year: number, month: number, day: number): number {
  if (!(year >= FIRST_YEAR && year <= 9999 && month >= 1 && month <= 12)) return NaN
  if (!(day >= 1 && day <= daysInMonth(year, month))) return NaN
  // Years are counted from March, so that the leap day is the last of the year.
  const shifted = month > 2 ? year : year - 1
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - DAYS_BEFORE_1970
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/**
 * Reads times from bytes by integer arithmetic. Every method gives NaN on what is no such time, and
 * never throws. A log's rows share few days, so the last day is kept.
 */
export class TimeReader {
  /** Units of 100 ns below the microsecond of the time read last. */
  tenths = 0
  private lastKey = -1
  private lastDay: Microseconds = NaN

  /** `YYYY-MM-DD`, the whole of bytes[start .. end): its midnight. */
  date(bytes: Uint8Array, start: number, end: number): Microseconds {
    this.tenths = 0
    if (end - start !== 10) return NaN
    if (bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return NaN
    const key =
      digits(bytes, start, 4) * 10_000 +
      digits(bytes, start + 5, 2) * 100 +
      digits(bytes, start + 8, 2)
    if (key === this.lastKey) return this.lastDay
    if (Number.isNaN(key)) return NaN
    const day = dayNumber(Math.floor(key / 10_000), Math.floor(key / 100) % 100, key % 100)
    this.lastKey = key
    this.lastDay = day * MICROSECONDS_PER_DAY
    return this.lastDay
  }

  /** `HH:MM:SS` or `HH:MM:SS.fraction`, the whole of bytes[start .. end): time since midnight. */
  timeOfDay(bytes: Uint8Array, start: number, end: number): Microseconds {
    this.tenths = 0
    if (end - start < 8) return NaN
    if (bytes[start + 2] !== COLON || bytes[start + 5] !== COLON) return NaN
    const hour = digits(bytes, start, 2)
    const minute = digits(bytes, start + 3, 2)
    const second = digits(bytes, start + 6, 2)
    if (!(hour < 24 && minute < 60 && second < 60)) return NaN
    const fraction = end - start === 8 ? 0 : this.fraction(bytes, start + 8, end)
    return (
      hour * MICROSECONDS_PER_HOUR +
      minute * MICROSECONDS_PER_MINUTE +
      second * MICROSECONDS_PER_SECOND +
      fraction
    )
  }

  /**
   * `YYYY-MM-DDTHH:MM:SS[.fraction][Z|±HH:MM]`, the whole of bytes[start .. end); a blank may stand
   * for the T. Without a zone it is read as UTC, which Exchange's logs are.
   */
  iso(bytes: Uint8Array, start: number, end: number): Microseconds {
    this.tenths = 0
    if (end - start < 19) return NaN
    const separator = bytes[start + 10]
    if (separator !== LETTER_T && separator !== BLANK) return NaN
    let timeEnd = end
    let zone = 0
    if (bytes[end - 1] === LETTER_Z) timeEnd = end - 1
    else if (end - start >= 25 && bytes[end - 3] === COLON) {
      const sign = bytes[end - 6]
      if (sign === PLUS || sign === DASH) {
        zone =
          digits(bytes, end - 5, 2) * MICROSECONDS_PER_HOUR +
          digits(bytes, end - 2, 2) * MICROSECONDS_PER_MINUTE
        if (sign === DASH) zone = -zone
        timeEnd = end - 6
      }
    }
    const day = this.date(bytes, start, start + 10)
    return day + this.timeOfDay(bytes, start + 11, timeEnd) - zone
  }

  private fraction(bytes: Uint8Array, start: number, end: number): Microseconds {
    if (bytes[start] !== DOT || end - start < 2) return NaN
    let units = 0
    for (let at = start + 1, place = 0; at < end; at++, place++) {
      const digit = (bytes[at] as number) - 0x30
      if (!(digit >= 0 && digit <= 9)) return NaN
      if (place < 7) units = units * 10 + digit
    }
    for (let place = end - start - 1; place < 7; place++) units *= 10
    this.tenths = units % 10
    return (units - this.tenths) / 10
  }
}

/** Decimal value of `count` digits, NaN where one is none. */
function digits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0
  for (let at = start; at < start + count; at++) {
    const digit = (bytes[at] as number) - 0x30
    if (!(digit >= 0 && digit <= 9)) return NaN
    value = value * 10 + digit
  }
  return value
}

/** ISO 8601 in UTC, `2021-02-28T03:14:15Z`, with a fraction only where it is not zero; '' for NaN. */
export function formatIso(time: Microseconds, tenths = 0): string {
  if (!Number.isFinite(time)) return ''
  const day = Math.floor(time / MICROSECONDS_PER_DAY)
  const ofDay = time - day * MICROSECONDS_PER_DAY
  const clock = [
    Math.floor(ofDay / MICROSECONDS_PER_HOUR),
    Math.floor(ofDay / MICROSECONDS_PER_MINUTE) % 60,
    Math.floor(ofDay / MICROSECONDS_PER_SECOND) % 60,
  ]
  const units = Math.floor(ofDay % MICROSECONDS_PER_SECOND) * 10 + tenths
  return `${formatDay(time)}T${clock.map(twoDigits).join(':')}${fractionText(units)}Z`
}

/** Three digits where milliseconds are enough, else six, else seven. */
function fractionText(units: number): string {
  if (units === 0) return ''
  const all = String(units).padStart(7, '0')
  const length = units % 10_000 === 0 ? 3 : units % 10 === 0 ? 6 : 7
  return `.${all.slice(0, length)}`
}

/** `2021-02-28`; '' for NaN. */
export function formatDay(time: Microseconds): string {
  if (!Number.isFinite(time)) return ''
  const { year, month, day } = civil(time)
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

/** `28 Feb 2021`, for sentences; '' for NaN. */
export function formatDayInWords(time: Microseconds): string {
  if (!Number.isFinite(time)) return ''
  const { year, month, day } = civil(time)
  return `${String(day)} ${MONTHS[month - 1] ?? ''} ${String(year)}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function civil(time: Microseconds): { year: number; month: number; day: number } {
  const days = Math.floor(time / MICROSECONDS_PER_DAY) + DAYS_BEFORE_1970
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}
