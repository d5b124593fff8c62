// Careful reader of a Deflate stream's bits: takes a byte only when it is needed, so that nothing
// behind the stream's end is touched and any byte of the input may be the last for now.

import { BITS, BIT_COUNT, CONSUMED } from './inflate-state'
import { SUBTABLE } from './inflate-tables'

let start: usize = 0
let at: usize = 0
let end: usize = 0
let bits: u64 = 0
let count: u32 = 0
let codeBits: u32 = 0

export function openBits(state: usize, inAt: usize, inLength: usize): void {
  start = inAt
  at = inAt
  end = inAt + inLength
  reloadBits(state, inAt)
}

/** Goes on from `from` with the bits of the state block. */
export function reloadBits(state: usize, from: usize): void {
  at = from
  bits = load<u64>(state, BITS)
  count = load<u32>(state, BIT_COUNT)
}

export function saveBits(state: usize): void {
  store<u64>(state, bits, BITS)
  store<u32>(state, count, BIT_COUNT)
  store<u32>(state, <u32>(at - start), CONSUMED)
}

@inline
export function inputAt(): usize {
  return at
}

@inline
export function inputLeft(): usize {
  return end - at
}

/** Bytes of stored data are taken from here when no bits are held any more. */
@inline
export function skipInput(bytes: usize): void {
  at += bytes
}

@inline
export function bitsHeld(): u32 {
  return count
}

function pull(): bool {
  if (at >= end) return false
  bits |= <u64>load<u8>(at) << count
  count += 8
  at++
  return true
}

/** Whether so many bits, at most 56, are there to be looked at. */
export function need(wanted: u32): bool {
  while (count < wanted) {
    if (!pull()) return false
  }
  return true
}

@inline
export function peek(from: u32, wanted: u32): u32 {
  return <u32>(bits >> from) & ((1 << wanted) - 1)
}

@inline
export function drop(used: u32): void {
  bits >>= used
  count -= used
}

/** Entry of the next code, which is not dropped (`codeLength` says how long it is); 0 for no input. */
export function nextCode(table: usize, tableBits: u32): u32 {
  while (true) {
    let entry = load<u32>(table + (<usize>peek(0, tableBits) << 2))
    let length = (entry >>> 8) & 15
    if (entry & SUBTABLE) {
      entry = load<u32>(table + (entry >>> 16) + (<usize>peek(tableBits, length) << 2))
      length = tableBits + ((entry >>> 8) & 15)
    }
    if (length <= count) {
      codeBits = length
      return entry
    }
    if (!pull()) return 0
  }
}

@inline
export function codeLength(): u32 {
  return codeBits
}
