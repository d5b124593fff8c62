import { release } from '../release.js'

/** Digits of at most so many bits: larger tables of counts fall out of the processor's cache. */
const DIGIT_BITS = 16
const KEY_BITS = 32
/** Units in which all times may be whole: IIS logs seconds, Exchange milliseconds. In microseconds. */
const UNITS = [1_000_000, 1_000, 1]

/**
 * Order of rows by time, stable, NaN last: a least-significant-digit radix sort over the time since the
 * first row. Stability gives (time, entry, offset) when rows come in (entry, offset) order.
 */
export function orderByTime(time: Float64Array): Uint32Array {
  let order = new Uint32Array(time.length)
  for (let row = 0; row < time.length; row++) order[row] = row
  if (isSorted(time)) return order

  const { first, last } = boundsOf(time)
  const unit = UNITS.find((one) => isWhole(time, first, one)) ?? 1
  let next = new Uint32Array(time.length)
  const key = new Uint32Array(time.length)
  // One more than any key: for rows without a time.
  const none = Math.floor((last - first) / unit) + 1
  let bits = 1
  while (2 ** bits <= none && bits < 2 * KEY_BITS) bits++
  for (let from = 0; from < bits; from += KEY_BITS) {
    fillKeys(key, time, first, unit, none, from)
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

function isSorted(time: Float64Array): boolean {
  for (let row = 1; row < time.length; row++) {
    const before = time[row - 1] as number
    if (!(before <= (time[row] as number)) && !Number.isNaN(time[row])) return false
  }
  return true
}

function boundsOf(time: Float64Array): { first: number; last: number } {
  let first = Infinity
  let last = -Infinity
  for (let row = 0; row < time.length; row++) {
    const at = time[row] as number
    if (at < first) first = at
    if (at > last) last = at
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

/** 32 bits of each row's key, from bit `from` on. */
function fillKeys(
  key: Uint32Array,
  time: Float64Array,
  first: number,
  unit: number,
  none: number,
  from: number,
): void {
  const divisor = 2 ** from
  for (let row = 0; row < key.length; row++) {
    const since = ((time[row] as number) - first) / unit
    const whole = Number.isNaN(since) ? none : since
    // A typed array keeps the lowest 32 bits of what is put into it.
    key[row] = from === 0 ? whole : Math.floor(whole / divisor)
  }
}

function sortByDigit(
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
