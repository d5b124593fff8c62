import { dayNumber } from '../../../src/model/time.js'
import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from '../../../src/model/units.js'
import { COLON, decimal } from '../shared/bytes.js'

const SLASH = 0x2f
const PLUS = 0x2b
const DASH = 0x2d
const BLANK = 0x20
const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec'
/** `10/Oct/2000:13:55:36 -0700`. */
export const CLF_TIME_LENGTH = 26

/** `DD/Mon/YYYY:HH:MM:SS ±HHMM` stands at `at`, by its separators alone. */
export function looksLikeClfTime(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < CLF_TIME_LENGTH) return false
  const sign = bytes[at + 21]
  return (
    bytes[at + 2] === SLASH &&
    bytes[at + 6] === SLASH &&
    bytes[at + 11] === COLON &&
    bytes[at + 14] === COLON &&
    bytes[at + 17] === COLON &&
    bytes[at + 20] === BLANK &&
    (sign === PLUS || sign === DASH)
  )
}

/** The time that stands at `at` in UTC; NaN for one that does not exist. */
export function clfTime(bytes: Uint8Array, at: number): Microseconds {
  const number = (from: number, digits: number): number => {
    const value = decimal(bytes, at + from, at + from + digits)
    return value < 0 ? NaN : value
  }
  const day = dayNumber(number(7, 4), monthOf(bytes, at + 3), number(0, 2))
  const hour = number(12, 2)
  const minute = number(15, 2)
  const second = number(18, 2)
  // 60 is a leap second.
  if (!(hour < 24 && minute < 60 && second <= 60)) return NaN
  const zone = number(22, 2) * 60 + number(24, 2)
  const minutes = hour * 60 + minute - (bytes[at + 21] === DASH ? -zone : zone)
  return (
    day * MICROSECONDS_PER_DAY +
    minutes * MICROSECONDS_PER_MINUTE +
    second * MICROSECONDS_PER_SECOND
  )
}

function monthOf(bytes: Uint8Array, at: number): number {
  const letters = String.fromCharCode(
    (bytes[at] as number) | 0x20,
    (bytes[at + 1] as number) | 0x20,
    (bytes[at + 2] as number) | 0x20,
  )
  const place = MONTHS.indexOf(letters)
  return place >= 0 && place % 3 === 0 ? place / 3 + 1 : NaN
}
