import { dayNumber } from '../../../src/model/time.js'
import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  MICROSECONDS_PER_MILLISECOND,
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from '../../../src/model/units.js'

/** `[MM/dd/yyyy HH:mm:ss.ffff] [level] text`; the date's separator is that of the server's culture. */
const LINE =
  /^\[(\d\d)([/.\-\s])(\d\d)\2(\d{4}) (\d\d)[:.](\d\d)[:.](\d\d)\.(\d{1,7})\] \[(\d{1,2})\] ?(.*)$/s

export interface SetupLine {
  readonly time: Microseconds
  /** Nesting of the task that wrote it, 0 being setup itself. */
  readonly level: number
  readonly text: string
}

/** A line of ExchangeSetup.log, null where it is none. Times are UTC; the month always stands first. */
export function setupLine(text: string): SetupLine | null {
  const found = LINE.exec(text)
  if (!found) return null
  const [, month, , day, year, hour, minute, second, fraction = ''] = found
  const date = dayNumber(Number(year), Number(month), Number(day))
  if (!(Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60)) return null
  if (Number.isNaN(date)) return null
  const time =
    date * MICROSECONDS_PER_DAY +
    Number(hour) * MICROSECONDS_PER_HOUR +
    Number(minute) * MICROSECONDS_PER_MINUTE +
    Number(second) * MICROSECONDS_PER_SECOND +
    fractionOf(fraction)
  return { time, level: Number(found[9]), text: (found[10] ?? '').trim() }
}

/** Setup writes milliseconds with four digits, the first of which is 0; any other is a plain fraction. */
function fractionOf(digits: string): Microseconds {
  if (digits.length === 4 && digits.startsWith('0')) {
    return Number(digits) * MICROSECONDS_PER_MILLISECOND
  }
  return Math.floor(Number(`0.${digits}`) * MICROSECONDS_PER_SECOND)
}
