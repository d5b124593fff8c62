import { release } from '../release.js'

/** Digits of at most so many bits: larger tables of counts fall out of the processor's cache. */
const DIGIT_BITS = 16
const KEY_BITS = 32
/** Units in which all times may be whole: IIS logs seconds, Exchange milliseconds. In microseconds. */
const UNITS = [1_000_000, 1_000, 1]

/**
 * Order of rows by time, stable, NaN last: a least-significant-digit radix sort over the time since the
 * first row. Rows are numbered through all of `times`. Stability gives (time, entry, offset) when rows
 * come in (entry, offset) order.
 */
export function orderByTime(times: readonly Float64Array[]): Uint32Array {
  const length = times.reduce((sum, time) => sum + time.length, 0)
  let order = new Uint32Array(length)
  for (let row = 0; row < length; row++) order[row] = row
  if (isInOrder(times)) return order

  const { first, last } = boundsOf(times)
  const unit = UNITS.find((one) => times.every((time) => isWhole(time, first, one))) ?? 1
  let next = new Uint32Array(length)
  const key = new Uint32Array(length)
  // One more than any key: for rows without a time.
  const none = Math.floor((last - first) / unit) + 1
  let bits = 1
  while (2 ** bits <= none && bits < 2 * KEY_BITS) bits++
  for (let from = 0; from < bits; from += KEY_BITS) {
    let at = 0
    for (const time of times) {
      fillKeys(key, at, time, first, unit, none, 2 ** from)
      at += time.length
    }
    const width = Math.min(KEY_BITS, bits - from)
    const passes = Math.ceil(width / DIGIT_BITS)
    const digit = Math.ceil(width / passes)
    for (let pass = 0; pass < passes; pass++) {
      sortByDigit(key, order, next, pass * digit, (1 << digit) - 1)
      ;[order, next] = [next, order]
    }
  }
  release(next)
  release(key)
  return order
}

/** Whether rows stand in order of time as they are, those without one last. */
export function isInOrder(times: readonly Float64Array[]): boolean {
  let before = -Infinity
  return times.every((time) => {
    const last = lastInOrder(time, before)
    before = last ?? before
    return last !== null
  })
}

/** The last of `time` where it goes up from `before`; null where it does not. */
function lastInOrder(time: Float64Array, before: number): number | null {
  let last = before
  for (let row = 0; row < time.length; row++) {
    const at = time[row] as number
    if (!(last <= at) && !Number.isNaN(at)) return null
    last = at
  }
  return last
}

function boundsOf(times: readonly Float64Array[]): { first: number; last: number } {
  let first = Infinity
  let last = -Infinity
  for (const time of times) {
    for (let row = 0; row < time.length; row++) {
      const at = time[row] as number
      if (at < first) first = at
      if (at > last) last = at
    }
  }
  return { first, last }
}

function isWhole(time: Float64Array, first: number, unit: number): boolean {
  for (let row = 0; row < time.length; row++) {
    const since = ((time[row] as number) - first) / unit
    if (Math.floor(since) !== since && !Number.isNaN(since)) return false
  }
  return true
}

/** 32 bits of each row's key, from `at` on; `divisor` shifts away those before. */
function fillKeys(
  key: Uint32Array,
  at: number,
  time: Float64Array,
  first: number,
  unit: number,
  none: number,
  divisor: number,
): void {
  for (let row = 0; row < time.length; row++) {
    const since = ((time[row] as number) - first) / unit
    const whole = Number.isNaN(since) ? none : since
    // A typed array keeps the lowest 32 bits of what is put into it.
    key[at + row] = divisor === 1 ? whole : Math.floor(whole / divisor)
  }
}

/** One pass: `order` by a digit of each element's key, stable, into `into`. */
export function sortByDigit(
  key: Uint32Array,
  order: Uint32Array,
  into: Uint32Array,
  shift: number,
  mask: number,
): void {
  const starts = new Uint32Array(mask + 1)
  for (let row = 0; row < key.length; row++) starts[((key[row] as number) >>> shift) & mask]!++
  let start = 0
  for (let digit = 0; digit <= mask; digit++) {
    const count = starts[digit] as number
    starts[digit] = start
    start += count
  }
  for (let at = 0; at < order.length; at++) {
    const row = order[at] as number
    const digit = ((key[row] as number) >>> shift) & mask
    into[starts[digit]!++] = row
  }
}
