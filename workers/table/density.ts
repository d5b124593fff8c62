import { FLAG_NOISE, type EventTable } from '../../src/model/event-table.js'
import type { Microseconds } from '../../src/model/units.js'
import type { Density } from '../protocol.js'

/** Events per equal stretch of [from, to); the table is in order of time. */
export function density(
  table: EventTable,
  from: Microseconds,
  to: Microseconds,
  bins: number,
): Density {
  const events = new Uint32Array(bins)
  const noise = new Uint32Array(bins)
  const scale = bins / (to - from)
  for (let row = firstAt(table.time, from); row < table.length; row++) {
    const time = table.time[row] as number
    if (!(time < to)) break
    const bin = Math.min(bins - 1, Math.floor((time - from) * scale))
    const records = 1 + (table.further[row] as number)
    events[bin]! += records
    if ((table.flags[row] as number) & FLAG_NOISE) noise[bin]! += records
  }
  return { from, to, events, noise }
}

/** First row at or after `from`; rows without a time stand last. */
export function firstAt(time: Float64Array, from: Microseconds): number {
  let low = 0
  let high = time.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((time[middle] as number) < from) low = middle + 1
    else high = middle
  }
  return low
}
