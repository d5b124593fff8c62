import type { Microseconds } from '../../../src/model/units.js'

/** 1970-01-01 as FILETIME (100 ns since 1601), in its two halves. */
const EPOCH_HIGH = 0x019db1de
const EPOCH_LOW = 0xd53e8000
/** 2^32 units are so many microseconds and six tenths. */
const MICROSECONDS_A_HIGH = 429_496_729
const TENTHS_A_HIGH = 6
/** High half of the year 10000: what is later is no time. */
const HIGH_OF_YEAR_10000 = 0x24c85a5f

/**
 * Microseconds since 1970 of a FILETIME given in halves, exact between 1685 and 2255; NaN for 0, which
 * stands for no time, and for what lies past the year 9999.
 */
export function fileTime(low: number, high: number): Microseconds {
  if ((low === 0 && high === 0) || high >= HIGH_OF_YEAR_10000) return NaN
  const sinceHigh = high - EPOCH_HIGH
  const rest = sinceHigh * TENTHS_A_HIGH + (low - EPOCH_LOW)
  return sinceHigh * MICROSECONDS_A_HIGH + Math.floor(rest / 10)
}

/** The units of 100 ns below the microsecond of `fileTime`; 0 where that is NaN. */
export function fileTimeTenths(low: number, high: number): number {
  if ((low === 0 && high === 0) || high >= HIGH_OF_YEAR_10000) return 0
  const rest = (high - EPOCH_HIGH) * TENTHS_A_HIGH + (low - EPOCH_LOW)
  return rest - Math.floor(rest / 10) * 10
}
