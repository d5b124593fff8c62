/** CRC-32 as zip, zlib and Windows have it (ISO 3309), eight bytes at a time. */
const POLYNOMIAL = 0xedb88320
const TABLES = 8
let tables: Uint32Array | null = null

function makeTables(): Uint32Array {
  const made = new Uint32Array(256 * TABLES)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    made[byte] = crc >>> 0
  }
  for (let at = 256; at < made.length; at++) {
    const before = made[at - 256] as number
    made[at] = ((before >>> 8) ^ (made[before & 0xff] as number)) >>> 0
  }
  return made
}

/** CRC-32 of bytes [from .. end), going on from that of what stands before. */
export function crc32(bytes: Uint8Array, from: number, end: number, before = 0): number {
  const t = (tables ??= makeTables())
  let crc = ~before
  let at = from
  for (; at + 8 <= end; at += 8) {
    const low =
      crc ^
      ((bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24))
    crc =
      (t[1_792 + (low & 0xff)] as number) ^
      (t[1_536 + ((low >>> 8) & 0xff)] as number) ^
      (t[1_280 + ((low >>> 16) & 0xff)] as number) ^
      (t[1_024 + (low >>> 24)] as number) ^
      (t[768 + (bytes[at + 4] as number)] as number) ^
      (t[512 + (bytes[at + 5] as number)] as number) ^
      (t[256 + (bytes[at + 6] as number)] as number) ^
      (t[bytes[at + 7] as number] as number)
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ (t[(crc ^ (bytes[at] as number)) & 0xff] as number)
  return ~crc >>> 0
}
