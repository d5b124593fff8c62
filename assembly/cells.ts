// What stands in one cell of a row, by address. Up to 15 bytes behind a cell are loaded.

const DOT: u8 = 0x2e
const COLON: u8 = 0x3a
const ZERO: u8 = 0x30

/** The address that `readAddress` found, else the whole cell. */
export let addressStart: usize = 0
export let addressEnd: usize = 0

/** A bit for each of the 64 bytes at `at` that is `byte`. */
@inline
export function placesOf(byte: v128, at: usize): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(at), byte))) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(at, 16), byte))) << 16) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(at, 32), byte))) << 32) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(at, 48), byte))) << 48)
  )
}

/** The lowest `left` bits, all where that is 64 or more. */
@inline
export function firstBits(left: usize): u64 {
  return left < 64 ? ((<u64>1) << left) - 1 : ~(<u64>0)
}

@inline
function isListSeparator(byte: u32): bool {
  return byte === 0x2c || byte === 0x2b || byte === 0x20
}

@inline
function isHexDigit(byte: u32): bool {
  const folded = byte | 0x20
  return byte - 0x30 < 10 || folded - 0x61 < 6
}

/**
 * Finds the address in a cell: `10.0.0.5`, `10.0.0.5:4711`, `fe80::1%3`, `[::1]:80`, the first of a
 * list. False where it holds none, and then the whole cell is set.
 */
@inline
export function readAddress(from: usize, to: usize): bool {
  addressStart = from
  addressEnd = to
  const length = to - from
  if (length <= 16) {
    const bytes = v128.load(from)
    const dots = <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(DOT)))
    const digits = <u32>(
      i8x16.bitmask(i8x16.le_u(i8x16.sub(bytes, i8x16.splat(ZERO)), i8x16.splat(9)))
    )
    const all: u32 = (1 << <u32>length) - 1
    if (((dots | digits) & all) === all) return popcnt(dots & all) === 3
  }
  return readAnyAddress(from, to)
}

function readAnyAddress(from: usize, to: usize): bool {
  let start = from
  while (start < to && isListSeparator(load<u8>(start))) start++
  const bracketed = start < to && load<u8>(start) === 0x5b
  if (bracketed) start++
  let dots = 0
  let colons = 0
  let at = start
  for (; at < to; at++) {
    const byte = load<u8>(at)
    if (byte === DOT) dots++
    else if (byte === COLON) {
      if (dots === 3 && colons === 0) break
      colons++
    } else if (!isHexDigit(byte)) break
  }
  if (at >= to) {
    if (at !== to) return false
  } else {
    const stop = load<u8>(at)
    const stopsWell =
      stop === 0x25 ||
      isListSeparator(stop) ||
      (stop === COLON && dots === 3) ||
      (stop === 0x5d && bracketed)
    if (!stopsWell) return false
  }
  if (at === start) return false
  if (!(colons >= 2 || (dots === 3 && colons === 0))) return false
  addressStart = start
  addressEnd = at
  return true
}

/** The whole cell as a decimal number below 10 ** 9; -1 where it is none. */
@inline
export function decimal(at: usize, end: usize): i32 {
  if (at >= end || end - at > 9) return -1
  let value: u32 = 0
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 0x30
    if (digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** A number that can be an HTTP status, else 0. */
@inline
export function statusOf(at: usize, end: usize): u32 {
  const value = decimal(at, end)
  return value >= 100 && value <= 999 ? value : 0
}

/** A cell of `-` stands for an empty value. */
@inline
export function isDash(at: usize, end: usize): bool {
  return end - at === 1 && load<u8>(at) === 0x2d
}
