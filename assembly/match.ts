// Aho-Corasick over whole lines by a dense table, four cursors at once: each waits for its own table
// load, so four fill the time of one. The cursors' seams are line starts. The table sends every state
// to the root on `\n`, so no state has to be carried and no match can be lost or made at a seam.
//
//   classes  256 u16: four times the class of a byte
//   table    rows of u32, one a state, one column a class: the address of the next state's row, from
//            `table`. Row 0 is the root. Rows of accepting states stand at odd addresses.

const ACCEPTING: u32 = 1

let text: usize = 0
let starts: usize = 0
let ends: usize = 0
let lineOf: usize = 0
let count: u32 = 0
let flags: usize = 0

@inline
function step(classes: usize, table: usize, state: u32, byte: u32): u32 {
  return load<u32>(table + state + load<u16>(classes + (<usize>byte << 1)))
}

/** Least line whose offset is not below `offset`, by a column of ascending offsets. */
function lowerBound(column: usize, offset: u32): u32 {
  let low: u32 = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (load<u32>(column + (<usize>middle << 2)) < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** A literal may end in a blank: then in the `\r` behind a line, which is no part of it. */
function mark(at: usize): void {
  const offset = <u32>(at - text)
  const line = lowerBound(ends, offset + 1)
  if (line >= count || load<u32>(starts + (<usize>line << 2)) > offset) return
  store<u8>(flags + (lineOf ? load<u32>(lineOf + (<usize>line << 2)) : line), 1)
}

function finishCursor(classes: usize, table: usize, state: u32, at: usize, end: usize): void {
  while (at < end) {
    state = step(classes, table, state, load<u8>(at))
    if (state & ACCEPTING) mark(at)
    at++
  }
}

/**
 * Sets the flag byte of each line in which a literal occurs. `linesOf` gives the flag's index by
 * line; 0 where it is the line's own.
 */
export function match(
  classes: usize,
  table: usize,
  textBase: usize,
  lineStarts: usize,
  lineEnds: usize,
  linesOf: usize,
  lineCount: u32,
  lineFlags: usize,
): void {
  if (!lineCount) return
  text = textBase
  starts = lineStarts
  ends = lineEnds
  lineOf = linesOf
  count = lineCount
  flags = lineFlags
  const first = load<u32>(lineStarts)
  const last = load<u32>(lineEnds + (<usize>(lineCount - 1) << 2))
  const quarter = (last - first) >>> 2
  let at0 = text + first
  let at1 = seam(lineStarts, first + quarter, last)
  let at2 = seam(lineStarts, first + 2 * quarter, last)
  let at3 = seam(lineStarts, first + 3 * quarter, last)
  const end0 = at1
  const end1 = at2
  const end2 = at3
  const end3 = text + last
  let state0: u32 = 0
  let state1: u32 = 0
  let state2: u32 = 0
  let state3: u32 = 0
  const together = min(min(end0 - at0, end1 - at1), min(end2 - at2, end3 - at3))
  const stop = at0 + together
  while (at0 < stop) {
    state0 = step(classes, table, state0, load<u8>(at0))
    state1 = step(classes, table, state1, load<u8>(at1))
    state2 = step(classes, table, state2, load<u8>(at2))
    state3 = step(classes, table, state3, load<u8>(at3))
    if ((state0 | state1 | state2 | state3) & ACCEPTING) {
      if (state0 & ACCEPTING) mark(at0)
      if (state1 & ACCEPTING) mark(at1)
      if (state2 & ACCEPTING) mark(at2)
      if (state3 & ACCEPTING) mark(at3)
    }
    at0++
    at1++
    at2++
    at3++
  }
  finishCursor(classes, table, state0, at0, end0)
  finishCursor(classes, table, state1, at1, end1)
  finishCursor(classes, table, state2, at2, end2)
  finishCursor(classes, table, state3, at3, end3)
}

function seam(starts: usize, offset: u32, last: u32): usize {
  const line = lowerBound(starts, offset)
  return text + (line < count ? min(load<u32>(starts + (<usize>line << 2)), last) : last)
}
