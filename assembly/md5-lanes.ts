// The compression function of MD5 (RFC 1321) over four streams at once, one a SIMD lane.
//
//   WORDS  16 v128: X[k] of the four blocks

import { gather, scatter, step, transpose } from './lanes'

const WORDS: usize = memory.data(256, 16)

/** Compresses `blocks` blocks of each of the four lanes; see lanes.ts. */
export function md5Lanes(blocks: usize): void {
  let a = gather(0)
  let b = gather(4)
  let c = gather(8)
  let d = gather(12)
  for (let done: usize = 0; done < blocks; done++) {
    for (let k: usize = 0; k < 16; k += 4) transpose(WORDS + (k << 4), k << 2, false)
    step()
    const a0 = a
    const b0 = b
    const c0 = c
    const d0 = d

    a = turn(a, b, mixF(b, c, d), WORDS, 0xd76aa478, 7)
    d = turn(d, a, mixF(a, b, c), WORDS + 16, 0xe8c7b756, 12)
    c = turn(c, d, mixF(d, a, b), WORDS + 32, 0x242070db, 17)
    b = turn(b, c, mixF(c, d, a), WORDS + 48, 0xc1bdceee, 22)
    a = turn(a, b, mixF(b, c, d), WORDS + 64, 0xf57c0faf, 7)
    d = turn(d, a, mixF(a, b, c), WORDS + 80, 0x4787c62a, 12)
    c = turn(c, d, mixF(d, a, b), WORDS + 96, 0xa8304613, 17)
    b = turn(b, c, mixF(c, d, a), WORDS + 112, 0xfd469501, 22)
    a = turn(a, b, mixF(b, c, d), WORDS + 128, 0x698098d8, 7)
    d = turn(d, a, mixF(a, b, c), WORDS + 144, 0x8b44f7af, 12)
    c = turn(c, d, mixF(d, a, b), WORDS + 160, 0xffff5bb1, 17)
    b = turn(b, c, mixF(c, d, a), WORDS + 176, 0x895cd7be, 22)
    a = turn(a, b, mixF(b, c, d), WORDS + 192, 0x6b901122, 7)
    d = turn(d, a, mixF(a, b, c), WORDS + 208, 0xfd987193, 12)
    c = turn(c, d, mixF(d, a, b), WORDS + 224, 0xa679438e, 17)
    b = turn(b, c, mixF(c, d, a), WORDS + 240, 0x49b40821, 22)

    a = turn(a, b, mixG(b, c, d), WORDS + 16, 0xf61e2562, 5)
    d = turn(d, a, mixG(a, b, c), WORDS + 96, 0xc040b340, 9)
    c = turn(c, d, mixG(d, a, b), WORDS + 176, 0x265e5a51, 14)
    b = turn(b, c, mixG(c, d, a), WORDS, 0xe9b6c7aa, 20)
    a = turn(a, b, mixG(b, c, d), WORDS + 80, 0xd62f105d, 5)
    d = turn(d, a, mixG(a, b, c), WORDS + 160, 0x02441453, 9)
    c = turn(c, d, mixG(d, a, b), WORDS + 240, 0xd8a1e681, 14)
    b = turn(b, c, mixG(c, d, a), WORDS + 64, 0xe7d3fbc8, 20)
    a = turn(a, b, mixG(b, c, d), WORDS + 144, 0x21e1cde6, 5)
    d = turn(d, a, mixG(a, b, c), WORDS + 224, 0xc33707d6, 9)
    c = turn(c, d, mixG(d, a, b), WORDS + 48, 0xf4d50d87, 14)
    b = turn(b, c, mixG(c, d, a), WORDS + 128, 0x455a14ed, 20)
    a = turn(a, b, mixG(b, c, d), WORDS + 208, 0xa9e3e905, 5)
    d = turn(d, a, mixG(a, b, c), WORDS + 32, 0xfcefa3f8, 9)
    c = turn(c, d, mixG(d, a, b), WORDS + 112, 0x676f02d9, 14)
    b = turn(b, c, mixG(c, d, a), WORDS + 192, 0x8d2a4c8a, 20)

    a = turn(a, b, mixH(b, c, d), WORDS + 80, 0xfffa3942, 4)
    d = turn(d, a, mixH(a, b, c), WORDS + 128, 0x8771f681, 11)
    c = turn(c, d, mixH(d, a, b), WORDS + 176, 0x6d9d6122, 16)
    b = turn(b, c, mixH(c, d, a), WORDS + 224, 0xfde5380c, 23)
    a = turn(a, b, mixH(b, c, d), WORDS + 16, 0xa4beea44, 4)
    d = turn(d, a, mixH(a, b, c), WORDS + 64, 0x4bdecfa9, 11)
    c = turn(c, d, mixH(d, a, b), WORDS + 112, 0xf6bb4b60, 16)
    b = turn(b, c, mixH(c, d, a), WORDS + 160, 0xbebfbc70, 23)
    a = turn(a, b, mixH(b, c, d), WORDS + 208, 0x289b7ec6, 4)
    d = turn(d, a, mixH(a, b, c), WORDS, 0xeaa127fa, 11)
    c = turn(c, d, mixH(d, a, b), WORDS + 48, 0xd4ef3085, 16)
    b = turn(b, c, mixH(c, d, a), WORDS + 96, 0x04881d05, 23)
    a = turn(a, b, mixH(b, c, d), WORDS + 144, 0xd9d4d039, 4)
    d = turn(d, a, mixH(a, b, c), WORDS + 192, 0xe6db99e5, 11)
    c = turn(c, d, mixH(d, a, b), WORDS + 240, 0x1fa27cf8, 16)
    b = turn(b, c, mixH(c, d, a), WORDS + 32, 0xc4ac5665, 23)

    a = turn(a, b, mixI(b, c, d), WORDS, 0xf4292244, 6)
    d = turn(d, a, mixI(a, b, c), WORDS + 112, 0x432aff97, 10)
    c = turn(c, d, mixI(d, a, b), WORDS + 224, 0xab9423a7, 15)
    b = turn(b, c, mixI(c, d, a), WORDS + 80, 0xfc93a039, 21)
    a = turn(a, b, mixI(b, c, d), WORDS + 192, 0x655b59c3, 6)
    d = turn(d, a, mixI(a, b, c), WORDS + 48, 0x8f0ccc92, 10)
    c = turn(c, d, mixI(d, a, b), WORDS + 160, 0xffeff47d, 15)
    b = turn(b, c, mixI(c, d, a), WORDS + 16, 0x85845dd1, 21)
    a = turn(a, b, mixI(b, c, d), WORDS + 128, 0x6fa87e4f, 6)
    d = turn(d, a, mixI(a, b, c), WORDS + 240, 0xfe2ce6e0, 10)
    c = turn(c, d, mixI(d, a, b), WORDS + 96, 0xa3014314, 15)
    b = turn(b, c, mixI(c, d, a), WORDS + 208, 0x4e0811a1, 21)
    a = turn(a, b, mixI(b, c, d), WORDS + 64, 0xf7537e82, 6)
    d = turn(d, a, mixI(a, b, c), WORDS + 176, 0xbd3af235, 10)
    c = turn(c, d, mixI(d, a, b), WORDS + 32, 0x2ad7d2bb, 15)
    b = turn(b, c, mixI(c, d, a), WORDS + 144, 0xeb86d391, 21)

    a = i32x4.add(a, a0)
    b = i32x4.add(b, b0)
    c = i32x4.add(c, c0)
    d = i32x4.add(d, d0)
  }
  scatter(0, a)
  scatter(4, b)
  scatter(8, c)
  scatter(12, d)
}

@inline
function mixF(b: v128, c: v128, d: v128): v128 {
  return v128.xor(d, v128.and(b, v128.xor(c, d)))
}

@inline
function mixG(b: v128, c: v128, d: v128): v128 {
  return v128.or(v128.and(b, d), v128.andnot(c, d))
}

@inline
function mixH(b: v128, c: v128, d: v128): v128 {
  return v128.xor(b, v128.xor(c, d))
}

@inline
function mixI(b: v128, c: v128, d: v128): v128 {
  return v128.xor(c, v128.or(b, v128.not(d)))
}

@inline
function turn(a: v128, b: v128, mixed: v128, word: usize, key: u32, by: i32): v128 {
  const known = i32x4.add(i32x4.add(a, v128.load(word)), i32x4.splat(key))
  const sum = i32x4.add(known, mixed)
  return i32x4.add(b, v128.or(i32x4.shl(sum, by), i32x4.shr_u(sum, 32 - by)))
}
