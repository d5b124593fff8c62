// Skip-sieve over whole lines. Of every literal so many grams are known, at following places, as a
// stride has bytes, so that one of them is met wherever the literal stands in the text. Only a gram
// that is marked is looked at more closely: first eight bytes around it, then the literal.
//
//   plan  u32 stride, u32 gram's bytes, u32 logarithm of the marks, u32 marks, u32 logarithm of the
//         slots, u32 slots, u32 entries
//   marks u8 a hash of a gram: 1 where a gram of that hash is known
//   slots u32 a slot and one more: number of the slot's first entry
//   entry u64 bytes around the gram, u64 mask of these, i32 where they begin as seen from the gram,
//         u32 address of the folded literal, u32 its length, u32 the gram's place in it

import { bytesCompared, linesBefore, openLines, tryLiteral } from './lookup'

/** Makes letters of one case; other bytes that it merges are told apart by the literal. */
const ONE_CASE: u64 = 0x2020202020202020
const SPREAD: u64 = 0x9e3779b97f4a7c15
const ENTRY_BYTES: usize = 32
/** Work that a block of lines may take whatever its size, and one more a so many bytes. */
const FREE_WORK: u32 = 2048
const BYTES_PER_WORK: u32 = 12

let work: u32 = 0
let allowance: u32 = 0
let clear: usize = 0

/** Multiplier of eight bytes for a gram of fewer: the bytes behind it fall off at the top. */
@inline
function spreadOf(gramBytes: u32): u64 {
  return SPREAD << <u64>(64 - (gramBytes << 3))
}

@inline
function hash(at: usize, spread: u64): u64 {
  return (load<u64>(at) | ONE_CASE) * spread
}

/** 1 where the gram may be known. */
@inline
function marked(marks: usize, mask: u64, hash: u64): u32 {
  return <u32>load<u8>(marks + <usize>((hash >> 40) & mask))
}

/** Number of the mark of the gram at `at`, of 2 ** `bits`. */
export function gramMark(at: usize, gramBytes: u32, bits: u32): u32 {
  return <u32>((hash(at, spreadOf(gramBytes)) >> 40) & ((<u64>1 << <u64>bits) - 1))
}

/** Number of the slot of the gram at `at`, of 2 ** `slotBits`. */
export function gramSlot(at: usize, gramBytes: u32, slotBits: u32): u32 {
  return <u32>(hash(at, spreadOf(gramBytes)) >> <u64>(64 - slotBits))
}

/** Entries and bytes that the last block of lines had compared. */
export function sieveWork(): u32 {
  return work + bytesCompared()
}

/** Looks at the entries of the gram at `at`. */
function lookAt(at: usize, slots: usize, entries: usize): void {
  let entry = entries + <usize>load<u32>(slots) * ENTRY_BYTES
  const last = entries + <usize>load<u32>(slots, 4) * ENTRY_BYTES
  work++
  while (entry < last) {
    work++
    const around = load<u64>(at + load<i32>(entry, 16)) | ONE_CASE
    if ((around & load<u64>(entry, 8)) === load<u64>(entry)) {
      const to = tryLiteral(load<u32>(entry, 20), load<u32>(entry, 24), load<u32>(entry, 28), at)
      if (to) {
        clear = to
        return
      }
      if (sieveWork() > allowance) return
    }
    entry += ENTRY_BYTES
  }
}

/**
 * Sets the flag byte of each line in which a literal of the plan occurs. Number of the lines that
 * have been looked at: fewer than all where the text is so like the literals that `match` is faster.
 */
export function sieve(
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
  const stride = <usize>load<u32>(plan)
  const spread = spreadOf(load<u32>(plan, 4))
  const mask: u64 = (<u64>1 << <u64>load<u32>(plan, 8)) - 1
  const marks = <usize>load<u32>(plan, 12)
  const slotShift = <u64>(64 - load<u32>(plan, 16))
  const slots = <usize>load<u32>(plan, 20)
  const entries = <usize>load<u32>(plan, 24)
  const first = text + load<u32>(starts)
  const end = text + load<u32>(ends + (<usize>(count - 1) << 2))
  const two = stride << 1
  const three = stride * 3
  const four = stride << 2
  work = 0
  clear = first
  for (let at = first; at < end; at += four) {
    const hash0 = hash(at, spread)
    const hash1 = hash(at + stride, spread)
    const hash2 = hash(at + two, spread)
    const hash3 = hash(at + three, spread)
    const marked0 = marked(marks, mask, hash0)
    const marked1 = marked(marks, mask, hash1)
    const marked2 = marked(marks, mask, hash2)
    const marked3 = marked(marks, mask, hash3)
    if (!(marked0 | marked1 | marked2 | marked3)) continue
    allowance = FREE_WORK + <u32>(at - first) / BYTES_PER_WORK
    let known = marked0 | (marked1 << 1) | (marked2 << 2) | (marked3 << 3)
    for (; known; known &= known - 1) {
      const place = at + stride * <usize>ctz(known)
      if (place < clear) continue
      const slot = <usize>(hash(place, spread) >> slotShift)
      lookAt(place, slots + (slot << 2), entries)
      if (sieveWork() > allowance) return linesBefore(place)
    }
  }
  return count
}
