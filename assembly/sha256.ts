// SHA-256 (FIPS 180-4) of one stream. The message schedule of four blocks is made at once, one block
// a SIMD lane; the rounds, which depend on one another, are scalar.
//
//   STATE     8 u32: the chaining value
//   BLOCK     4 blocks: bytes that wait for the rest of their block; the schedule reads all four
//   SCHEDULE  64 v128: W[t] of four blocks
//   KEYED     64 v128: W[t] + K[t] of four blocks
//   CONSTANTS 64 u32: K, then 8 u32: the first chaining value
//   DIGEST    32 bytes, big endian

const STATE: usize = memory.data(32, 16)
const BLOCK: usize = memory.data(256, 16)
const SCHEDULE: usize = memory.data(1024, 16)
const KEYED: usize = memory.data(1024, 16)
const DIGEST: usize = memory.data(32, 16)
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
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
])
const FIRST_STATE: usize = CONSTANTS + 256

let total: u64 = 0

export function sha256Start(): void {
  memory.copy(STATE, FIRST_STATE, 32)
  total = 0
}

export function sha256Update(at: usize, length: usize): void {
  const waiting = <usize>(total & 63)
  total += length
  if (waiting) {
    const missing = min<usize>(64 - waiting, length)
    memory.copy(BLOCK + waiting, at, missing)
    if (waiting + missing < 64) return
    compress(BLOCK, 1)
    at += missing
    length -= missing
  }
  compress(at, length >>> 6)
  memory.copy(BLOCK, at + (length & ~63), length & 63)
}

/** Ends the stream. Address of 32 bytes. */
export function sha256Digest(): usize {
  let waiting = <usize>(total & 63)
  store<u8>(BLOCK + waiting, 0x80)
  waiting++
  if (waiting > 56) {
    memory.fill(BLOCK + waiting, 0, 64 - waiting)
    compress(BLOCK, 1)
    waiting = 0
  }
  memory.fill(BLOCK + waiting, 0, 56 - waiting)
  store<u64>(BLOCK + 56, bswap<u64>(total << 3))
  compress(BLOCK, 1)
  for (let word: usize = 0; word < 32; word += 4) {
    store<u32>(DIGEST + word, bswap<u32>(load<u32>(STATE + word)))
  }
  return DIGEST
}

/** The schedule always reads four blocks; lanes without a block are made and not used. */
function compress(at: usize, blocks: usize): void {
  while (blocks) {
    schedule(at)
    const lanes = min<usize>(blocks, 4)
    for (let lane: usize = 0; lane < lanes; lane++) rounds(KEYED + (lane << 2))
    at += 256
    blocks -= lanes
  }
}

@inline
function bigEndian(at: usize): v128 {
  const bytes = v128.load(at)
  return v128.shuffle<u8>(bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)
}

@inline
function keep(t: usize, word: v128): void {
  v128.store(SCHEDULE + (t << 4), word)
  const key = v128.load_splat<u32>(CONSTANTS + (t << 2))
  v128.store(KEYED + (t << 4), i32x4.add(word, key))
}

@inline
function rotate(word: v128, by: i32): v128 {
  return v128.or(i32x4.shr_u(word, by), i32x4.shl(word, 32 - by))
}

@inline
function sigma0(word: v128): v128 {
  return v128.xor(v128.xor(rotate(word, 7), rotate(word, 18)), i32x4.shr_u(word, 3))
}

@inline
function sigma1(word: v128): v128 {
  return v128.xor(v128.xor(rotate(word, 17), rotate(word, 19)), i32x4.shr_u(word, 10))
}

