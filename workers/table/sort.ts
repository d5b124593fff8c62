const DIGITS = 65_536

/**
 * Order of rows by time, stable, NaN last: a least-significant-digit radix sort over the microseconds
 * since the first row. Stability gives (time, entry, offset) when rows come in (entry, offset) order.
 */
export function orderByTime(time: Float64Array): Uint32Array {
  const length = time.length
  let order = new Uint32Array(length)
  for (let row = 0; row < length; row++) order[row] = row
  if (isSorted(time)) return order

  const { low, high } = keys(time)
  let next = new Uint32Array(length)
  const counts = new Uint32Array(DIGITS)
  for (const [key, shift] of [
    [low, 0],
    [low, 16],
    [high, 0],
    [high, 16],
  ] as const) {
    counts.fill(0)
    for (let row = 0; row < length; row++) counts[((key[row] as number) >>> shift) & 0xffff]!++
    if (counts.includes(length)) continue
    let start = 0
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = counts[digit] as number
      counts[digit] = start
      start += count
    }
    for (let at = 0; at < length; at++) {
      const row = order[at] as number
      const digit = ((key[row] as number) >>> shift) & 0xffff
      next[counts[digit]!++] = row
    }
    ;[order, next] = [next, order]
  }
  return order
}

function isSorted(time: Float64Array): boolean {
  for (let row = 1; row < time.length; row++) {
    const before = time[row - 1] as number
    if (!(before <= (time[row] as number)) && !Number.isNaN(time[row])) return false
  }
  return true
}

function keys(time: Float64Array): { low: Uint32Array; high: Uint32Array } {
  let first = Infinity
  for (const value of time) if (value < first) first = value
  const low = new Uint32Array(time.length)
  const high = new Uint32Array(time.length)
  for (let row = 0; row < time.length; row++) {
    const key = (time[row] as number) - first
    if (Number.isNaN(key)) {
      low[row] = high[row] = 0xffffffff
    } else {
      low[row] = key % 4_294_967_296
      high[row] = key / 4_294_967_296
    }
  }
  return { low, high }
}
