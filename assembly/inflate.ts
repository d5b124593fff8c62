// Inflate (RFC 1951). A call goes on where the last one stopped, at any byte of either side. Nothing
// outside the input is read and nothing outside the room is written; behind what is produced the room
// may hold waste.
//
// The up to 32 KiB that were put out before a call stand right before the address it puts out to.

import {
  bitsHeld,
  codeLength,
  drop,
  inputAt,
  inputLeft,
  need,
  nextCode,
  openBits,
  peek,
  reloadBits,
  saveBits,
  skipInput,
} from './inflate-bits'
import { copyExact } from './inflate-copy'
import {
  BLOCK_DONE,
  FAST_INPUT,
  FAST_OUTPUT,
  fastInputAt,
  fastOutputAt,
  inflateFast,
} from './inflate-fast'
import {
  readBlockHeader,
  readCodeLengths,
  readCounts,
  readLengths,
  readStoredLength,
} from './inflate-header'
import {
  AT_BLOCK,
  BAD_DISTANCE_CODE,
  BAD_LITERAL_CODE,
  BITS,
  BIT_COUNT,
  CONSUMED,
  DISTANCE,
  DISTANCES,
  DISTANCE_TOO_FAR,
  ENDED,
  FIRST_ERROR,
  GO_ON,
  HISTORY,
  LAST,
  LITERALS,
  MODE,
  MODE_BLOCK,
  MODE_CODE_LENGTHS,
  MODE_COUNTS,
  MODE_DISTANCE,
  MODE_ENDED,
  MODE_LENGTHS,
  MODE_MATCH,
  MODE_SKIP,
  MODE_STORED,
  MODE_STORED_LENGTH,
  MODE_SYMBOL,
  NEEDS_INPUT,
  OUTPUT_FULL,
  PRODUCED,
  REMAINING,
  STATE_SIZE,
  TABLES_FIXED,
  WINDOW,
} from './inflate-state'
import { DISTANCE_BITS, END, INVALID, LITERAL, LITERAL_BITS } from './inflate-tables'

let out: usize = 0
let outEnd: usize = 0
/** No match may reach before this address. */
let floor: usize = 0

/** Bytes of a state block; its address must be a multiple of 16. */
export function inflateStateSize(): usize {
  return STATE_SIZE
}

/**
 * Makes the state block one of a stream at its start, or at the start of a block inside: `skip` bits
 * of the first byte, 0 to 7, belong to what is before, and `history` bytes, at most 32 KiB, of what
 * is before stand before the first output.
 */
export function inflateStart(state: usize, skip: u32, history: u32): void {
  store<u64>(state, 0, BITS)
  store<u32>(state, 0, BIT_COUNT)
  store<u32>(state, MODE_SKIP, MODE)
  store<u32>(state, history, HISTORY)
  store<u32>(state, 0, CONSUMED)
  store<u32>(state, 0, PRODUCED)
  store<u32>(state, skip, REMAINING)
  store<u32>(state, 0, TABLES_FIXED)
}

/** Bytes that the last call took in. */
export function inflateConsumed(state: usize): u32 {
  return load<u32>(state, CONSUMED)
}

/** Bytes that the last call put out. */
export function inflateProduced(state: usize): u32 {
  return load<u32>(state, PRODUCED)
}

/** Bits, less than 8 at the start of a block, of the last byte taken in that are not used yet. */
export function inflateBitsHeld(state: usize): u32 {
  return load<u32>(state, BIT_COUNT)
}

/**
 * Inflates from [inAt, inAt + inLength) to [outAt, outAt + outRoom). Result: 1 all input is taken and
 * more is needed, 2 the room is full and more is to come, 3 the stream has ended, 4 it stands at the
 * start of a block and at least `stopAfter` bytes are put out by this call; 16 and up are errors, as
 * inflate-state.ts numbers them.
 */
export function inflate(
  state: usize,
  inAt: usize,
  inLength: usize,
  outAt: usize,
  outRoom: usize,
  stopAfter: u32,
): u32 {
  out = outAt
  outEnd = outAt + outRoom
  floor = outAt - load<u32>(state, HISTORY)
  openBits(state, inAt, inLength)
  let result = GO_ON
  while (result === GO_ON) result = step(state, outAt, stopAfter)
  if (result >= FIRST_ERROR) store<u32>(state, result, MODE)
  saveBits(state)
  const produced = <u32>(out - outAt)
  store<u32>(state, produced, PRODUCED)
  store<u32>(state, min(load<u32>(state, HISTORY) + min(produced, WINDOW), WINDOW), HISTORY)
  return result
}