function schedule(at: usize): void {
  for (let t: usize = 0; t < 16; t += 4) {
    const row = at + (t << 2)
    const block0 = bigEndian(row)
    const block1 = bigEndian(row + 64)
    const block2 = bigEndian(row + 128)
    const block3 = bigEndian(row + 192)
    const low01 = v128.shuffle<u32>(block0, block1, 0, 4, 1, 5)
    const low23 = v128.shuffle<u32>(block2, block3, 0, 4, 1, 5)
    const high01 = v128.shuffle<u32>(block0, block1, 2, 6, 3, 7)
    const high23 = v128.shuffle<u32>(block2, block3, 2, 6, 3, 7)
    keep(t, v128.shuffle<u64>(low01, low23, 0, 2))
    keep(t + 1, v128.shuffle<u64>(low01, low23, 1, 3))
    keep(t + 2, v128.shuffle<u64>(high01, high23, 0, 2))
    keep(t + 3, v128.shuffle<u64>(high01, high23, 1, 3))
  }
  for (let t: usize = 16; t < 64; t++) {
    const row = SCHEDULE + (t << 4)
    const word = i32x4.add(
      i32x4.add(sigma1(v128.load(row - 32)), v128.load(row - 112)),
      i32x4.add(sigma0(v128.load(row - 240)), v128.load(row - 256)),
    )
    keep(t, word)
  }
}

@inline
function sum0(a: u32): u32 {
  return rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22)
}

@inline
function sum1(e: u32): u32 {
  return rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25)
}

@inline
function choose(e: u32, f: u32, g: u32): u32 {
  return g ^ (e & (f ^ g))
}

/** 64 rounds of one lane. maj(a, b, c) = b ^ ((a ^ b) & (b ^ c)); this round's a ^ b is the next one's b ^ c. */
function rounds(keyed: usize): void {
  let a = load<u32>(STATE)
  let b = load<u32>(STATE, 4)
  let c = load<u32>(STATE, 8)
  let d = load<u32>(STATE, 12)
  let e = load<u32>(STATE, 16)
  let f = load<u32>(STATE, 20)
  let g = load<u32>(STATE, 24)
  let h = load<u32>(STATE, 28)
  let odd: u32 = 0
  let even = b ^ c
  const end = keyed + 1024
  while (keyed < end) {
    h = h + load<u32>(keyed) + choose(e, f, g) + sum1(e)
    d += h
    odd = a ^ b
    h += sum0(a) + (b ^ (odd & even))

    g = g + load<u32>(keyed, 16) + choose(d, e, f) + sum1(d)
    c += g
    even = h ^ a
    g += sum0(h) + (a ^ (even & odd))

    f = f + load<u32>(keyed, 32) + choose(c, d, e) + sum1(c)
    b += f
    odd = g ^ h
    f += sum0(g) + (h ^ (odd & even))

    e = e + load<u32>(keyed, 48) + choose(b, c, d) + sum1(b)
    a += e
    even = f ^ g
    e += sum0(f) + (g ^ (even & odd))

    d = d + load<u32>(keyed, 64) + choose(a, b, c) + sum1(a)
    h += d
    odd = e ^ f
    d += sum0(e) + (f ^ (odd & even))

    c = c + load<u32>(keyed, 80) + choose(h, a, b) + sum1(h)
    g += c
    even = d ^ e
    c += sum0(d) + (e ^ (even & odd))

    b = b + load<u32>(keyed, 96) + choose(g, h, a) + sum1(g)
    f += b
    odd = c ^ d
    b += sum0(c) + (d ^ (odd & even))

    a = a + load<u32>(keyed, 112) + choose(f, g, h) + sum1(f)
    e += a
    even = b ^ c
    a += sum0(b) + (c ^ (even & odd))

    keyed += 128
  }
  store<u32>(STATE, load<u32>(STATE) + a)
  store<u32>(STATE, load<u32>(STATE, 4) + b, 4)
  store<u32>(STATE, load<u32>(STATE, 8) + c, 8)
  store<u32>(STATE, load<u32>(STATE, 12) + d, 12)
  store<u32>(STATE, load<u32>(STATE, 16) + e, 16)
  store<u32>(STATE, load<u32>(STATE, 20) + f, 20)
  store<u32>(STATE, load<u32>(STATE, 24) + g, 24)
  store<u32>(STATE, load<u32>(STATE, 28) + h, 28)
}
