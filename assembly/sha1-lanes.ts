// The compression function of SHA-1 (FIPS 180-4) over four streams at once, one a SIMD lane.
//
//   SCHEDULE  80 v128: W[t] of the four blocks

import { gather, scatter, step, transpose } from './lanes'

const SCHEDULE: usize = memory.data(1280, 16)

/** Compresses `blocks` blocks of each of the four lanes; see lanes.ts. */
export function sha1Lanes(blocks: usize): void {
  let a = gather(0)
  let b = gather(4)
  let c = gather(8)
  let d = gather(12)
  let e = gather(16)
  for (let done: usize = 0; done < blocks; done++) {
    schedule()
    step()
    const a0 = a
    const b0 = b
    const c0 = c
    const d0 = d
    const e0 = e
    let word = SCHEDULE
    const key20 = i32x4.splat(0x5a827999)
    while (word < SCHEDULE + 320) {
      e = round(a, e, choose(b, c, d), key20, word)
      b = rotate(b, 30)
      d = round(e, d, choose(a, b, c), key20, word + 16)
      a = rotate(a, 30)
      c = round(d, c, choose(e, a, b), key20, word + 32)
      e = rotate(e, 30)
      b = round(c, b, choose(d, e, a), key20, word + 48)
      d = rotate(d, 30)
      a = round(b, a, choose(c, d, e), key20, word + 64)
      c = rotate(c, 30)
      word += 80
    }
    const key40 = i32x4.splat(0x6ed9eba1)
    while (word < SCHEDULE + 640) {
      e = round(a, e, parity(b, c, d), key40, word)
      b = rotate(b, 30)
      d = round(e, d, parity(a, b, c), key40, word + 16)
      a = rotate(a, 30)
      c = round(d, c, parity(e, a, b), key40, word + 32)
      e = rotate(e, 30)
      b = round(c, b, parity(d, e, a), key40, word + 48)
      d = rotate(d, 30)
      a = round(b, a, parity(c, d, e), key40, word + 64)
      c = rotate(c, 30)
      word += 80
    }
    const key60 = i32x4.splat(0x8f1bbcdc)
    while (word < SCHEDULE + 960) {
      e = round(a, e, majority(b, c, d), key60, word)
      b = rotate(b, 30)
      d = round(e, d, majority(a, b, c), key60, word + 16)
      a = rotate(a, 30)
      c = round(d, c, majority(e, a, b), key60, word + 32)
      e = rotate(e, 30)
      b = round(c, b, majority(d, e, a), key60, word + 48)
      d = rotate(d, 30)
      a = round(b, a, majority(c, d, e), key60, word + 64)
      c = rotate(c, 30)
      word += 80
    }
    const key80 = i32x4.splat(0xca62c1d6)
    while (word < SCHEDULE + 1280) {
      e = round(a, e, parity(b, c, d), key80, word)
      b = rotate(b, 30)
      d = round(e, d, parity(a, b, c), key80, word + 16)
      a = rotate(a, 30)
      c = round(d, c, parity(e, a, b), key80, word + 32)
      e = rotate(e, 30)
      b = round(c, b, parity(d, e, a), key80, word + 48)
      d = rotate(d, 30)
      a = round(b, a, parity(c, d, e), key80, word + 64)
      c = rotate(c, 30)
      word += 80
    }
    a = i32x4.add(a, a0)
    b = i32x4.add(b, b0)
    c = i32x4.add(c, c0)
    d = i32x4.add(d, d0)
    e = i32x4.add(e, e0)
  }
  scatter(0, a)
  scatter(4, b)
  scatter(8, c)
  scatter(12, d)
  scatter(16, e)
}

function schedule(): void {
  for (let t: usize = 0; t < 16; t += 4) transpose(SCHEDULE + (t << 4), t << 2, true)
  for (let word = SCHEDULE + 256; word < SCHEDULE + 1280; word += 16) {
    const sum = v128.xor(
      v128.xor(v128.load(word - 48), v128.load(word - 128)),
      v128.xor(v128.load(word - 224), v128.load(word - 256)),
    )
    v128.store(word, v128.or(i32x4.add(sum, sum), i32x4.shr_u(sum, 31)))
  }
}

@inline
function rotate(word: v128, by: i32): v128 {
  return v128.or(i32x4.shl(word, by), i32x4.shr_u(word, 32 - by))
}

@inline
function choose(b: v128, c: v128, d: v128): v128 {
  return v128.xor(d, v128.and(b, v128.xor(c, d)))
}

@inline
function parity(b: v128, c: v128, d: v128): v128 {
  return v128.xor(b, v128.xor(c, d))
}

@inline
function majority(b: v128, c: v128, d: v128): v128 {
  return v128.or(v128.and(b, c), v128.and(d, v128.or(b, c)))
}

@inline
function round(a: v128, e: v128, mixed: v128, key: v128, word: usize): v128 {
  const known = i32x4.add(i32x4.add(e, key), v128.load(word))
  return i32x4.add(i32x4.add(known, mixed), rotate(a, 5))
}
