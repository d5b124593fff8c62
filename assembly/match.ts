// Aho-Corasick over whole lines by a dense table, four cursors at once: each waits for its own table
// load, so four fill the time of one. The cursors' seams are line starts. The table sends every state
// to the root on `\n`, so no state has to be carried and no match can be lost or made at a seam.
//
//   classes  256 u16: four times the class of a byte
//   table    rows of u32, one a state, one column a class: the address of the next state's row, from
//            `table`. Row 0 is the root. Rows of accepting states stand at odd addresses.

const ACCEPTING: u32 = 1

let classes: usize = 0
let table: usize = 0
let text: usize = 0
let ends: usize = 0
let lineOf: usize = 0
let count: u32 = 0
let flags: usize = 0

@inline
function step(state: u32, at: usize): u32 {
  return load<u32>(table + state + load<u16>(classes + (<usize>load<u8>(at) << 1)))
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

function mark(at: usize): void {
  const line = lowerBound(ends, <u32>(at - text) + 1)
  if (line >= count) return
  store<u8>(flags + (lineOf ? load<u32>(lineOf + (<usize>line << 2)) : line), 1)
}

function finishCursor(state: u32, at: usize, end: usize): void {
  while (at < end) {
    state = step(state, at)
    if (state & ACCEPTING) mark(at)
    at++
  }
}

/**
 * Sets the flag byte of each line in which a literal occurs. `linesOf` gives the flag's index by
 * line; 0 where it is the line's own.
 */
export function match(
  classTable: usize,
  stateTable: usize,
  textBase: usize,
  lineStarts: usize,
  lineEnds: usize,
  linesOf: usize,
  lineCount: u32,
  lineFlags: usize,
): void {
  if (!lineCount) return
  classes = classTable
  table = stateTable
  text = textBase
  ends = lineEnds
  lineOf = linesOf
  count = lineCount
  flags = lineFlags
  const first = load<u32>(lineStarts)
  const last = load<u32>(lineEnds + (<usize>(lineCount - 1) << 2))
  const quarter = (last - first) >>> 2
  const begin0 = text + first
  const begin1 = seam(lineStarts, first + quarter, last)
  const begin2 = seam(lineStarts, first + 2 * quarter, last)
  const begin3 = seam(lineStarts, first + 3 * quarter, last)
  const end = text + last
  const together = min(min(begin1 - begin0, begin2 - begin1), min(begin3 - begin2, end - begin3))
  let state0: u32 = 0
  let state1: u32 = 0
  let state2: u32 = 0
  let state3: u32 = 0
  for (let i: usize = 0; i < together; i++) {
    state0 = step(state0, begin0 + i)
    state1 = step(state1, begin1 + i)
    state2 = step(state2, begin2 + i)
    state3 = step(state3, begin3 + i)
    if ((state0 | state1 | state2 | state3) & ACCEPTING) {
      if (state0 & ACCEPTING) mark(begin0 + i)
      if (state1 & ACCEPTING) mark(begin1 + i)
      if (state2 & ACCEPTING) mark(begin2 + i)
      if (state3 & ACCEPTING) mark(begin3 + i)
    }
  }
  finishCursor(state0, begin0 + together, begin1)
  finishCursor(state1, begin1 + together, begin2)
  finishCursor(state2, begin2 + together, begin3)
  finishCursor(state3, begin3 + together, end)
}

function seam(starts: usize, offset: u32, last: u32): usize {
  const line = lowerBound(starts, offset)
  return text + (line < count ? min(load<u32>(starts + (<usize>line << 2)), last) : last)
}
