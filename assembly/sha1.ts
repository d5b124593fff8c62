// The compression function of SHA-1 (FIPS 180-4) over one stream. The message schedule is made for four
// blocks at once, one a SIMD lane; the rounds, which depend on one another, are scalar.
//
//   SCHEDULE  80 v128: W[t] of four blocks

import { setLane, transpose } from './lanes'

const SCHEDULE: usize = memory.data(1280, 16)

/** Compresses `blocks` blocks of 64 bytes into the chaining value (5 u32) at `state`. */
export function sha1Blocks(state: usize, at: usize, blocks: usize): void {
  while (blocks) {
    const count = min<usize>(blocks, 4)
    for (let lane: usize = 0; lane < 4; lane++) {
      setLane(lane, state, <u32>(at + (min<usize>(lane, count - 1) << 6)))
    }
    schedule()
    for (let lane: usize = 0; lane < count; lane++) rounds(state, SCHEDULE + (lane << 2))
    at += count << 6
    blocks -= count
  }
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
function choose(b: u32, c: u32, d: u32): u32 {
  return d ^ (b & (c ^ d))
}

@inline
function parity(b: u32, c: u32, d: u32): u32 {
  return b ^ c ^ d
}

@inline
function majority(b: u32, c: u32, d: u32): u32 {
  return (b & c) + (d & (b ^ c))
}

@inline
function round(a: u32, e: u32, mixed: u32, key: u32, word: usize): u32 {
  return e + load<u32>(word) + key + mixed + rotl<u32>(a, 5)
}

function rounds(state: usize, first: usize): void {
  let a = load<u32>(state)
  let b = load<u32>(state, 4)
  let c = load<u32>(state, 8)
  let d = load<u32>(state, 12)
  let e = load<u32>(state, 16)
  let word = first
  while (word < first + 320) {
    e = round(a, e, choose(b, c, d), 0x5a827999, word)
    b = rotl<u32>(b, 30)
    d = round(e, d, choose(a, b, c), 0x5a827999, word + 16)
    a = rotl<u32>(a, 30)
    c = round(d, c, choose(e, a, b), 0x5a827999, word + 32)
    e = rotl<u32>(e, 30)
    b = round(c, b, choose(d, e, a), 0x5a827999, word + 48)
    d = rotl<u32>(d, 30)
    a = round(b, a, choose(c, d, e), 0x5a827999, word + 64)
    c = rotl<u32>(c, 30)
    word += 80
  }
  while (word < first + 640) {
    e = round(a, e, parity(b, c, d), 0x6ed9eba1, word)
    b = rotl<u32>(b, 30)
    d = round(e, d, parity(a, b, c), 0x6ed9eba1, word + 16)
    a = rotl<u32>(a, 30)
    c = round(d, c, parity(e, a, b), 0x6ed9eba1, word + 32)
    e = rotl<u32>(e, 30)
    b = round(c, b, parity(d, e, a), 0x6ed9eba1, word + 48)
    d = rotl<u32>(d, 30)
    a = round(b, a, parity(c, d, e), 0x6ed9eba1, word + 64)
    c = rotl<u32>(c, 30)
    word += 80
  }
  while (word < first + 960) {
    e = round(a, e, majority(b, c, d), 0x8f1bbcdc, word)
    b = rotl<u32>(b, 30)
    d = round(e, d, majority(a, b, c), 0x8f1bbcdc, word + 16)
    a = rotl<u32>(a, 30)
    c = round(d, c, majority(e, a, b), 0x8f1bbcdc, word + 32)
    e = rotl<u32>(e, 30)
    b = round(c, b, majority(d, e, a), 0x8f1bbcdc, word + 48)
    d = rotl<u32>(d, 30)
    a = round(b, a, majority(c, d, e), 0x8f1bbcdc, word + 64)
    c = rotl<u32>(c, 30)
    word += 80
  }
  while (word < first + 1280) {
    e = round(a, e, parity(b, c, d), 0xca62c1d6, word)
    b = rotl<u32>(b, 30)
    d = round(e, d, parity(a, b, c), 0xca62c1d6, word + 16)
    a = rotl<u32>(a, 30)
    c = round(d, c, parity(e, a, b), 0xca62c1d6, word + 32)
    e = rotl<u32>(e, 30)
    b = round(c, b, parity(d, e, a), 0xca62c1d6, word + 48)
    d = rotl<u32>(d, 30)
    a = round(b, a, parity(c, d, e), 0xca62c1d6, word + 64)
    c = rotl<u32>(c, 30)
    word += 80
  }
  store<u32>(state, load<u32>(state) + a)
  store<u32>(state, load<u32>(state, 4) + b, 4)
  store<u32>(state, load<u32>(state, 8) + c, 8)
  store<u32>(state, load<u32>(state, 12) + d, 12)
  store<u32>(state, load<u32>(state, 16) + e, 16)
}
