// The compression function of SHA-256 (FIPS 180-4) over one stream. The message schedule is made for
// four blocks at once; the rounds, which depend on one another, are scalar.

import { KEYED, schedule } from './sha256-schedule'

/** Compresses `blocks` blocks of 64 bytes into the chaining value (8 u32) at `state`. */
export function sha256Blocks(state: usize, at: usize, blocks: usize): void {
  while (blocks) {
    const lanes = min<usize>(blocks, 4)
    const last = at + ((lanes - 1) << 6)
    schedule(at, min<usize>(at + 64, last), min<usize>(at + 128, last), last)
    for (let lane: usize = 0; lane < lanes; lane++) rounds(state, KEYED + (lane << 2))
    at += 256
    blocks -= lanes
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
function rounds(state: usize, keyed: usize): void {
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
  store<u32>(state, load<u32>(state) + a)
  store<u32>(state, load<u32>(state, 4) + b, 4)
  store<u32>(state, load<u32>(state, 8) + c, 8)
  store<u32>(state, load<u32>(state, 12) + d, 12)
  store<u32>(state, load<u32>(state, 16) + e, 16)
  store<u32>(state, load<u32>(state, 20) + f, 20)
  store<u32>(state, load<u32>(state, 24) + g, 24)
  store<u32>(state, load<u32>(state, 28) + h, 28)
}
