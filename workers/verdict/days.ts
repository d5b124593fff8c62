import { formatDayInWords } from '../../src/model/time.js'
import { MICROSECONDS_PER_DAY, type Microseconds } from '../../src/model/units.js'

const HALF_A_DAY = MICROSECONDS_PER_DAY / 2

/** `1 to 31 Mar 2021`, `1 Jan to 31 Mar 2021`, `5 Mar 2021`; '' where there is no time. */
export function dayRange(from: Microseconds, to: Microseconds): string {
  const first = formatDayInWords(from)
  const last = formatDayInWords(to)
  if (first === last || last === '') return first
  if (first === '') return last
  const [day = '', month = '', year = ''] = first.split(' ')
  const start = last.endsWith(`${month} ${year}`)
    ? day
    : last.endsWith(year)
      ? `${day} ${month}`
      : first
  return `${start} to ${last}`
}

/** `from 1 Jan to 31 Mar 2021`, `on 5 Mar 2021`; '' where there is no time. */
export function inDays(from: Microseconds, to: Microseconds): string {
  const range = dayRange(from, to)
  if (range === '') return ''
  return range.includes(' to ') ? `from ${range}` : `on ${range}`
}

/** The days of which a gap takes more than half; the day of its beginning where it is shorter. */
export function gapDays(from: Microseconds, to: Microseconds): string {
  const first = from + HALF_A_DAY
  const last = to - HALF_A_DAY
  return last < first ? dayRange(from, from) : dayRange(first, last)
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}

/** With a capital at the beginning. */
export function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
