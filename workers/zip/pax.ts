const utf8 = new TextDecoder()
const BLANK = 0x20
const EQUALS = 0x3d
/** A record's length has so many digits at most: what a megabyte of records can need. */
const MAX_DIGITS = 8

/**
 * Records of a pax header, `length key=value\n` with the length in bytes and its own digits counted.
 * Stops at the first that is malformed. Source: POSIX.1-2017, pax, "pax Extended Header".
 */
export function paxValues(body: Uint8Array): Map<string, string> {
  const values = new Map<string, string>()
  for (let at = 0; at < body.length;) {
    const blank = body.subarray(at, at + MAX_DIGITS + 1).indexOf(BLANK)
    const digits = utf8.decode(body.subarray(at, at + Math.max(0, blank)))
    const length = /^\d+$/.test(digits) ? Number(digits) : 0
    if (blank <= 0 || length <= blank + 1 || at + length > body.length) break
    const record = body.subarray(at + blank + 1, at + length - 1)
    const equals = record.indexOf(EQUALS)
    if (equals > 0) {
      values.set(utf8.decode(record.subarray(0, equals)), utf8.decode(record.subarray(equals + 1)))
    }
    at += length
  }
  return values
}
