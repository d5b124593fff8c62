// Where a hit goes: the literal that a text may hold is compared whole, and the flag of its line set.
// What a scan found ascends through the text, so the line of a place is found by walking on.

const BLANK: u8 = 32
const NEWLINE: u8 = 10

/** Each byte in folded form, as workers/matcher.ts folds literals; the newline is no blank. */
const FOLDED: usize = memory.data(256, 16)

function fillFolded(): void {
  for (let byte: u32 = 0; byte < 256; byte++) store<u8>(FOLDED + byte, <u8>byte)
  for (let letter: u32 = 65; letter <= 90; letter++) store<u8>(FOLDED + letter, <u8>(letter + 32))
  store<u8>(FOLDED + 13, BLANK)
  store<u8>(FOLDED + 43, BLANK)
  store<u8>(FOLDED + 44, BLANK)
  store<u8>(FOLDED + 63, BLANK)
}
fillFolded()

let text: usize = 0
let starts: usize = 0
let ends: usize = 0
let lineOf: usize = 0
let count: u32 = 0
let flags: usize = 0
let line: u32 = 0
let walked: u32 = 0

/** Takes a block of lines; `linesOf` gives the index of a line's flag, 0 where it is the line's own. */
export function openLines(
  textBase: usize,
  lineStarts: usize,
  lineEnds: usize,
  linesOf: usize,
  lineCount: u32,
  lineFlags: usize,
): void {
  text = textBase
  starts = lineStarts
  ends = lineEnds
  lineOf = linesOf
  count = lineCount
  flags = lineFlags
  line = 0
  walked = 0
}

/** Number of the lines that end at or before `at`, which is not before what was asked for so far. */
export function linesBefore(at: usize): u32 {
  while (line < count && text + load<u32>(ends + (<usize>line << 2)) <= at) line++
  return line
}

/** Bytes compared since `openLines`. */
export function bytesCompared(): u32 {
  return walked
}

@inline
function folded(at: usize): u8 {
  return load<u8>(FOLDED + load<u8>(at))
}

/** Whether the folded `literal` stands in [from, to) so that its byte `known`, no blank, is at `at`. */
function stands(literal: usize, length: u32, known: u32, at: usize, from: usize, to: usize): bool {
  let ahead = at
  for (let index = known; index < length; index++) {
    const wanted = load<u8>(literal + index)
    if (ahead >= to || folded(ahead) !== wanted) {
      walked += <u32>(ahead - at)
      return false
    }
    ahead++
    if (wanted === BLANK) while (ahead < to && folded(ahead) === BLANK) ahead++
  }
  let behind = at
  for (let index = known; index > 0; index--) {
    const wanted = load<u8>(literal + index - 1)
    if (behind <= from || folded(behind - 1) !== wanted) {
      walked += <u32>(ahead - behind)
      return false
    }
    behind--
    if (wanted === BLANK) while (behind > from && folded(behind - 1) === BLANK) behind--
  }
  walked += <u32>(ahead - behind)
  return true
}

/**
 * Flags the line of `at` where the literal stands there. Address up to which there is no more to find,
 * 0 where the literal does not stand. Calls come with ascending `at`.
 */
export function tryLiteral(literal: usize, length: u32, known: u32, at: usize): usize {
  if (linesBefore(at) >= count) return at
  const flag = flags + (lineOf ? load<u32>(lineOf + (<usize>line << 2)) : line)
  const to = text + load<u32>(ends + (<usize>line << 2))
  if (load<u8>(flag)) return to
  const from = text + load<u32>(starts + (<usize>line << 2))
  if (at < from || !stands(literal, length, known, at, from, to)) return 0
  store<u8>(flag, 1)
  return to
}
