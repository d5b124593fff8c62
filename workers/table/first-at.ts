import type { Microseconds } from '../../src/model/units.js'

/** First row at or after `from`, not before row `low`; rows without a time stand last. */
export function firstAt(time: Float64Array, from: Microseconds, low = 0): number {
  let high = time.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((time[middle] as number) < from) low = middle + 1
    else high = middle
  }
  return low
}
