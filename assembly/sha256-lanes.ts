// The compression function of SHA-256 (FIPS 180-4) over four streams at once, one a SIMD lane. Rounds
// are spelled out so that the 16 words of the schedule are locals.
//
//   WORDS  16 v128: the four blocks, word by word
//   SAVED  8 v128: the four chaining values before the block

import { gather, scatter, step, transpose } from './lanes'
import { KEYS } from './sha256-schedule'

const WORDS: usize = memory.data(256, 16)
const SAVED: usize = memory.data(128, 16)

@inline
function rotate(word: v128, by: i32): v128 {
  return v128.or(i32x4.shr_u(word, by), i32x4.shl(word, 32 - by))
}

@inline
function sum0(a: v128): v128 {
  return v128.xor(v128.xor(rotate(a, 2), rotate(a, 13)), rotate(a, 22))
}

@inline
function sum1(e: v128): v128 {
  return v128.xor(v128.xor(rotate(e, 6), rotate(e, 11)), rotate(e, 25))
}

@inline
function choose(e: v128, f: v128, g: v128): v128 {
  return v128.xor(g, v128.and(e, v128.xor(f, g)))
}

/** h + W[t] + K[t] + Ch(e, f, g) + Sigma1(e), added up in the order that leaves least to be kept. */
@inline
function mix(h: v128, word: v128, key: usize, e: v128, f: v128, g: v128): v128 {
  const known = i32x4.add(i32x4.add(h, word), v128.load_splat<u32>(key))
  return i32x4.add(i32x4.add(known, choose(e, f, g)), sum1(e))
}

/** h + Sigma0(a) + Maj(a, b, c); `odd` and `even` are a ^ b of this round and of the one before. */
@inline
function blend(h: v128, a: v128, b: v128, odd: v128, even: v128): v128 {
  return i32x4.add(h, i32x4.add(sum0(a), v128.xor(b, v128.and(odd, even))))
}

@inline
function sigma0(word: v128): v128 {
  return v128.xor(v128.xor(rotate(word, 7), rotate(word, 18)), i32x4.shr_u(word, 3))
}

@inline
function sigma1(word: v128): v128 {
  return v128.xor(v128.xor(rotate(word, 17), rotate(word, 19)), i32x4.shr_u(word, 10))
}

/** W[t] of W[t - 16], W[t - 15], W[t - 7] and W[t - 2]. */
@inline
function next(w16: v128, w15: v128, w7: v128, w2: v128): v128 {
  return i32x4.add(i32x4.add(w16, w7), i32x4.add(sigma0(w15), sigma1(w2)))
}

