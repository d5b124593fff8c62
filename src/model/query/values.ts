import { dayNumber } from '../time.js'
import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from '../units.js'
import type { Operator } from './query.js'

/** Numbers from ≤ n < to. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** The span that a comparison with a value means: `<` ends where the value begins. */
export function spanOf(operator: Operator, value: Span): Span {
  if (operator === '<') return { from: -Infinity, to: value.from }
  if (operator === '<=') return { from: -Infinity, to: value.to }
  if (operator === '>') return { from: value.to, to: Infinity }
  if (operator === '>=') return { from: value.from, to: Infinity }
  return value
}

/** `404`, `4xx`, `400..499`, `400..`, `..399`; null for anything else. */
export function numbersOf(text: string): Span | null {
  const range = rangeOf(text, numbersOf)
  if (range) return range
  const digit = /^([1-9])xx$/i.exec(text)?.[1]
  if (digit !== undefined) return { from: Number(digit) * 100, to: Number(digit) * 100 + 100 }
  if (!/^\d{1,9}$/.test(text)) return null
  return { from: Number(text), to: Number(text) + 1 }
}

/**
 * A stretch of time in UTC: `2021`, `2021-03`, `2021-03-01`, `2021-03-01T03`, `…T03:14`, `…T03:14:15`,
 * `…T03:14:15.120`, with or without Z; and ranges of them, `a..b`, `a..`, `..b`, in which both ends are
 * inside. null for anything else.
 */
export function timesOf(text: string): Span | null {
  return rangeOf(text, timesOf) ?? stretchOf(text)
}

const TIME =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?Z?)?)?)?$/

function stretchOf(text: string): Span | null {
  const match = TIME.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute, second, fraction] = match.slice(1) as (
    string | undefined
  )[]
  const inDays = (y: number, m: number, d: number): Microseconds =>
    dayNumber(y, m, d) * MICROSECONDS_PER_DAY
  const [y, m] = [Number(year), Number(month ?? '1')]
  const start = inDays(y, m, Number(day ?? '1'))
  if (Number.isNaN(start)) return null
  if (month === undefined) return ended(start, inDays(y + 1, 1, 1))
  if (day === undefined) return ended(start, m === 12 ? inDays(y + 1, 1, 1) : inDays(y, m + 1, 1))
  if (hour === undefined) return ended(start, start + MICROSECONDS_PER_DAY)
  if (Number(hour) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return null
  const from =
    start +
    Number(hour) * MICROSECONDS_PER_HOUR +
    Number(minute ?? 0) * MICROSECONDS_PER_MINUTE +
    Number(second ?? 0) * MICROSECONDS_PER_SECOND
  if (minute === undefined) return ended(from, from + MICROSECONDS_PER_HOUR)
  if (second === undefined) return ended(from, from + MICROSECONDS_PER_MINUTE)
  if (fraction === undefined) return ended(from, from + MICROSECONDS_PER_SECOND)
  const unit = 10 ** (6 - fraction.length)
  const begin = from + Number(fraction) * unit
  return ended(begin, begin + unit)
}

/** The last year that is read has no year after it. */
function ended(from: number, to: number): Span {
  return { from, to: Number.isNaN(to) ? Infinity : to }
}

function rangeOf(text: string, end: (text: string) => Span | null): Span | null {
  const dots = text.indexOf('..')
  if (dots < 0 || text.indexOf('..', dots + 1) >= 0) return null
  const [first, last] = [text.slice(0, dots), text.slice(dots + 2)]
  if (first === '' && last === '') return null
  const from = first === '' ? -Infinity : end(first)?.from
  const to = last === '' ? Infinity : end(last)?.to
  return from === undefined || to === undefined ? null : { from, to }
}
