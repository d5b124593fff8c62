// Newline scan. Offsets are u32 and count from `text`.
//
//   text   ... [from, end) is scanned; up to 15 bytes behind `end` are loaded and not looked at
//   starts u32 a line
//   ends   u32 a line, without `\n` and without one `\r` before it

const NEWLINE: u8 = 10
const RETURN: u8 = 13

/**
 * Finds the lines that end in [from, end), the first of which began at `lineStart` (at or before
 * `from`). Stops after `capacity` lines. Number of lines; go on from behind the last one's `\n`.
 */
export function lines(
  text: usize,
  from: u32,
  end: u32,
  lineStart: u32,
  starts: usize,
  ends: usize,
  capacity: u32,
): u32 {
  const newline = i8x16.splat(NEWLINE)
  let count: u32 = 0
  for (let at = from; at < end; at += 16) {
    let mask = <u32>i8x16.bitmask(i8x16.eq(v128.load(text + at), newline))
    if (end - at < 16) mask &= (1 << (end - at)) - 1
    while (mask) {
      if (count === capacity) return count
      const stop = at + ctz(mask)
      mask &= mask - 1
      const strip = u32(stop > lineStart && load<u8>(text + stop - 1) === RETURN)
      store<u32>(starts + ((<usize>count) << 2), lineStart)
      store<u32>(ends + ((<usize>count) << 2), stop - strip)
      lineStart = stop + 1
      count++
    }
  }
  return count
}

/** Number of newlines in [at, at + length). */
export function newlines(at: usize, length: usize): u32 {
  const newline = i8x16.splat(NEWLINE)
  const end = at + length
  let count: u32 = 0
  while (at + 16 <= end) {
    count += popcnt(<u32>i8x16.bitmask(i8x16.eq(v128.load(at), newline)))
    at += 16
  }
  while (at < end) {
    count += u32(load<u8>(at) === NEWLINE)
    at++
  }
  return count
}
