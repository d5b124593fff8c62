// The compression function of SHA-1 (FIPS 180-4) over one stream.
//
//   SCHEDULE  80 u32: W[t]

const SCHEDULE: usize = memory.data(320, 16)

/** Compresses `blocks` blocks of 64 bytes into the chaining value (5 u32) at `state`. */
export function sha1Blocks(state: usize, at: usize, blocks: usize): void {
  for (const end = at + (blocks << 6); at < end; at += 64) {
    schedule(at)
    rounds(state)
  }
}

function schedule(at: usize): void {
  for (let t: usize = 0; t < 64; t += 4) {
    store<u32>(SCHEDULE + t, bswap<u32>(load<u32>(at + t)))
  }
  for (let word = SCHEDULE + 64; word < SCHEDULE + 320; word += 4) {
    const sum =
      load<u32>(word - 12) ^ load<u32>(word - 32) ^ load<u32>(word - 56) ^ load<u32>(word - 64)
    store<u32>(word, rotl<u32>(sum, 1))
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

function rounds(state: usize): void {
  let a = load<u32>(state)
  let b = load<u32>(state, 4)
  let c = load<u32>(state, 8)
  let d = load<u32>(state, 12)
  let e = load<u32>(state, 16)
  let word = SCHEDULE
  while (word < SCHEDULE + 80) {
    e = round(a, e, choose(b, c, d), 0x5a827999, word)
    b = rotl<u32>(b, 30)
    d = round(e, d, choose(a, b, c), 0x5a827999, word + 4)
    a = rotl<u32>(a, 30)
    c = round(d, c, choose(e, a, b), 0x5a827999, word + 8)
    e = rotl<u32>(e, 30)
    b = round(c, b, choose(d, e, a), 0x5a827999, word + 12)
    d = rotl<u32>(d, 30)
    a = round(b, a, choose(c, d, e), 0x5a827999, word + 16)
    c = rotl<u32>(c, 30)
    word += 20
  }
  while (word < SCHEDULE + 160) {
    e = round(a, e, parity(b, c, d), 0x6ed9eba1, word)
    b = rotl<u32>(b, 30)
    d = round(e, d, parity(a, b, c), 0x6ed9eba1, word + 4)
    a = rotl<u32>(a, 30)
    c = round(d, c, parity(e, a, b), 0x6ed9eba1, word + 8)
    e = rotl<u32>(e, 30)
    b = round(c, b, parity(d, e, a), 0x6ed9eba1, word + 12)
    d = rotl<u32>(d, 30)
    a = round(b, a, parity(c, d, e), 0x6ed9eba1, word + 16)
    c = rotl<u32>(c, 30)
    word += 20
  }
  while (word < SCHEDULE + 240) {
    e = round(a, e, majority(b, c, d), 0x8f1bbcdc, word)
    b = rotl<u32>(b, 30)
    d = round(e, d, majority(a, b, c), 0x8f1bbcdc, word + 4)
    a = rotl<u32>(a, 30)
    c = round(d, c, majority(e, a, b), 0x8f1bbcdc, word + 8)
    e = rotl<u32>(e, 30)
    b = round(c, b, majority(d, e, a), 0x8f1bbcdc, word + 12)
    d = rotl<u32>(d, 30)
    a = round(b, a, majority(c, d, e), 0x8f1bbcdc, word + 16)
    c = rotl<u32>(c, 30)
    word += 20
  }
  while (word < SCHEDULE + 320) {
    e = round(a, e, parity(b, c, d), 0xca62c1d6, word)
    b = rotl<u32>(b, 30)
    d = round(e, d, parity(a, b, c), 0xca62c1d6, word + 4)
    a = rotl<u32>(a, 30)
    c = round(d, c, parity(e, a, b), 0xca62c1d6, word + 8)
    e = rotl<u32>(e, 30)
    b = round(c, b, parity(d, e, a), 0xca62c1d6, word + 12)
    d = rotl<u32>(d, 30)
    a = round(b, a, parity(c, d, e), 0xca62c1d6, word + 16)
    c = rotl<u32>(c, 30)
    word += 20
  }
  store<u32>(state, load<u32>(state) + a)
  store<u32>(state, load<u32>(state, 4) + b, 4)
  store<u32>(state, load<u32>(state, 8) + c, 8)
  store<u32>(state, load<u32>(state, 12) + d, 12)
  store<u32>(state, load<u32>(state, 16) + e, 16)
}
