import { fileTime, fileTimeTenths } from '../shared/filetime.js'
import type { TextOut } from './text-out.js'

const MICROSECONDS_A_DAY = 86_400_000_000
const MILLISECONDS_A_DAY = 86_400_000
const DAY_LENGTH = 11
/** Highest halves of FILETIME between which `fileTime` is exact: the years 1685 and 2255. */
const EXACT_FROM = 0x005e5b00
const EXACT_TO = 0x02dd0000
/** FILETIME of 1970 in units of 100 ns, and those of a day. */
const EPOCH = 116_444_736_000_000_000n
const UNITS_A_DAY = 864_000_000_000n

let lastDay = NaN
const dayText = new Uint8Array(DAY_LENGTH)

/** `2021-03-03T04:05:06.1234567Z`; a year beyond 9999 as a number of 100 ns. */
export function writeFileTime(out: TextOut, low: number, high: number): void {
  let day: number
  let rest: number
  let tenths: number
  if (high >= EXACT_FROM && high < EXACT_TO) {
    const time = fileTime(low, high)
    day = Math.floor(time / MICROSECONDS_A_DAY)
    rest = time - day * MICROSECONDS_A_DAY
    tenths = fileTimeTenths(low, high)
  } else {
    const units = (BigInt(high) << 32n) + BigInt(low)
    // Division of what lies before 1970 rounds down when it is made positive first.
    const shifted = units - EPOCH + 200_000n * UNITS_A_DAY
    day = Number(shifted / UNITS_A_DAY) - 200_000
    const inDay = shifted % UNITS_A_DAY
    rest = Number(inDay / 10n)
    tenths = Number(inDay % 10n)
  }
  if (!putDay(out, day)) {
    out.string(((BigInt(high) << 32n) + BigInt(low)).toString())
    return
  }
  const seconds = Math.floor(rest / 1_000_000)
  putClock(out, Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60)
  out.padded((rest - seconds * 1_000_000) * 10 + tenths, 7)
  out.byte(0x5a)
}

/** SYSTEMTIME: year, month, day of week, day, hour, minute, second, millisecond; false for no time. */
export function writeSystemTime(out: TextOut, view: DataView, at: number): boolean {
  const part = (index: number): number => view.getUint16(at + 2 * index, true)
  if (part(0) > 9_999 || part(1) > 99 || part(3) > 99) return false
  if (part(4) > 99 || part(5) > 99 || part(6) > 99 || part(7) > 999) return false
  out.padded(part(0), 4)
  out.byte(0x2d)
  out.padded(part(1), 2)
  out.byte(0x2d)
  out.padded(part(3), 2)
  out.byte(0x54)
  putClock(out, part(4), part(5), part(6))
  out.padded(part(7), 3)
  out.byte(0x5a)
  return true
}

function putClock(out: TextOut, hour: number, minute: number, second: number): void {
  out.padded(hour, 2)
  out.byte(0x3a)
  out.padded(minute, 2)
  out.byte(0x3a)
  out.padded(second, 2)
  out.byte(0x2e)
}

/** `YYYY-MM-DDT`; false beyond the year 9999. Events follow one another, so the last day is kept. */
function putDay(out: TextOut, day: number): boolean {
  if (day !== lastDay) {
    const date = new Date(day * MILLISECONDS_A_DAY)
    const year = date.getUTCFullYear()
    if (!(year <= 9_999)) return false
    const text = date.toISOString().slice(0, DAY_LENGTH)
    for (let at = 0; at < DAY_LENGTH; at++) dayText[at] = text.charCodeAt(at)
    lastDay = day
  }
  out.put(dayText)
  return true
}
