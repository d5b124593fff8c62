// Few short literals over whole lines: two neighbouring bytes of each, sixteen places at once. Where
// both stand the literal is compared whole.
//
//   plan  two literals, 20 bytes each: u8 first byte, u8 second byte, u8 bits set in the text's first
//         byte before it is compared, u8 the same for the second (0xff where any will do),
//         u32 address of the folded literal, u32 its length, u32 the first byte's place in it, u32 0

import { bytesCompared, linesBefore, openLines, tryLiteral } from './lookup'

const SECOND: usize = 20
/** Work that a block of lines may take whatever its size, and one more a so many bytes. */
const FREE_WORK: u32 = 2048
const BYTES_PER_WORK: u32 = 12

/**
 * Sets the flag byte of each line in which one of the two literals occurs. Number of the lines that
 * have been looked at: fewer than all where the text is so like the literals that `match` is faster.
 */
export function pairs(
  plan: usize,
  text: usize,
  starts: usize,
  ends: usize,
  linesOf: usize,
  count: u32,
  flags: usize,
): u32 {
  if (!count) return 0
  openLines(text, starts, ends, linesOf, count, flags)
  const first0 = v128.load8_splat(plan)
  const second0 = v128.load8_splat(plan, 1)
  const either0 = v128.load8_splat(plan, 2)
  const other0 = v128.load8_splat(plan, 3)
  const first1 = v128.load8_splat(plan, 20)
  const second1 = v128.load8_splat(plan, 21)
  const either1 = v128.load8_splat(plan, 22)
  const other1 = v128.load8_splat(plan, 23)
  const begin = text + load<u32>(starts)
  const end = text + load<u32>(ends + (<usize>(count - 1) << 2))
  let work: u32 = 0
  let clear = begin
  for (let at = begin; at < end; at += 16) {
    const bytes = v128.load(at)
    const next = v128.load(at, 1)
    const found0 = v128.and(
      i8x16.eq(v128.or(bytes, either0), first0),
      i8x16.eq(v128.or(next, other0), second0),
    )
    const found1 = v128.and(
      i8x16.eq(v128.or(bytes, either1), first1),
      i8x16.eq(v128.or(next, other1), second1),
    )
    if (!v128.any_true(v128.or(found0, found1))) continue
    const bits0 = i8x16.bitmask(found0)
    let bits = bits0 | i8x16.bitmask(found1)
    for (; bits; bits &= bits - 1) {
      const place = at + ctz(bits)
      if (place < clear) continue
      work++
      let to: usize = 0
      if ((bits0 >>> ctz(bits)) & 1) to = tryPair(plan, place)
      if (!to) to = tryPair(plan + SECOND, place)
      if (to) clear = to
    }
    if (work + bytesCompared() > FREE_WORK + <u32>(at - begin) / BYTES_PER_WORK) {
      return linesBefore(at)
    }
  }
  return count
}

@inline
function tryPair(literal: usize, at: usize): usize {
  return tryLiteral(load<u32>(literal, 4), load<u32>(literal, 8), load<u32>(literal, 12), at)
}
