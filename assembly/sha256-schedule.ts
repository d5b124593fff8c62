// The message schedule of SHA-256 (FIPS 180-4, 6.2.2) of four blocks at once, one block a SIMD lane.
//
//   CONSTANTS  64 u32: K
//   SCHEDULES  two schedules, each
//     0     64 v128: W[t] of four blocks
//     1024  64 v128: W[t] + K[t] of four blocks
//     2048  64 v128: K[t] four times

import { setLane, wordsOf } from './lanes'

// prettier-ignore
const CONSTANTS: usize = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
])

export const SCHEDULE_BYTES: usize = 3072
export const KEYED: usize = 1024
const KEYS_AT: usize = 2048
export const SCHEDULES: usize = memory.data(6144, 16)
/** 64 v128: K[t] four times. */
export const KEYS: usize = SCHEDULES + KEYS_AT

function fillKeys(schedule: usize): void {
  for (let t: usize = 0; t < 64; t++) {
    v128.store(schedule + (t << 4), v128.load_splat<u32>(CONSTANTS + (t << 2)), KEYS_AT)
  }
}
fillKeys(SCHEDULES)
fillKeys(SCHEDULES + SCHEDULE_BYTES)

@inline
export function rotateRight(word: v128, by: i32): v128 {
  return v128.or(i32x4.shr_u(word, by), i32x4.shl(word, 32 - by))
}

@inline
export function sigma0(word: v128): v128 {
  return v128.xor(v128.xor(rotateRight(word, 7), rotateRight(word, 18)), i32x4.shr_u(word, 3))
}

@inline
export function sigma1(word: v128): v128 {
  return v128.xor(v128.xor(rotateRight(word, 17), rotateRight(word, 19)), i32x4.shr_u(word, 10))
}

@inline
function keep(at: usize, word: v128): void {
  v128.store(at, word)
  v128.store(at, i32x4.add(word, v128.load(at, KEYS_AT)), KEYED)
}

/** W[0] to W[15] of up to four blocks in a row; a lane without a block has the last one's. */
export function firstWords(schedule: usize, at: usize, blocks: usize): void {
  const last = at + ((min<usize>(blocks, 4) - 1) << 6)
  for (let lane: usize = 0; lane < 4; lane++) {
    setLane(lane, 0, <u32>min<usize>(at + (lane << 6), last))
  }
  for (let t: usize = 0; t < 16; t += 4) {
    const words0 = wordsOf(0, t << 2, true)
    const words1 = wordsOf(1, t << 2, true)
    const words2 = wordsOf(2, t << 2, true)
    const words3 = wordsOf(3, t << 2, true)
    const low01 = v128.shuffle<u32>(words0, words1, 0, 4, 1, 5)
    const low23 = v128.shuffle<u32>(words2, words3, 0, 4, 1, 5)
    const high01 = v128.shuffle<u32>(words0, words1, 2, 6, 3, 7)
    const high23 = v128.shuffle<u32>(words2, words3, 2, 6, 3, 7)
    const row = schedule + (t << 4)
    keep(row, v128.shuffle<u64>(low01, low23, 0, 2))
    keep(row + 16, v128.shuffle<u64>(low01, low23, 1, 3))
    keep(row + 32, v128.shuffle<u64>(high01, high23, 0, 2))
    keep(row + 48, v128.shuffle<u64>(high01, high23, 1, 3))
  }
}

/** W[t], 16 <= t < 64, whose place in the schedule is `at`. */
@inline
export function nextWord(at: usize): void {
  const word = i32x4.add(
    i32x4.add(sigma1(v128.load(at - 32)), v128.load(at - 112)),
    i32x4.add(sigma0(v128.load(at - 240)), v128.load(at - 256)),
  )
  keep(at, word)
}
