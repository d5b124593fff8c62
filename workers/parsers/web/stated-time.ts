import { dayNumber } from '../../../src/model/time.js'
import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from '../../../src/model/units.js'

const LINE = /^WhenChangedUTC\s{0,80}:\s{0,20}([^\r\n]{1,60})/m
const DATE_TIME =
  /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})\.?,?\s+(\d{1,2})[:.](\d{2})[:.](\d{2})\s*(?:([ap])\.?m\.?)?\s*$/i

/**
 * Time that the dump of an OAB virtual directory states (`WhenChangedUTC : 3/3/2021 6:49:53 AM`), which
 * for a web shell written that way is when it was written. The date is in the server's culture, so it
 * counts only where day and month cannot be taken for each other; else NaN.
 */
export function statedChange(text: string): Microseconds {
  const parts = DATE_TIME.exec((LINE.exec(text)?.[1] ?? '').trim())
  if (!parts) return NaN
  const [, first = '', second = '', third = '', hour = '', minute = '', second60 = '', half] = parts
  const day = dayOf(first, Number(second), third)
  const clock = hourOf(Number(hour), half?.toLowerCase())
  if (!(clock < 24 && Number(minute) < 60 && Number(second60) < 60)) return NaN
  return (
    day * MICROSECONDS_PER_DAY +
    clock * MICROSECONDS_PER_HOUR +
    Number(minute) * MICROSECONDS_PER_MINUTE +
    Number(second60) * MICROSECONDS_PER_SECOND
  )
}

function dayOf(first: string, second: number, third: string): number {
  if (first.length === 4) return dayNumber(Number(first), second, Number(third))
  if (third.length !== 4) return NaN
  const year = Number(third)
  const one = Number(first)
  if (one === second || second > 12) return dayNumber(year, one, second)
  return one > 12 ? dayNumber(year, second, one) : NaN
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return NaN
  return (hour % 12) + (half === 'p' ? 12 : 0)
}