function step(state: usize, outAt: usize, stopAfter: u32): u32 {
  const mode = load<u32>(state, MODE)
  switch (mode) {
    case MODE_SKIP:
      return skipBits(state)
    case MODE_BLOCK:
      return <u32>(out - outAt) >= stopAfter ? AT_BLOCK : readBlockHeader(state)
    case MODE_STORED_LENGTH:
      return readStoredLength(state)
    case MODE_STORED:
      return copyStored(state)
    case MODE_COUNTS:
      return readCounts(state)
    case MODE_CODE_LENGTHS:
      return readCodeLengths(state)
    case MODE_LENGTHS:
      return readLengths(state)
    case MODE_SYMBOL:
      return readSymbols(state)
    case MODE_DISTANCE:
      return readDistance(state)
    case MODE_MATCH:
      return copyMatch(state)
    case MODE_ENDED:
      return ENDED
    default:
      return mode
  }
}

function skipBits(state: usize): u32 {
  const skip = load<u32>(state, REMAINING)
  if (!need(skip)) return NEEDS_INPUT
  drop(skip)
  store<u32>(state, MODE_BLOCK, MODE)
  return GO_ON
}

function endBlock(state: usize): u32 {
  store<u32>(state, load<u32>(state, LAST) ? MODE_ENDED : MODE_BLOCK, MODE)
  return GO_ON
}

function copyStored(state: usize): u32 {
  let left = load<u32>(state, REMAINING)
  while (left && bitsHeld() && out < outEnd) {
    store<u8>(out, <u8>peek(0, 8))
    drop(8)
    out++
    left--
  }
  if (!bitsHeld()) {
    const length = min(min<usize>(left, inputLeft()), outEnd - out)
    memory.copy(out, inputAt(), length)
    skipInput(length)
    out += length
    left -= <u32>length
  }
  store<u32>(state, left, REMAINING)
  if (!left) return endBlock(state)
  return out === outEnd ? OUTPUT_FULL : NEEDS_INPUT
}

function readSymbols(state: usize): u32 {
  if (inputLeft() < FAST_INPUT || outEnd - out < FAST_OUTPUT) return readSymbol(state)
  saveBits(state)
  const from = inputAt()
  const result = inflateFast(state, from, from + inputLeft(), out, outEnd, floor)
  reloadBits(state, fastInputAt())
  out = fastOutputAt()
  return result === BLOCK_DONE ? endBlock(state) : result
}

/** One literal, end of block or length. */
function readSymbol(state: usize): u32 {
  const entry = nextCode(state + LITERALS, LITERAL_BITS)
  if (!entry) return NEEDS_INPUT
  const used = codeLength()
  if (entry & LITERAL) {
    if (out === outEnd) return OUTPUT_FULL
    drop(used)
    store<u8>(out, <u8>(entry >>> 16))
    out++
    return GO_ON
  }
  if (entry & INVALID) return BAD_LITERAL_CODE
  if (entry & END) {
    drop(used)
    return endBlock(state)
  }
  const extra = (entry & 63) - ((entry >>> 8) & 15)
  if (!need(used + extra)) return NEEDS_INPUT
  store<u32>(state, (entry >>> 16) + peek(used, extra), REMAINING)
  drop(used + extra)
  store<u32>(state, MODE_DISTANCE, MODE)
  return GO_ON
}

function readDistance(state: usize): u32 {
  const entry = nextCode(state + DISTANCES, DISTANCE_BITS)
  if (!entry) return NEEDS_INPUT
  if (entry & INVALID) return BAD_DISTANCE_CODE
  const used = codeLength()
  const extra = (entry & 63) - ((entry >>> 8) & 15)
  if (!need(used + extra)) return NEEDS_INPUT
  const distance = (entry >>> 16) + peek(used, extra)
  if (out - distance < floor) return DISTANCE_TOO_FAR
  drop(used + extra)
  store<u32>(state, distance, DISTANCE)
  store<u32>(state, MODE_MATCH, MODE)
  return GO_ON
}

function copyMatch(state: usize): u32 {
  const left = load<u32>(state, REMAINING)
  const length = min<usize>(left, outEnd - out)
  copyExact(out, load<u32>(state, DISTANCE), length)
  out += length
  store<u32>(state, left - <u32>length, REMAINING)
  if (length < <usize>left) return OUTPUT_FULL
  store<u32>(state, MODE_SYMBOL, MODE)
  return GO_ON
}
