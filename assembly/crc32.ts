// CRC-32 of zip (polynomial 0xEDB88320, reflected), slicing by 16.
//
//   TABLES  16 x 256 u32: TABLES[k][b] is the CRC of byte b followed by k zero bytes

const POLYNOMIAL: u32 = 0xedb88320
const TABLES: usize = memory.data(16 * 256 * 4, 16)

function fillTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0)
    store<u32>(TABLES + (byte << 2), crc)
  }
  for (let byte: usize = 0; byte < 256; byte++) {
    let crc = load<u32>(TABLES + (byte << 2))
    for (let slice: usize = 1; slice < 16; slice++) {
      crc = (crc >>> 8) ^ load<u32>(TABLES + ((crc & 0xff) << 2))
      store<u32>(TABLES + (slice << 10) + (byte << 2), crc)
    }
  }
}
fillTables()

/** Four bytes of a word through four tables, of which the one at `tables` is the last byte's. */
@inline
function fold(word: u32, tables: usize): u32 {
  return (
    load<u32>(tables + ((word & 0xff) << 2), 3072) ^
    load<u32>(tables + (((word >>> 8) & 0xff) << 2), 2048) ^
    load<u32>(tables + (((word >>> 16) & 0xff) << 2), 1024) ^
    load<u32>(tables + ((word >>> 24) << 2))
  )
}

/** CRC of all bytes so far, given that of the bytes before `at` (0 at the start). */
export function crc32(previous: u32, at: usize, length: usize): u32 {
  let crc = ~previous
  const end = at + length
  const bulkEnd = at + (length & ~15)
  while (at < bulkEnd) {
    crc =
      fold(load<u32>(at) ^ crc, TABLES + 12288) ^
      fold(load<u32>(at, 4), TABLES + 8192) ^
      fold(load<u32>(at, 8), TABLES + 4096) ^
      fold(load<u32>(at, 12), TABLES)
    at += 16
  }
  while (at < end) {
    crc = (crc >>> 8) ^ load<u32>(TABLES + (((crc ^ load<u8>(at)) & 0xff) << 2))
    at++
  }
  return ~crc
}
