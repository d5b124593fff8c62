/** Never given a meaning, APPNOTE 4.4.4: set where other bytes only look like a header. */
const RESERVED_FLAGS = 0xc780
const NEWEST_VERSION = 63
/** 0–20 have been given out, and these above. */
const LAST_LOW_METHOD = 20
const FIRST_HIGH_METHOD = 90
const LAST_METHOD = 99
/** Longer names are of no file system. */
const LONGEST_NAME = 8192

/**
 * Whether a header's fields can be one's. Compressed data holds every signature by chance, once in
 * 4 GB; that these fields fit as well does not happen.
 */
export function isPlausible(
  version: number,
  flags: number,
  method: number,
  nameLength: number,
): boolean {
  return (
    version <= NEWEST_VERSION &&
    (flags & RESERVED_FLAGS) === 0 &&
    (method <= LAST_LOW_METHOD || (method >= FIRST_HIGH_METHOD && method <= LAST_METHOD)) &&
    nameLength > 0 &&
    nameLength <= LONGEST_NAME
  )
}
