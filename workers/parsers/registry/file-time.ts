import type { Microseconds } from '../../../src/model/units.js'

/** Units of 100 ns from 1601 to 1970. */
const EPOCH = 116_444_736_000_000_000n
/** The last time that a year of four digits can show. */
const LAST = 2_650_467_743_999_999_999n

export interface FileTime {
  /** Microseconds since 1970, NaN for 0 and for what is past the year 9999. */
  readonly written: Microseconds
  /** Units of 100 ns below the microsecond. */
  readonly tenths: number
}

const NONE: FileTime = { written: NaN, tenths: 0 }

/** FILETIME at an offset, little-endian; no time where there are no eight bytes. */
export function fileTime(view: DataView, at: number): FileTime {
  if (at + 8 > view.byteLength) return NONE
  const units = view.getBigUint64(at, true)
  if (units === 0n || units > LAST) return NONE
  const since = units - EPOCH
  const tenths = Number(((since % 10n) + 10n) % 10n)
  return { written: Number((since - BigInt(tenths)) / 10n), tenths }
}
