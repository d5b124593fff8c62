/** Microseconds since 1970-01-01T00:00:00Z. NaN means "this record states no time". */
export type Microseconds = number
export type Bytes = number
/** 64 lower-case hexadecimal digits. */
export type Sha256Hex = string
/** Position of an entry in the case's list of entries. */
export type EntryIndex = number

export const MICROSECONDS_PER_MILLISECOND = 1_000
export const MICROSECONDS_PER_SECOND = 1_000_000
export const MICROSECONDS_PER_MINUTE = 60 * MICROSECONDS_PER_SECOND
export const MICROSECONDS_PER_HOUR = 60 * MICROSECONDS_PER_MINUTE
export const MICROSECONDS_PER_DAY = 24 * MICROSECONDS_PER_HOUR
