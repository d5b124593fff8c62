// The compression function of SHA-256 (FIPS 180-4) over one stream. The message schedule is made for
// four blocks at once, while the rounds of the four blocks before, which are scalar, go on.

import { firstWords, KEYED, nextWord, SCHEDULE_BYTES, SCHEDULES } from './sha256-schedule'

/** Compresses `blocks` blocks of 64 bytes into the chaining value (8 u32) at `state`. */
export function sha256Blocks(state: usize, at: usize, blocks: usize): void {
  let schedule = SCHEDULES
  let other = SCHEDULES + SCHEDULE_BYTES
  firstWords(schedule, at, blocks)
  for (let word = schedule + 256; word < schedule + 1024; word += 16) nextWord(word)
  while (blocks > 4) {
    at += 256
    blocks -= 4
    firstWords(other, at, blocks)
    for (let lane: usize = 0; lane < 4; lane++) {
      roundsAhead(state, schedule + KEYED + (lane << 2), other + 256 + lane * 192)
    }
    const made = other
    other = schedule
    schedule = made
  }
  for (let lane: usize = 0; lane < blocks; lane++) {
    lastRounds(state, schedule + KEYED + (lane << 2))
  }
}

function roundsAhead(state: usize, keyed: usize, word: usize): void {
  rounds(state, keyed, word, true)
}

function lastRounds(state: usize, keyed: usize): void {
  rounds(state, keyed, 0, false)
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

/**
 * 64 rounds of one lane. maj(a, b, c) = b ^ ((a ^ b) & (b ^ c)); this round's a ^ b is the next one's
 * b ^ c. With `ahead` also twelve words of the next schedule, the first at `word`: they depend on
 * nothing here and fill the units that the rounds leave idle.
 */
@inline
function rounds(state: usize, keyed: usize, word: usize, ahead: bool): void {
  let a = load<u32>(state)
  let b = load<u32>(state, 4)
  let c = load<u32>(state, 8)
  let d = load<u32>(state, 12)
  let e = load<u32>(state, 16)
  let f = load<u32>(state, 20)
  let g = load<u32>(state, 24)
  let h = load<u32>(state, 28)
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
    g += sum0(h) + (a ^ (odd & even))

    f = f + load<u32>(keyed, 32) + choose(c, d, e) + sum1(c)
    b += f
    odd = g ^ h
    f += sum0(g) + (h ^ (odd & even))

    e = e + load<u32>(keyed, 48) + choose(b, c, d) + sum1(b)
    a += e
    even = f ^ g
    e += sum0(f) + (g ^ (odd & even))

    d = d + load<u32>(keyed, 64) + choose(a, b, c) + sum1(a)
    h += d
    odd = e ^ f
    d += sum0(e) + (f ^ (odd & even))
    if (ahead) nextWord(word)

    c = c + load<u32>(keyed, 80) + choose(h, a, b) + sum1(h)
    g += c
    even = d ^ e
    c += sum0(d) + (e ^ (odd & even))

    b = b + load<u32>(keyed, 96) + choose(g, h, a) + sum1(g)
    f += b
    odd = c ^ d
    b += sum0(c) + (d ^ (odd & even))

    a = a + load<u32>(keyed, 112) + choose(f, g, h) + sum1(f)
    e += a
    even = b ^ c
    a += sum0(b) + (c ^ (odd & even))

    h = h + load<u32>(keyed, 128) + choose(e, f, g) + sum1(e)
    d += h
    odd = a ^ b
    h += sum0(a) + (b ^ (odd & even))

    g = g + load<u32>(keyed, 144) + choose(d, e, f) + sum1(d)
    c += g
    even = h ^ a
    g += sum0(h) + (a ^ (odd & even))
    if (ahead) nextWord(word + 16)

    f = f + load<u32>(keyed, 160) + choose(c, d, e) + sum1(c)
    b += f
    odd = g ^ h
    f += sum0(g) + (h ^ (odd & even))

    e = e + load<u32>(keyed, 176) + choose(b, c, d) + sum1(b)
    a += e
    even = f ^ g
    e += sum0(f) + (g ^ (odd & even))

    d = d + load<u32>(keyed, 192) + choose(a, b, c) + sum1(a)
    h += d
    odd = e ^ f
    d += sum0(e) + (f ^ (odd & even))

    c = c + load<u32>(keyed, 208) + choose(h, a, b) + sum1(h)
    g += c
    even = d ^ e
    c += sum0(d) + (e ^ (odd & even))

    b = b + load<u32>(keyed, 224) + choose(g, h, a) + sum1(g)
    f += b
    odd = c ^ d
    b += sum0(c) + (d ^ (odd & even))
    if (ahead) nextWord(word + 32)

    a = a + load<u32>(keyed, 240) + choose(f, g, h) + sum1(f)
    e += a
    even = b ^ c
    a += sum0(b) + (c ^ (odd & even))

    keyed += 256
    word += 48
  }
  store<u32>(state, load<u32>(state) + a)
  store<u32>(state, load<u32>(state, 4) + b, 4)
  store<u32>(state, load<u32>(state, 8) + c, 8)
  store<u32>(state, load<u32>(state, 12) + d, 12)
  store<u32>(state, load<u32>(state, 16) + e, 16)
  store<u32>(state, load<u32>(state, 20) + f, 20)
  store<u32>(state, load<u32>(state, 24) + g, 24)
  store<u32>(state, load<u32>(state, 28) + h, 28)
}
