// Dates and times of day as logs write them, checked and read eight bytes at a time. What is no such
// time is told by a value that cannot be one. Up to 15 bytes behind a cell are loaded.

const DIGITS_DATE: u64 = 0x2d30_302d_3030_3030 // 0000-00-
const DASHES: u64 = 0xff00_00ff_0000_0000
const DIGITS_TIME: u64 = 0x3030_3a30_303a_3030 // 00:00:00
const COLONS: u64 = 0x0000_ff00_00ff_0000
const SIXES: u64 = 0x0606_0606_0606_0606
const HIGH_HALVES: u64 = 0xf0f0_f0f0_f0f0_f0f0
/** FILETIME begins in 1601; nothing on Windows states an earlier time. */
const FIRST_YEAR: u32 = 1601
const DAYS_BEFORE_1970: i32 = 719468
const MICROSECONDS_A_DAY: f64 = 86400e6

/** No day, no time of day. */
export const NO_TIME: f64 = -1e18

/** Each byte a digit's value, by a pattern of `0` and separators; false in a byte too large for one. */
@inline
function areDigits(values: u64, separators: u64): bool {
  return !((values | (values + SIXES)) & HIGH_HALVES) && !(values & separators)
}

/** Microseconds from 1970 to the midnight of `YYYY-MM-DD` at `at`; NO_TIME where it is no day. */
export function dayAt(at: usize): f64 {
  const values = load<u64>(at) ^ DIGITS_DATE
  const last = <u32>load<u16>(at, 8) ^ 0x3030
  if (!areDigits(values, DASHES) || !areDigits(last, 0)) return NO_TIME
  const pairs = values * 10 + (values >>> 8)
  const year = <u32>(pairs & 0xff) * 100 + <u32>((pairs >>> 16) & 0xff)
  const month = <u32>((pairs >>> 40) & 0xff)
  const day = (last & 0xff) * 10 + (last >>> 8)
  if (year < FIRST_YEAR || month < 1 || month > 12) return NO_TIME
  if (day < 1 || day > daysIn(year, month)) return NO_TIME
  // Years are counted from March, so that the leap day is the last of the year.
  const shifted = month > 2 ? year : year - 1
  const era = shifted / 400
  const ofEra = shifted - era * 400
  const ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  const days = era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear
  return <f64>(<i32>days - DAYS_BEFORE_1970) * MICROSECONDS_A_DAY
}

function daysIn(year: u32, month: u32): u32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Seconds since midnight of `HH:MM:SS` at `at`; below 0 where it is no time. */
@inline
export function secondsAt(at: usize): i32 {
  const values = load<u64>(at) ^ DIGITS_TIME
  if (!areDigits(values, COLONS)) return -1
  const pairs = values * 10 + (values >>> 8)
  const hour = <i32>(pairs & 0xff)
  const minute = <i32>((pairs >>> 24) & 0xff)
  const second = <i32>((pairs >>> 48) & 0xff)
  if (hour > 23 || minute > 59 || second > 59) return -1
  return hour * 3600 + minute * 60 + second
}
