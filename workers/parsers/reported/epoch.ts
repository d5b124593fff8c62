import type { Microseconds } from '../../../src/model/units.js'

/** Seconds since 1970 from 2001 to 2096: numbers of that size, and a thousand times each further unit. */
const LEAST_SECONDS = 1e9
const MOST_SECONDS = 4e9

/** Time since 1970 UTC in seconds, milliseconds, microseconds or nanoseconds, told by its size. */
export function epochTime(value: number): Microseconds {
  for (const unit of [1e6, 1e3, 1, 1e-3]) {
    const seconds = (value * unit) / 1e6
    if (seconds >= LEAST_SECONDS && seconds < MOST_SECONDS) return Math.floor(value * unit)
  }
  return NaN
}