/** Compresses `blocks` blocks of each of the four lanes; see lanes.ts. */
export function sha256Lanes(blocks: usize): void {
  let a = gather(0)
  let b = gather(4)
  let c = gather(8)
  let d = gather(12)
  let e = gather(16)
  let f = gather(20)
  let g = gather(24)
  let h = gather(28)
  for (let done: usize = 0; done < blocks; done++) {
    for (let t: usize = 0; t < 16; t += 4) transpose(WORDS + (t << 4), t << 2, true)
    step()
    v128.store(SAVED, a, 0)
    v128.store(SAVED, b, 16)
    v128.store(SAVED, c, 32)
    v128.store(SAVED, d, 48)
    v128.store(SAVED, e, 64)
    v128.store(SAVED, f, 80)
    v128.store(SAVED, g, 96)
    v128.store(SAVED, h, 112)
    let w0 = v128.load(WORDS, 0)
    let w1 = v128.load(WORDS, 16)
    let w2 = v128.load(WORDS, 32)
    let w3 = v128.load(WORDS, 48)
    let w4 = v128.load(WORDS, 64)
    let w5 = v128.load(WORDS, 80)
    let w6 = v128.load(WORDS, 96)
    let w7 = v128.load(WORDS, 112)
    let w8 = v128.load(WORDS, 128)
    let w9 = v128.load(WORDS, 144)
    let w10 = v128.load(WORDS, 160)
    let w11 = v128.load(WORDS, 176)
    let w12 = v128.load(WORDS, 192)
    let w13 = v128.load(WORDS, 208)
    let w14 = v128.load(WORDS, 224)
    let w15 = v128.load(WORDS, 240)
    let odd = v128.xor(b, c)
    let even = odd
    h = mix(h, w0, KEYS, e, f, g)
    d = i32x4.add(d, h)
    odd = v128.xor(a, b)
    h = blend(h, a, b, odd, even)
    g = mix(g, w1, KEYS + 4, d, e, f)
    c = i32x4.add(c, g)
    even = v128.xor(h, a)
    g = blend(g, h, a, odd, even)
    f = mix(f, w2, KEYS + 8, c, d, e)
    b = i32x4.add(b, f)
    odd = v128.xor(g, h)
    f = blend(f, g, h, odd, even)
    e = mix(e, w3, KEYS + 12, b, c, d)
    a = i32x4.add(a, e)
    even = v128.xor(f, g)
    e = blend(e, f, g, odd, even)
    d = mix(d, w4, KEYS + 16, a, b, c)
    h = i32x4.add(h, d)
    odd = v128.xor(e, f)
    d = blend(d, e, f, odd, even)
    c = mix(c, w5, KEYS + 20, h, a, b)
    g = i32x4.add(g, c)
    even = v128.xor(d, e)
    c = blend(c, d, e, odd, even)
    b = mix(b, w6, KEYS + 24, g, h, a)
    f = i32x4.add(f, b)
    odd = v128.xor(c, d)
    b = blend(b, c, d, odd, even)
    a = mix(a, w7, KEYS + 28, f, g, h)
    e = i32x4.add(e, a)
    even = v128.xor(b, c)
    a = blend(a, b, c, odd, even)
    h = mix(h, w8, KEYS + 32, e, f, g)
    d = i32x4.add(d, h)
    odd = v128.xor(a, b)
    h = blend(h, a, b, odd, even)
    g = mix(g, w9, KEYS + 36, d, e, f)
    c = i32x4.add(c, g)
    even = v128.xor(h, a)
    g = blend(g, h, a, odd, even)
    f = mix(f, w10, KEYS + 40, c, d, e)
    b = i32x4.add(b, f)
    odd = v128.xor(g, h)
    f = blend(f, g, h, odd, even)
    e = mix(e, w11, KEYS + 44, b, c, d)
    a = i32x4.add(a, e)
    even = v128.xor(f, g)
    e = blend(e, f, g, odd, even)
    d = mix(d, w12, KEYS + 48, a, b, c)
    h = i32x4.add(h, d)
    odd = v128.xor(e, f)
    d = blend(d, e, f, odd, even)
    c = mix(c, w13, KEYS + 52, h, a, b)
    g = i32x4.add(g, c)
    even = v128.xor(d, e)
    c = blend(c, d, e, odd, even)
    b = mix(b, w14, KEYS + 56, g, h, a)
    f = i32x4.add(f, b)
    odd = v128.xor(c, d)
    b = blend(b, c, d, odd, even)
    a = mix(a, w15, KEYS + 60, f, g, h)
    e = i32x4.add(e, a)
    even = v128.xor(b, c)
    a = blend(a, b, c, odd, even)
    for (let key = KEYS + 64; key < KEYS + 256; key += 64) {
    w0 = next(w0, w1, w9, w14)
    h = mix(h, w0, key, e, f, g)
    d = i32x4.add(d, h)
    odd = v128.xor(a, b)
    h = blend(h, a, b, odd, even)
    w1 = next(w1, w2, w10, w15)
    g = mix(g, w1, key + 4, d, e, f)
    c = i32x4.add(c, g)
    even = v128.xor(h, a)
    g = blend(g, h, a, odd, even)
    w2 = next(w2, w3, w11, w0)
    f = mix(f, w2, key + 8, c, d, e)
    b = i32x4.add(b, f)
    odd = v128.xor(g, h)
    f = blend(f, g, h, odd, even)
    w3 = next(w3, w4, w12, w1)
    e = mix(e, w3, key + 12, b, c, d)
    a = i32x4.add(a, e)
    even = v128.xor(f, g)
    e = blend(e, f, g, odd, even)
    w4 = next(w4, w5, w13, w2)
    d = mix(d, w4, key + 16, a, b, c)
    h = i32x4.add(h, d)
    odd = v128.xor(e, f)
    d = blend(d, e, f, odd, even)
    w5 = next(w5, w6, w14, w3)
    c = mix(c, w5, key + 20, h, a, b)
    g = i32x4.add(g, c)
    even = v128.xor(d, e)
    c = blend(c, d, e, odd, even)
    w6 = next(w6, w7, w15, w4)
    b = mix(b, w6, key + 24, g, h, a)
    f = i32x4.add(f, b)
    odd = v128.xor(c, d)
    b = blend(b, c, d, odd, even)
    w7 = next(w7, w8, w0, w5)
    a = mix(a, w7, key + 28, f, g, h)
    e = i32x4.add(e, a)
    even = v128.xor(b, c)
    a = blend(a, b, c, odd, even)
    w8 = next(w8, w9, w1, w6)
    h = mix(h, w8, key + 32, e, f, g)
    d = i32x4.add(d, h)
    odd = v128.xor(a, b)
    h = blend(h, a, b, odd, even)
    w9 = next(w9, w10, w2, w7)
    g = mix(g, w9, key + 36, d, e, f)
    c = i32x4.add(c, g)
    even = v128.xor(h, a)
    g = blend(g, h, a, odd, even)
    w10 = next(w10, w11, w3, w8)
    f = mix(f, w10, key + 40, c, d, e)
    b = i32x4.add(b, f)
    odd = v128.xor(g, h)
    f = blend(f, g, h, odd, even)
    w11 = next(w11, w12, w4, w9)
    e = mix(e, w11, key + 44, b, c, d)
    a = i32x4.add(a, e)
    even = v128.xor(f, g)
    e = blend(e, f, g, odd, even)
    w12 = next(w12, w13, w5, w10)
    d = mix(d, w12, key + 48, a, b, c)
    h = i32x4.add(h, d)
    odd = v128.xor(e, f)
    d = blend(d, e, f, odd, even)
    w13 = next(w13, w14, w6, w11)
    c = mix(c, w13, key + 52, h, a, b)
    g = i32x4.add(g, c)
    even = v128.xor(d, e)
    c = blend(c, d, e, odd, even)
    w14 = next(w14, w15, w7, w12)
    b = mix(b, w14, key + 56, g, h, a)
    f = i32x4.add(f, b)
    odd = v128.xor(c, d)
    b = blend(b, c, d, odd, even)
    w15 = next(w15, w0, w8, w13)
    a = mix(a, w15, key + 60, f, g, h)
    e = i32x4.add(e, a)
    even = v128.xor(b, c)
    a = blend(a, b, c, odd, even)
    }
    a = i32x4.add(a, v128.load(SAVED, 0))
    b = i32x4.add(b, v128.load(SAVED, 16))
    c = i32x4.add(c, v128.load(SAVED, 32))
    d = i32x4.add(d, v128.load(SAVED, 48))
    e = i32x4.add(e, v128.load(SAVED, 64))
    f = i32x4.add(f, v128.load(SAVED, 80))
    g = i32x4.add(g, v128.load(SAVED, 96))
    h = i32x4.add(h, v128.load(SAVED, 112))
  }
  scatter(0, a)
  scatter(4, b)
  scatter(8, c)
  scatter(12, d)
  scatter(16, e)
  scatter(20, f)
  scatter(24, g)
  scatter(28, h)
}
