// The loop of Deflate while there is room on both sides: eight bytes are loaded at a time, up to three
// literals or a match are put out for each, and matches are copied in sixteens.

import { copyWide } from './inflate-copy'
import {
  BAD_DISTANCE_CODE,
  BAD_LITERAL_CODE,
  BITS,
  BIT_COUNT,
  DISTANCES,
  DISTANCE_TOO_FAR,
  GO_ON,
  LITERALS,
} from './inflate-state'
import {
  DISTANCE_BITS,
  END,
  EXCEPTION,
  INVALID,
  LITERAL,
  LITERAL_BITS,
  SUBTABLE,
} from './inflate-tables'

/** Bytes that a turn may load: three refills, of which the last loads eight. */
export const FAST_INPUT: usize = 32
/** Bytes that a turn may write: three literals and a match of 258, copied in 32s. */
export const FAST_OUTPUT: usize = 320
/** What `inflateFast` says at a block's end. */
export const BLOCK_DONE: u32 = 15

/** Most bits of a distance with its extra bits. */
const DISTANCE_MOST: u32 = 28

let stoppedAt: usize = 0
let stoppedOut: usize = 0

@inline
export function fastInputAt(): usize {
  return stoppedAt
}

@inline
export function fastOutputAt(): usize {
  return stoppedOut
}

@inline
function look(table: usize, bits: u64, indexBits: u32): u32 {
  return load<u32>(table + ((<usize>bits & ((1 << indexBits) - 1)) << 2))
}

/**
 * Inflates from `inAt` to `out` until either side has less than its FAST_ bytes left. GO_ON then,
 * BLOCK_DONE, or an error. No match may reach before `floor`.
 */
export function inflateFast(
  state: usize,
  inAt: usize,
  inEnd: usize,
  out: usize,
  outEnd: usize,
  floor: usize,
): u32 {
  const literals = state + LITERALS
  const distances = state + DISTANCES
  const inLast = inEnd - FAST_INPUT
  const outLast = outEnd - FAST_OUTPUT
  let at = inAt
  let result = GO_ON
  let bits = load<u64>(state, BITS)
  // Its low six bits are the count; whole entries are taken from it, which leaves waste above.
  let count = load<u32>(state, BIT_COUNT)

  bits |= load<u64>(at) << count
  at += 7 - ((count >>> 3) & 7)
  count |= 56
  let entry = look(literals, bits, LITERAL_BITS)
  do {
    if (entry & LITERAL) {
      bits >>= entry
      count -= entry
      store<u8>(out, <u8>(entry >>> 16))
      entry = look(literals, bits, LITERAL_BITS)
      out++
      if (entry & LITERAL) {
        bits >>= entry
        count -= entry
        store<u8>(out, <u8>(entry >>> 16))
        entry = look(literals, bits, LITERAL_BITS)
        out++
        if (entry & LITERAL) {
          bits >>= entry
          count -= entry
          store<u8>(out, <u8>(entry >>> 16))
          out++
          bits |= load<u64>(at) << count
          at += 7 - ((count >>> 3) & 7)
          count |= 56
          entry = look(literals, bits, LITERAL_BITS)
          continue
        }
      }
    }
    if (entry & EXCEPTION) {
      if (entry & SUBTABLE) {
        bits >>= LITERAL_BITS
        count -= LITERAL_BITS
        entry = look(literals + (entry >>> 16), bits, (entry >>> 8) & 15)
      }
      if (entry & (LITERAL | END | INVALID)) {
        if (entry & INVALID) {
          result = BAD_LITERAL_CODE
          break
        }
        bits >>= entry
        count -= entry
        if (entry & END) {
          result = BLOCK_DONE
          break
        }
        store<u8>(out, <u8>(entry >>> 16))
        out++
        bits |= load<u64>(at) << count
        at += 7 - ((count >>> 3) & 7)
        count |= 56
        entry = look(literals, bits, LITERAL_BITS)
        continue
      }
    }
    let taken = bits
    bits >>= entry
    count -= entry
    const length =
      (entry >>> 16) +
      (<u32>(taken & ((<u64>1 << entry) - 1)) >>> ((entry >>> 8) & 15))

    if ((count & 63) < DISTANCE_MOST) {
      bits |= load<u64>(at) << count
      at += 7 - ((count >>> 3) & 7)
      count |= 56
    }
    entry = look(distances, bits, DISTANCE_BITS)
    if (entry & EXCEPTION) {
      if (entry & SUBTABLE) {
        bits >>= DISTANCE_BITS
        count -= DISTANCE_BITS
        entry = look(distances + (entry >>> 16), bits, (entry >>> 8) & 15)
      }
      if (entry & INVALID) {
        result = BAD_DISTANCE_CODE
        break
      }
    }
    taken = bits
    bits >>= entry
    count -= entry
    const distance =
      (entry >>> 16) +
      (<u32>(taken & ((<u64>1 << entry) - 1)) >>> ((entry >>> 8) & 15))
    if (out - distance < floor) {
      result = DISTANCE_TOO_FAR
      break
    }
    bits |= load<u64>(at) << count
    at += 7 - ((count >>> 3) & 7)
    count |= 56
    entry = look(literals, bits, LITERAL_BITS)
    copyWide(out, distance, length)
    out += length
  } while (at <= inLast && out <= outLast)

  count &= 63
  const back = min<usize>(count >>> 3, at - inAt)
  count -= <u32>back << 3
  store<u64>(state, bits & ((<u64>1 << count) - 1), BITS)
  store<u32>(state, count, BIT_COUNT)
  stoppedAt = at - back
  stoppedOut = out
  return result
}
