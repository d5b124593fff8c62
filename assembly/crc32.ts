// CRC-32 of zip (polynomial 0xEDB88320, reflected): long inputs are folded to their last 4800 bytes by
// exclusive or alone, and what is left is sliced by 16.
//
// Folding: P divides x^300 + x^155 + x^117 + x^89 + 1, and so (squaring seven times, which over GF(2)
// doubles every exponent) the same sum of powers of y = x^128. The CRC therefore stays when 16 bytes
// are taken away and added, by exclusive or, to those 145, 183, 211 and 300 times 16 bytes further on.
//
//   TABLES  16 x 256 u32: TABLES[k][b] is the CRC of byte b followed by k zero bytes
//   FOLDED  the SPAN bytes before and STRIDE bytes more, each with what was added to it

const POLYNOMIAL: u32 = 0xedb88320
const TABLES: usize = memory.data(16 * 256 * 4, 16)

const SPAN: usize = 300 * 16
const STRIDE: usize = 904 * 16
const FOLDED: usize = memory.data(19264, 16)
/** Least length that is worth folding. */
const LONG: usize = 8192

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
function lookUp(word: u32, tables: usize): u32 {
  return (
    load<u32>(tables + ((word & 0xff) << 2), 3072) ^
    load<u32>(tables + (((word >>> 8) & 0xff) << 2), 2048) ^
    load<u32>(tables + (((word >>> 16) & 0xff) << 2), 1024) ^
    load<u32>(tables + ((word >>> 24) << 2))
  )
}

/** What was at `folded + SPAN` bytes before, 145, 183, 211 and 300 places back. */
@inline
function added(folded: usize): v128 {
  return v128.xor(
    v128.xor(v128.load(folded), v128.load(folded, 89 * 16)),
    v128.xor(v128.load(folded, 117 * 16), v128.load(folded, 155 * 16)),
  )
}

@inline
function foldOne(folded: usize, at: usize): void {
  v128.store(folded, v128.xor(v128.load(at), added(folded)), SPAN)
}

/** The register behind `length` bytes, a multiple of 16 and at least LONG, given that before them. */
function fold(crc: u32, at: usize, length: usize): u32 {
  const last = at + length - SPAN
  memory.fill(FOLDED, 0, SPAN)
  let folded = FOLDED
  v128.store(folded, v128.xor(v128.load(at), i32x4.replace_lane(i32x4.splat(0), 0, crc)), SPAN)
  folded += 16
  at += 16
  while (at < last) {
    const end = folded + min<usize>(last - at, FOLDED + STRIDE - folded)
    for (; folded + 64 <= end; folded += 64, at += 64) {
      foldOne(folded, at)
      foldOne(folded + 16, at + 16)
      foldOne(folded + 32, at + 32)
      foldOne(folded + 48, at + 48)
    }
    for (; folded < end; folded += 16, at += 16) foldOne(folded, at)
    memory.copy(FOLDED, folded, SPAN)
    folded = FOLDED
  }
  return slice(0, unfold(at), SPAN)
}

/** The last SPAN bytes with what was added to them; none of them is taken away any more. */
function unfold(at: usize): usize {
  memory.fill(FOLDED + SPAN, 0, SPAN)
  for (let place: usize = 0; place < SPAN; place += 16) {
    const whole = v128.xor(v128.load(at + place), added(FOLDED + place))
    v128.store(FOLDED + place, whole, 2 * SPAN)
  }
  return FOLDED + 2 * SPAN
}

/** CRC of all bytes so far, given that of the bytes before `at` (0 at the start). */
export function crc32(previous: u32, at: usize, length: usize): u32 {
  let crc = ~previous
  if (length >= LONG) {
    const whole = length & ~15
    crc = fold(crc, at, whole)
    at += whole
    length -= whole
  }
  return ~slice(crc, at, length)
}

function slice(crc: u32, at: usize, length: usize): u32 {
  const end = at + length
  const bulkEnd = at + (length & ~15)
  while (at < bulkEnd) {
    crc =
      lookUp(load<u32>(at) ^ crc, TABLES + 12288) ^
      lookUp(load<u32>(at, 4), TABLES + 8192) ^
      lookUp(load<u32>(at, 8), TABLES + 4096) ^
      lookUp(load<u32>(at, 12), TABLES)
    at += 16
  }
  while (at < end) {
    crc = (crc >>> 8) ^ load<u32>(TABLES + (((crc ^ load<u8>(at)) & 0xff) << 2))
    at++
  }
  return crc
}
