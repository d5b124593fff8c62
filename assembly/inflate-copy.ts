// Copies of what a Deflate match refers to.

/** 16 rows of 16 u8: row d repeats 0 to d - 1. Sixteen bytes picked by it repeat the first d of them. */
const PATTERNS: usize = memory.data(16 * 16, 16)
/** u8 a distance: the largest multiple of it that sixteen bytes hold. */
const STRIDES: usize = memory.data(16, 16)

function fillPatterns(): void {
  for (let distance: usize = 1; distance < 16; distance++) {
    store<u8>(STRIDES + distance, <u8>(16 - (16 % distance)))
    for (let byte: usize = 0; byte < 16; byte++) {
      store<u8>(PATTERNS + (distance << 4) + byte, <u8>(byte % distance))
    }
  }
}
fillPatterns()

/** Writes up to 31 bytes more than `length`, none of them of value. */
@inline
export function copyWide(out: usize, distance: usize, length: usize): void {
  const end = out + length
  if (distance >= 16) {
    let from = out - distance
    v128.store(out, v128.load(from))
    v128.store(out, v128.load(from, 16), 16)
    out += 32
    while (out < end) {
      from += 32
      v128.store(out, v128.load(from))
      v128.store(out, v128.load(from, 16), 16)
      out += 32
    }
    return
  }
  const pattern = v128.load(PATTERNS + (distance << 4))
  const repeated = i8x16.swizzle(v128.load(out - distance), pattern)
  const stride = <usize>load<u8>(STRIDES + distance)
  do {
    v128.store(out, repeated)
    out += stride
  } while (out < end)
}

/** Writes `length` bytes and no more. */
export function copyExact(out: usize, distance: usize, length: usize): void {
  const from = out - distance
  for (let at: usize = 0; at < length; at++) store<u8>(out + at, load<u8>(from + at))
}
