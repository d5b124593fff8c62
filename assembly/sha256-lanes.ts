// The compression function of SHA-256 (FIPS 180-4) over four streams at once, one a SIMD lane.

import { gather, laneAt, scatter, step } from './lanes'
import { KEYED, schedule } from './sha256-schedule'

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

/** Compresses `blocks` blocks of each of the four lanes; see lanes.ts. For maj see sha256.ts. */
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
    schedule(laneAt(0), laneAt(1), laneAt(2), laneAt(3))
    step()
    const a0 = a
    const b0 = b
    const c0 = c
    const d0 = d
    const e0 = e
    const f0 = f
    const g0 = g
    const h0 = h
    let odd = v128.xor(b, c)
    let even = odd
    for (let keyed = KEYED; keyed < KEYED + 1024; keyed += 128) {
      h = i32x4.add(i32x4.add(h, v128.load(keyed)), i32x4.add(choose(e, f, g), sum1(e)))
      d = i32x4.add(d, h)
      odd = v128.xor(a, b)
      h = i32x4.add(h, i32x4.add(sum0(a), v128.xor(b, v128.and(odd, even))))

      g = i32x4.add(i32x4.add(g, v128.load(keyed, 16)), i32x4.add(choose(d, e, f), sum1(d)))
      c = i32x4.add(c, g)
      even = v128.xor(h, a)
      g = i32x4.add(g, i32x4.add(sum0(h), v128.xor(a, v128.and(odd, even))))

      f = i32x4.add(i32x4.add(f, v128.load(keyed, 32)), i32x4.add(choose(c, d, e), sum1(c)))
      b = i32x4.add(b, f)
      odd = v128.xor(g, h)
      f = i32x4.add(f, i32x4.add(sum0(g), v128.xor(h, v128.and(odd, even))))

      e = i32x4.add(i32x4.add(e, v128.load(keyed, 48)), i32x4.add(choose(b, c, d), sum1(b)))
      a = i32x4.add(a, e)
      even = v128.xor(f, g)
      e = i32x4.add(e, i32x4.add(sum0(f), v128.xor(g, v128.and(odd, even))))

      d = i32x4.add(i32x4.add(d, v128.load(keyed, 64)), i32x4.add(choose(a, b, c), sum1(a)))
      h = i32x4.add(h, d)
      odd = v128.xor(e, f)
      d = i32x4.add(d, i32x4.add(sum0(e), v128.xor(f, v128.and(odd, even))))

      c = i32x4.add(i32x4.add(c, v128.load(keyed, 80)), i32x4.add(choose(h, a, b), sum1(h)))
      g = i32x4.add(g, c)
      even = v128.xor(d, e)
      c = i32x4.add(c, i32x4.add(sum0(d), v128.xor(e, v128.and(odd, even))))

      b = i32x4.add(i32x4.add(b, v128.load(keyed, 96)), i32x4.add(choose(g, h, a), sum1(g)))
      f = i32x4.add(f, b)
      odd = v128.xor(c, d)
      b = i32x4.add(b, i32x4.add(sum0(c), v128.xor(d, v128.and(odd, even))))

      a = i32x4.add(i32x4.add(a, v128.load(keyed, 112)), i32x4.add(choose(f, g, h), sum1(f)))
      e = i32x4.add(e, a)
      even = v128.xor(b, c)
      a = i32x4.add(a, i32x4.add(sum0(b), v128.xor(c, v128.and(odd, even))))
    }
    a = i32x4.add(a, a0)
    b = i32x4.add(b, b0)
    c = i32x4.add(c, c0)
    d = i32x4.add(d, d0)
    e = i32x4.add(e, e0)
    f = i32x4.add(f, f0)
    g = i32x4.add(g, g0)
    h = i32x4.add(h, h0)
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
