// The compression function of MD5 (RFC 1321) over one stream.

/** Compresses `blocks` blocks of 64 bytes into the chaining value (4 u32) at `state`. */
export function md5Blocks(state: usize, at: usize, blocks: usize): void {
  let a = load<u32>(state)
  let b = load<u32>(state, 4)
  let c = load<u32>(state, 8)
  let d = load<u32>(state, 12)
  for (const end = at + (blocks << 6); at < end; at += 64) {
    const a0 = a
    const b0 = b
    const c0 = c
    const d0 = d

    a = turn(a, b, mixF(b, c, d), at, 0xd76aa478, 7)
    d = turn(d, a, mixF(a, b, c), at + 4, 0xe8c7b756, 12)
    c = turn(c, d, mixF(d, a, b), at + 8, 0x242070db, 17)
    b = turn(b, c, mixF(c, d, a), at + 12, 0xc1bdceee, 22)
    a = turn(a, b, mixF(b, c, d), at + 16, 0xf57c0faf, 7)
    d = turn(d, a, mixF(a, b, c), at + 20, 0x4787c62a, 12)
    c = turn(c, d, mixF(d, a, b), at + 24, 0xa8304613, 17)
    b = turn(b, c, mixF(c, d, a), at + 28, 0xfd469501, 22)
    a = turn(a, b, mixF(b, c, d), at + 32, 0x698098d8, 7)
    d = turn(d, a, mixF(a, b, c), at + 36, 0x8b44f7af, 12)
    c = turn(c, d, mixF(d, a, b), at + 40, 0xffff5bb1, 17)
    b = turn(b, c, mixF(c, d, a), at + 44, 0x895cd7be, 22)
    a = turn(a, b, mixF(b, c, d), at + 48, 0x6b901122, 7)
    d = turn(d, a, mixF(a, b, c), at + 52, 0xfd987193, 12)
    c = turn(c, d, mixF(d, a, b), at + 56, 0xa679438e, 17)
    b = turn(b, c, mixF(c, d, a), at + 60, 0x49b40821, 22)

    a = turn(a, b, mixG(b, c, d), at + 4, 0xf61e2562, 5)
    d = turn(d, a, mixG(a, b, c), at + 24, 0xc040b340, 9)
    c = turn(c, d, mixG(d, a, b), at + 44, 0x265e5a51, 14)
    b = turn(b, c, mixG(c, d, a), at, 0xe9b6c7aa, 20)
    a = turn(a, b, mixG(b, c, d), at + 20, 0xd62f105d, 5)
    d = turn(d, a, mixG(a, b, c), at + 40, 0x02441453, 9)
    c = turn(c, d, mixG(d, a, b), at + 60, 0xd8a1e681, 14)
    b = turn(b, c, mixG(c, d, a), at + 16, 0xe7d3fbc8, 20)
    a = turn(a, b, mixG(b, c, d), at + 36, 0x21e1cde6, 5)
    d = turn(d, a, mixG(a, b, c), at + 56, 0xc33707d6, 9)
    c = turn(c, d, mixG(d, a, b), at + 12, 0xf4d50d87, 14)
    b = turn(b, c, mixG(c, d, a), at + 32, 0x455a14ed, 20)
    a = turn(a, b, mixG(b, c, d), at + 52, 0xa9e3e905, 5)
    d = turn(d, a, mixG(a, b, c), at + 8, 0xfcefa3f8, 9)
    c = turn(c, d, mixG(d, a, b), at + 28, 0x676f02d9, 14)
    b = turn(b, c, mixG(c, d, a), at + 48, 0x8d2a4c8a, 20)

    a = turn(a, b, mixH(b, c, d), at + 20, 0xfffa3942, 4)
    d = turn(d, a, mixH(a, b, c), at + 32, 0x8771f681, 11)
    c = turn(c, d, mixH(d, a, b), at + 44, 0x6d9d6122, 16)
    b = turn(b, c, mixH(c, d, a), at + 56, 0xfde5380c, 23)
    a = turn(a, b, mixH(b, c, d), at + 4, 0xa4beea44, 4)
    d = turn(d, a, mixH(a, b, c), at + 16, 0x4bdecfa9, 11)
    c = turn(c, d, mixH(d, a, b), at + 28, 0xf6bb4b60, 16)
    b = turn(b, c, mixH(c, d, a), at + 40, 0xbebfbc70, 23)
    a = turn(a, b, mixH(b, c, d), at + 52, 0x289b7ec6, 4)
    d = turn(d, a, mixH(a, b, c), at, 0xeaa127fa, 11)
    c = turn(c, d, mixH(d, a, b), at + 12, 0xd4ef3085, 16)
    b = turn(b, c, mixH(c, d, a), at + 24, 0x04881d05, 23)
    a = turn(a, b, mixH(b, c, d), at + 36, 0xd9d4d039, 4)
    d = turn(d, a, mixH(a, b, c), at + 48, 0xe6db99e5, 11)
    c = turn(c, d, mixH(d, a, b), at + 60, 0x1fa27cf8, 16)
    b = turn(b, c, mixH(c, d, a), at + 8, 0xc4ac5665, 23)

    a = turn(a, b, mixI(b, c, d), at, 0xf4292244, 6)
    d = turn(d, a, mixI(a, b, c), at + 28, 0x432aff97, 10)
    c = turn(c, d, mixI(d, a, b), at + 56, 0xab9423a7, 15)
    b = turn(b, c, mixI(c, d, a), at + 20, 0xfc93a039, 21)
    a = turn(a, b, mixI(b, c, d), at + 48, 0x655b59c3, 6)
    d = turn(d, a, mixI(a, b, c), at + 12, 0x8f0ccc92, 10)
    c = turn(c, d, mixI(d, a, b), at + 40, 0xffeff47d, 15)
    b = turn(b, c, mixI(c, d, a), at + 4, 0x85845dd1, 21)
    a = turn(a, b, mixI(b, c, d), at + 32, 0x6fa87e4f, 6)
    d = turn(d, a, mixI(a, b, c), at + 60, 0xfe2ce6e0, 10)
    c = turn(c, d, mixI(d, a, b), at + 24, 0xa3014314, 15)
    b = turn(b, c, mixI(c, d, a), at + 52, 0x4e0811a1, 21)
    a = turn(a, b, mixI(b, c, d), at + 16, 0xf7537e82, 6)
    d = turn(d, a, mixI(a, b, c), at + 44, 0xbd3af235, 10)
    c = turn(c, d, mixI(d, a, b), at + 8, 0x2ad7d2bb, 15)
    b = turn(b, c, mixI(c, d, a), at + 36, 0xeb86d391, 21)

    a += a0
    b += b0
    c += c0
    d += d0
  }
  store<u32>(state, a)
  store<u32>(state, b, 4)
  store<u32>(state, c, 8)
  store<u32>(state, d, 12)
}

@inline
function mixF(b: u32, c: u32, d: u32): u32 {
  return d ^ (b & (c ^ d))
}

@inline
function mixG(b: u32, c: u32, d: u32): u32 {
  return (b & d) + (c & ~d)
}

@inline
function mixH(b: u32, c: u32, d: u32): u32 {
  return b ^ (c ^ d)
}

@inline
function mixI(b: u32, c: u32, d: u32): u32 {
  return c ^ (b | ~d)
}

@inline
function turn(a: u32, b: u32, mixed: u32, word: usize, key: u32, by: u32): u32 {
  return b + rotl<u32>(a + load<u32>(word) + key + mixed, by)
}
