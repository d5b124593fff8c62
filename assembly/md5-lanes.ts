// The compression function of MD5 (RFC 1321) over four streams at once, one a SIMD lane.
//
//   WORDS  16 v128: X[k] of the four blocks
//   KEYS   64 u32: T[i]; loaded, as engines build a constant of four lanes from pieces

import { gather, scatter, step, transpose } from './lanes'

// prettier-ignore
const KEYS: usize = memory.data<u32>([
  0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
  0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
  0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
  0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
  0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
  0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
  0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
  0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
])
const WORDS: usize = memory.data(256, 16)

@inline
function mixF(b: v128, c: v128, d: v128): v128 {
  return v128.xor(d, v128.and(b, v128.xor(c, d)))
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
function turn(a: v128, b: v128, mixed: v128, word: usize, key: usize, by: i32): v128 {
  const known = i32x4.add(i32x4.add(a, v128.load(word)), v128.load_splat<u32>(key))
  const sum = i32x4.add(known, mixed)
  return i32x4.add(b, v128.or(i32x4.shl(sum, by), i32x4.shr_u(sum, 32 - by)))
}

/** `turn` with G(b, c, d), the part of it that does not wait for b added first. */
@inline
function turnG(a: v128, b: v128, c: v128, d: v128, word: usize, key: usize, by: i32): v128 {
  const known = i32x4.add(i32x4.add(i32x4.add(a, v128.load(word)), v128.load_splat<u32>(key)), v128.andnot(c, d))
  const sum = i32x4.add(known, v128.and(b, d))
  return i32x4.add(b, v128.or(i32x4.shl(sum, by), i32x4.shr_u(sum, 32 - by)))
}

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

    a = turn(a, b, mixF(b, c, d), WORDS, KEYS, 7)
    d = turn(d, a, mixF(a, b, c), WORDS + 16, KEYS + 4, 12)
    c = turn(c, d, mixF(d, a, b), WORDS + 32, KEYS + 8, 17)
    b = turn(b, c, mixF(c, d, a), WORDS + 48, KEYS + 12, 22)
    a = turn(a, b, mixF(b, c, d), WORDS + 64, KEYS + 16, 7)
    d = turn(d, a, mixF(a, b, c), WORDS + 80, KEYS + 20, 12)
    c = turn(c, d, mixF(d, a, b), WORDS + 96, KEYS + 24, 17)
    b = turn(b, c, mixF(c, d, a), WORDS + 112, KEYS + 28, 22)
    a = turn(a, b, mixF(b, c, d), WORDS + 128, KEYS + 32, 7)
    d = turn(d, a, mixF(a, b, c), WORDS + 144, KEYS + 36, 12)
    c = turn(c, d, mixF(d, a, b), WORDS + 160, KEYS + 40, 17)
    b = turn(b, c, mixF(c, d, a), WORDS + 176, KEYS + 44, 22)
    a = turn(a, b, mixF(b, c, d), WORDS + 192, KEYS + 48, 7)
    d = turn(d, a, mixF(a, b, c), WORDS + 208, KEYS + 52, 12)
    c = turn(c, d, mixF(d, a, b), WORDS + 224, KEYS + 56, 17)
    b = turn(b, c, mixF(c, d, a), WORDS + 240, KEYS + 60, 22)

    a = turnG(a, b, c, d, WORDS + 16, KEYS + 64, 5)
    d = turnG(d, a, b, c, WORDS + 96, KEYS + 68, 9)
    c = turnG(c, d, a, b, WORDS + 176, KEYS + 72, 14)
    b = turnG(b, c, d, a, WORDS, KEYS + 76, 20)
    a = turnG(a, b, c, d, WORDS + 80, KEYS + 80, 5)
    d = turnG(d, a, b, c, WORDS + 160, KEYS + 84, 9)
    c = turnG(c, d, a, b, WORDS + 240, KEYS + 88, 14)
    b = turnG(b, c, d, a, WORDS + 64, KEYS + 92, 20)
    a = turnG(a, b, c, d, WORDS + 144, KEYS + 96, 5)
    d = turnG(d, a, b, c, WORDS + 224, KEYS + 100, 9)
    c = turnG(c, d, a, b, WORDS + 48, KEYS + 104, 14)
    b = turnG(b, c, d, a, WORDS + 128, KEYS + 108, 20)
    a = turnG(a, b, c, d, WORDS + 208, KEYS + 112, 5)
    d = turnG(d, a, b, c, WORDS + 32, KEYS + 116, 9)
    c = turnG(c, d, a, b, WORDS + 112, KEYS + 120, 14)
    b = turnG(b, c, d, a, WORDS + 192, KEYS + 124, 20)

    a = turn(a, b, mixH(b, c, d), WORDS + 80, KEYS + 128, 4)
    d = turn(d, a, mixH(a, b, c), WORDS + 128, KEYS + 132, 11)
    c = turn(c, d, mixH(d, a, b), WORDS + 176, KEYS + 136, 16)
    b = turn(b, c, mixH(c, d, a), WORDS + 224, KEYS + 140, 23)
    a = turn(a, b, mixH(b, c, d), WORDS + 16, KEYS + 144, 4)
    d = turn(d, a, mixH(a, b, c), WORDS + 64, KEYS + 148, 11)
    c = turn(c, d, mixH(d, a, b), WORDS + 112, KEYS + 152, 16)
    b = turn(b, c, mixH(c, d, a), WORDS + 160, KEYS + 156, 23)
    a = turn(a, b, mixH(b, c, d), WORDS + 208, KEYS + 160, 4)
    d = turn(d, a, mixH(a, b, c), WORDS, KEYS + 164, 11)
    c = turn(c, d, mixH(d, a, b), WORDS + 48, KEYS + 168, 16)
    b = turn(b, c, mixH(c, d, a), WORDS + 96, KEYS + 172, 23)
    a = turn(a, b, mixH(b, c, d), WORDS + 144, KEYS + 176, 4)
    d = turn(d, a, mixH(a, b, c), WORDS + 192, KEYS + 180, 11)
    c = turn(c, d, mixH(d, a, b), WORDS + 240, KEYS + 184, 16)
    b = turn(b, c, mixH(c, d, a), WORDS + 32, KEYS + 188, 23)

    a = turn(a, b, mixI(b, c, d), WORDS, KEYS + 192, 6)
    d = turn(d, a, mixI(a, b, c), WORDS + 112, KEYS + 196, 10)
    c = turn(c, d, mixI(d, a, b), WORDS + 224, KEYS + 200, 15)
    b = turn(b, c, mixI(c, d, a), WORDS + 80, KEYS + 204, 21)
    a = turn(a, b, mixI(b, c, d), WORDS + 192, KEYS + 208, 6)
    d = turn(d, a, mixI(a, b, c), WORDS + 48, KEYS + 212, 10)
    c = turn(c, d, mixI(d, a, b), WORDS + 160, KEYS + 216, 15)
    b = turn(b, c, mixI(c, d, a), WORDS + 16, KEYS + 220, 21)
    a = turn(a, b, mixI(b, c, d), WORDS + 128, KEYS + 224, 6)
    d = turn(d, a, mixI(a, b, c), WORDS + 240, KEYS + 228, 10)
    c = turn(c, d, mixI(d, a, b), WORDS + 96, KEYS + 232, 15)
    b = turn(b, c, mixI(c, d, a), WORDS + 208, KEYS + 236, 21)
    a = turn(a, b, mixI(b, c, d), WORDS + 64, KEYS + 240, 6)
    d = turn(d, a, mixI(a, b, c), WORDS + 176, KEYS + 244, 10)
    c = turn(c, d, mixI(d, a, b), WORDS + 32, KEYS + 248, 15)
    b = turn(b, c, mixI(c, d, a), WORDS + 144, KEYS + 252, 21)

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
