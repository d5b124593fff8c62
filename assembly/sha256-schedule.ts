// The message schedule of SHA-256 (FIPS 180-4, 6.2.2) of four blocks at once, one block a SIMD lane.
//
//   SCHEDULE  64 v128: W[t] of four blocks
//   KEYED     64 v128: W[t] + K[t] of four blocks
//   KEYS      64 u32: K

const SCHEDULE: usize = memory.data(1024, 16)
export const KEYED: usize = memory.data(1024, 16)
// prettier-ignore
export const KEYS: usize = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
])

@inline
function bigEndian(at: usize): v128 {
  const bytes = v128.load(at)
  return v128.shuffle<u8>(bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)
}

@inline
function keep(t: usize, word: v128): void {
  v128.store(SCHEDULE + (t << 4), word)
  const key = v128.load_splat<u32>(KEYS + (t << 2))
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

/** Fills KEYED from the blocks at the four addresses. */
export function schedule(at0: usize, at1: usize, at2: usize, at3: usize): void {
  for (let t: usize = 0; t < 16; t += 4) {
    const row = t << 2
    const block0 = bigEndian(at0 + row)
    const block1 = bigEndian(at1 + row)
    const block2 = bigEndian(at2 + row)
    const block3 = bigEndian(at3 + row)
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
