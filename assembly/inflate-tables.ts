// Decoding tables of Deflate: u32 entries, indexed by the next bits of the stream. Codes longer than
// the index go through a second table, behind the first.
//
//   bits 0-5    bits that the code and its extra bits take
//   bits 8-11   bits of the code alone; of the second table's index in a SUBTABLE entry
//   bit  12     INVALID: a code that stands for nothing
//   bit  13     END of the block
//   bit  14     SUBTABLE
//   bit  15     EXCEPTION: one of the three above
//   bits 16-30  the literal, the base of the length or distance, the code length, or the second
//               table's offset from the first in bytes
//   bit  31     LITERAL
//
// In a second table the bits that the first has taken are counted off.

export const INVALID: u32 = 1 << 12
export const END: u32 = 1 << 13
export const SUBTABLE: u32 = 1 << 14
export const EXCEPTION: u32 = 1 << 15
export const LITERAL: u32 = 1 << 31

export const LITERAL_BITS: u32 = 11
export const DISTANCE_BITS: u32 = 8
export const CODE_LENGTH_BITS: u32 = 7

const MAX_LENGTH = 15
/** Adds one bit to both lengths of an entry. */
const ONE_BIT: u32 = 0x101

/** Entries of the symbols before their codes' lengths are added. */
export const LITERAL_SYMBOLS: usize = memory.data(288 * 4, 16)
export const DISTANCE_SYMBOLS: usize = memory.data(32 * 4, 16)
export const CODE_LENGTH_SYMBOLS: usize = memory.data(19 * 4, 16)

const COUNTS: usize = memory.data((MAX_LENGTH + 1) * 4, 16)
const NEXT_CODES: usize = memory.data((MAX_LENGTH + 1) * 4, 16)

/** RFC 1951, 3.2.5: bases follow from the counts of extra bits, but for length 258. */
function fillSymbols(): void {
  for (let symbol: u32 = 0; symbol < 256; symbol++) {
    store<u32>(LITERAL_SYMBOLS + (symbol << 2), LITERAL | (symbol << 16))
  }
  store<u32>(LITERAL_SYMBOLS + (256 << 2), EXCEPTION | END)
  let base: u32 = 3
  for (let symbol: u32 = 257; symbol < 285; symbol++) {
    const extra: u32 = symbol < 265 ? 0 : (symbol - 261) >>> 2
    store<u32>(LITERAL_SYMBOLS + (symbol << 2), (base << 16) | extra)
    base += 1 << extra
  }
  store<u32>(LITERAL_SYMBOLS + (285 << 2), 258 << 16)
  store<u32>(LITERAL_SYMBOLS + (286 << 2), EXCEPTION | INVALID)
  store<u32>(LITERAL_SYMBOLS + (287 << 2), EXCEPTION | INVALID)
  base = 1
  for (let symbol: u32 = 0; symbol < 30; symbol++) {
    const extra: u32 = symbol < 4 ? 0 : (symbol - 2) >>> 1
    store<u32>(DISTANCE_SYMBOLS + (symbol << 2), (base << 16) | extra)
    base += 1 << extra
  }
  store<u32>(DISTANCE_SYMBOLS + (30 << 2), EXCEPTION | INVALID)
  store<u32>(DISTANCE_SYMBOLS + (31 << 2), EXCEPTION | INVALID)
  for (let symbol: u32 = 0; symbol < 19; symbol++) {
    store<u32>(CODE_LENGTH_SYMBOLS + (symbol << 2), symbol << 16)
  }
}
fillSymbols()

@inline
function reversed(code: u32, length: u32): u32 {
  code = ((code & 0x5555) << 1) | ((code >>> 1) & 0x5555)
  code = ((code & 0x3333) << 2) | ((code >>> 2) & 0x3333)
  code = ((code & 0x0f0f) << 4) | ((code >>> 4) & 0x0f0f)
  code = ((code & 0x00ff) << 8) | (code >>> 8)
  return code >>> (16 - length)
}

/**
 * Counts the codes of each length and finds the first code of each (RFC 1951, 3.2.2). The longest
 * length, or -1 where zlib refuses the lengths: more codes than bits can tell apart, or fewer, other
 * than no code at all and, where `lone`, a single one of one bit.
 */
function countCodes(lengths: usize, symbols: u32, lone: bool): i32 {
  memory.fill(COUNTS, 0, (MAX_LENGTH + 1) * 4)
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const slot = COUNTS + (<usize>load<u8>(lengths + symbol) << 2)
    store<u32>(slot, load<u32>(slot) + 1)
  }
  let left: i32 = 1
  let code: u32 = 0
  let longest: i32 = 0
  for (let length: usize = 1; length <= <usize>MAX_LENGTH; length++) {
    const count = load<u32>(COUNTS + (length << 2))
    left = (left << 1) - <i32>count
    if (left < 0) return -1
    code <<= 1
    store<u32>(NEXT_CODES + (length << 2), code)
    code += count
    if (count) longest = <i32>length
  }
  if (left > 0 && longest > 0 && !(lone && longest === 1)) return -1
  return longest
}

/** The second table of the long codes that begin with the `prefix`; made when first asked for. */
@inline
function subtable(table: usize, tableBits: u32, prefix: u32, bits: u32, free: u32): u32 {
  const slot = table + (<usize>prefix << 2)
  const pointer = load<u32>(slot)
  if (pointer) return pointer >>> 16
  store<u32>(slot, (free << 16) | EXCEPTION | SUBTABLE | (bits << 8) | tableBits)
  return free
}

/**
 * Fills `table` for the codes of the given lengths (u8 a symbol); false where zlib refuses them.
 * `unused` is the entry of what no code stands for. See `countCodes` for `lone`.
 */
export function buildTable(
  table: usize,
  tableBits: u32,
  lengths: usize,
  symbols: u32,
  entries: usize,
  unused: u32,
  lone: bool,
): bool {
  const longest = countCodes(lengths, symbols, lone)
  if (longest < 0) return false
  const size: u32 = 1 << tableBits
  if (longest < 2) {
    for (let index: u32 = 0; index < size; index++) {
      store<u32>(table + (<usize>index << 2), unused + ONE_BIT)
    }
  } else if (<u32>longest > tableBits) {
    memory.fill(table, 0, <usize>size << 2)
  }
  const subtableBits: u32 = <u32>longest > tableBits ? <u32>longest - tableBits : 0
  let free = size << 2
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = <u32>load<u8>(lengths + symbol)
    if (!length) continue
    const slot = NEXT_CODES + (<usize>length << 2)
    const code = load<u32>(slot)
    store<u32>(slot, code + 1)
    let index = reversed(code, length)
    let at = table
    let bits = length
    let stop = size
    if (length > tableBits) {
      const offset = subtable(table, tableBits, index & (size - 1), subtableBits, free)
      if (offset === free) free += 4 << subtableBits
      at += <usize>offset
      index >>>= tableBits
      bits -= tableBits
      stop = 1 << subtableBits
    }
    const entry = load<u32>(entries + (<usize>symbol << 2)) + bits * ONE_BIT
    for (; index < stop; index += 1 << bits) store<u32>(at + (<usize>index << 2), entry)
  }
  return true
}
