// Headers of Deflate blocks (RFC 1951, 3.2.3 to 3.2.7), resumable at every byte. What is refused is
// what zlib refuses, in the same order.

import { bitsHeld, codeLength, drop, need, nextCode, peek } from './inflate-bits'
import {
  BAD_BLOCK_TYPE,
  BAD_CODE_LENGTHS,
  BAD_DISTANCE_LENGTHS,
  BAD_LITERAL_LENGTHS,
  BAD_REPEAT,
  BAD_STORED_LENGTH,
  CODE_LENGTHS,
  DISTANCES,
  DISTANCE_CODES,
  GO_ON,
  LAST,
  LENGTHS,
  LENGTHS_READ,
  LENGTH_CODES,
  LITERALS,
  LITERAL_CODES,
  MODE,
  MODE_CODE_LENGTHS,
  MODE_COUNTS,
  MODE_LENGTHS,
  MODE_STORED,
  MODE_STORED_LENGTH,
  MODE_SYMBOL,
  NEEDS_INPUT,
  NO_END_CODE,
  REMAINING,
  TABLES_FIXED,
  TOO_MANY_CODES,
} from './inflate-state'
import {
  buildTable,
  CODE_LENGTH_BITS,
  CODE_LENGTH_SYMBOLS,
  DISTANCE_BITS,
  DISTANCE_SYMBOLS,
  EXCEPTION,
  INVALID,
  LITERAL_BITS,
  LITERAL_SYMBOLS,
} from './inflate-tables'

const END_SYMBOL: usize = 256
const MAX_LITERAL_CODES: u32 = 286
const MAX_DISTANCE_CODES: u32 = 30

/** Order in which the lengths of the codes for code lengths stand (RFC 1951, 3.2.7). */
const ORDER: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
])

@inline
function enter(state: usize, mode: u32): u32 {
  store<u32>(state, mode, MODE)
  return GO_ON
}

export function readBlockHeader(state: usize): u32 {
  if (!need(3)) return NEEDS_INPUT
  store<u32>(state, peek(0, 1), LAST)
  const type = peek(1, 2)
  drop(3)
  if (type === 0) {
    drop(bitsHeld() & 7)
    return enter(state, MODE_STORED_LENGTH)
  }
  if (type === 1) {
    buildFixed(state)
    return enter(state, MODE_SYMBOL)
  }
  return type === 2 ? enter(state, MODE_COUNTS) : BAD_BLOCK_TYPE
}

export function readStoredLength(state: usize): u32 {
  if (!need(32)) return NEEDS_INPUT
  const length = peek(0, 16)
  if (length !== (peek(16, 16) ^ 0xffff)) return BAD_STORED_LENGTH
  drop(32)
  store<u32>(state, length, REMAINING)
  return enter(state, MODE_STORED)
}

function buildFixed(state: usize): void {
  if (load<u32>(state, TABLES_FIXED)) return
  const lengths = state + LENGTHS
  memory.fill(lengths, 8, 144)
  memory.fill(lengths + 144, 9, 112)
  memory.fill(lengths + 256, 7, 24)
  memory.fill(lengths + 280, 8, 8)
  memory.fill(lengths + 288, 5, 32)
  buildLiterals(state, 288)
  buildDistances(state, lengths + 288, 32)
  store<u32>(state, 1, TABLES_FIXED)
}

@inline
function buildLiterals(state: usize, codes: u32): bool {
  const unused = EXCEPTION | INVALID
  const table = state + LITERALS
  return buildTable(table, LITERAL_BITS, state + LENGTHS, codes, LITERAL_SYMBOLS, unused, true)
}

@inline
function buildDistances(state: usize, lengths: usize, codes: u32): bool {
  const unused = EXCEPTION | INVALID
  const table = state + DISTANCES
  return buildTable(table, DISTANCE_BITS, lengths, codes, DISTANCE_SYMBOLS, unused, true)
}

export function readCounts(state: usize): u32 {
  if (!need(14)) return NEEDS_INPUT
  const literals = peek(0, 5) + 257
  const distances = peek(5, 5) + 1
  store<u32>(state, literals, LITERAL_CODES)
  store<u32>(state, distances, DISTANCE_CODES)
  store<u32>(state, peek(10, 4) + 4, LENGTH_CODES)
  store<u32>(state, 0, LENGTHS_READ)
  drop(14)
  if (literals > MAX_LITERAL_CODES || distances > MAX_DISTANCE_CODES) return TOO_MANY_CODES
  memory.fill(state + CODE_LENGTHS, 0, 19)
  return enter(state, MODE_CODE_LENGTHS)
}

/** Lengths of the codes for code lengths; then their table, in the place of the distances'. */
export function readCodeLengths(state: usize): u32 {
  const codes = load<u32>(state, LENGTH_CODES)
  let read = load<u32>(state, LENGTHS_READ)
  while (read < codes) {
    if (!need(3)) {
      store<u32>(state, read, LENGTHS_READ)
      return NEEDS_INPUT
    }
    store<u8>(state + CODE_LENGTHS + load<u8>(ORDER + read), <u8>peek(0, 3))
    drop(3)
    read++
  }
  store<u32>(state, 0, LENGTHS_READ)
  store<u32>(state, 0, TABLES_FIXED)
  const table = state + DISTANCES
  const lengths = state + CODE_LENGTHS
  // zlib takes a set of no codes at all for one that gives length 0 for every bit.
  if (!buildTable(table, CODE_LENGTH_BITS, lengths, 19, CODE_LENGTH_SYMBOLS, 0, false)) {
    return BAD_CODE_LENGTHS
  }
  return enter(state, MODE_LENGTHS)
}

/** Lengths of the literals' and distances' codes, with repeats; then both tables. */
export function readLengths(state: usize): u32 {
  const literals = load<u32>(state, LITERAL_CODES)
  const codes = literals + load<u32>(state, DISTANCE_CODES)
  const lengths = state + LENGTHS
  let read = load<u32>(state, LENGTHS_READ)
  while (read < codes) {
    const entry = nextCode(state + DISTANCES, CODE_LENGTH_BITS)
    const symbol = entry >>> 16
    const used = codeLength()
    const extra: u32 = symbol < 16 ? 0 : symbol === 16 ? 2 : symbol === 17 ? 3 : 7
    if (!entry || !need(used + extra)) {
      store<u32>(state, read, LENGTHS_READ)
      return NEEDS_INPUT
    }
    if (symbol < 16) {
      drop(used)
      store<u8>(lengths + read, <u8>symbol)
      read++
      continue
    }
    if (symbol === 16 && !read) return BAD_REPEAT
    const repeated: u8 = symbol === 16 ? load<u8>(lengths + read - 1) : 0
    const times = peek(used, extra) + (symbol === 18 ? 11 : 3)
    if (read + times > codes) return BAD_REPEAT
    drop(used + extra)
    memory.fill(lengths + read, repeated, times)
    read += times
  }
  if (!load<u8>(lengths + END_SYMBOL)) return NO_END_CODE
  if (!buildLiterals(state, literals)) return BAD_LITERAL_LENGTHS
  if (!buildDistances(state, lengths + literals, codes - literals)) return BAD_DISTANCE_LENGTHS
  return enter(state, MODE_SYMBOL)
}
