// Percent-decoding, once, of the lines that hold an escape. The copies stand one behind the other in
// a scratch window, a newline after each, with their own starts and ends and the line they are of.
// A copy is shorter than its line by two bytes at least, so a scratch window of the text's size holds all.

const PERCENT: u8 = 37
const NEWLINE: u8 = 10
const RETURN: u8 = 13
const BLANK: u8 = 32

/** Value of each hexadecimal digit, 0xff for every other byte. */
const DIGITS: usize = memory.data(256, 16)

function fillDigits(): void {
  memory.fill(DIGITS, 0xff, 256)
  for (let digit: u8 = 0; digit < 10; digit++) store<u8>(DIGITS + 48 + digit, digit)
  for (let digit: u8 = 0; digit < 6; digit++) {
    store<u8>(DIGITS + 65 + digit, 10 + digit)
    store<u8>(DIGITS + 97 + digit, 10 + digit)
  }
}
fillDigits()

/** Address of the first `%` in [at, end), else `end`. */
@inline
function findPercent(at: usize, end: usize): usize {
  const percent = i8x16.splat(PERCENT)
  while (at < end) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), percent))
    if (mask) return min(at + ctz(mask), end)
    at += 16
  }
  return end
}

/** Byte that the escape at `at` stands for, or -1 where it is none. CR and LF become blanks. */
@inline
function escaped(at: usize, end: usize): i32 {
  if (at + 2 >= end) return -1
  const high = load<u8>(DIGITS + load<u8>(at, 1))
  const low = load<u8>(DIGITS + load<u8>(at, 2))
  if ((high | low) > 15) return -1
  const byte = (high << 4) | low
  return byte === NEWLINE || byte === RETURN ? BLANK : byte
}

/** Copies [from, end) decoded to `out`; the address behind the copy. Writes up to 15 bytes more. */
function copyDecoded(from: usize, end: usize, out: usize): usize {
  const percent = i8x16.splat(PERCENT)
  while (from < end) {
    const bytes = v128.load(from)
    v128.store(out, bytes)
    const mask = i8x16.bitmask(i8x16.eq(bytes, percent))
    const clear = min<usize>(mask ? <usize>ctz(mask) : 16, end - from)
    from += clear
    out += clear
    if (!mask || from >= end) continue
    const byte = escaped(from, end)
    store<u8>(out, byte < 0 ? PERCENT : byte)
    from += byte < 0 ? 1 : 3
    out++
  }
  return out
}

/** Whether [at, end) has an escape of a byte that a literal holds; `at` is a percent sign or `end`. */
function hasTelling(at: usize, end: usize, classes: usize): bool {
  while (at < end) {
    const byte = escaped(at, end)
    if (byte >= 0 && load<u16>(classes + (<usize>byte << 1))) return true
    at = findPercent(at + 1, end)
  }
  return false
}

/**
 * Number of copies made of the `count` lines; `copyOf` gives each copy's line. Left out are lines whose
 * flag byte is set, and those where every decoded byte is of class 0: no literal holds such a byte, so
 * what the copy holds of a literal the line holds as well.
 */
export function decode(
  text: usize,
  starts: usize,
  ends: usize,
  count: u32,
  classes: usize,
  flags: usize,
  scratch: usize,
  copyStarts: usize,
  copyEnds: usize,
  copyOf: usize,
): u32 {
  if (!count) return 0
  const textEnd = text + load<u32>(ends + (<usize>(count - 1) << 2))
  let at = findPercent(text + load<u32>(starts), textEnd)
  let line: usize = 0
  let copies: usize = 0
  let out = scratch
  while (at < textEnd) {
    while (text + load<u32>(ends + (line << 2)) <= at) line++
    const end = text + load<u32>(ends + (line << 2))
    if (!load<u8>(flags + line) && hasTelling(at, end, classes)) {
      const copyEnd = copyDecoded(text + load<u32>(starts + (line << 2)), end, out)
      store<u32>(copyStarts + (copies << 2), <u32>(out - scratch))
      store<u32>(copyEnds + (copies << 2), <u32>(copyEnd - scratch))
      store<u32>(copyOf + (copies << 2), <u32>line)
      store<u8>(copyEnd, NEWLINE)
      out = copyEnd + 1
      copies++
    }
    at = findPercent(end, textEnd)
  }
  return <u32>copies
}
