import type { LineBlock } from '../parser.js'
import { afterMark, CARRIAGE_RETURN, HASH, looksLikeDate, NUL } from './bytes.js'

/** Takes the record at bytes[start .. end) of the block; never empty. */
export type TakeRecord = (start: number, end: number, offset: number, candidate: boolean) => void

/**
 * Gives each line of a block without byte order mark, carriage return and NULs at its ends. After a
 * crash, runs of NULs stand at the tail or in the middle of a log: a `#`, a date, or what `begins` knows
 * behind such a run is a record of its own.
 */
export function eachRecord(
  block: LineBlock,
  onNul: (offset: number) => void,
  take: TakeRecord,
  begins: (at: number, end: number) => boolean = () => false,
): void {
  const { bytes, base, count } = block
  const nul = hasNul(block)
  for (let line = 0; line < count; line++) {
    if (!nul) takeLine(block, line, take)
    else {
      takeLine(block, line, (start, end, _, candidate) => {
        eachPiece(bytes, start, end, base, candidate, onNul, take, begins)
      })
    }
  }
}

function hasNul({ bytes, starts, ends, count }: LineBlock): boolean {
  return count > 0 && bytes.subarray(starts[0], ends[count - 1]).includes(NUL)
}

/** Gives one line of a block, as a record, unless it is empty. */
export function takeLine(block: LineBlock, line: number, take: TakeRecord): void {
  const { bytes, base } = block
  let start = block.starts[line] as number
  let end = block.ends[line] as number
  if (base + start === 0) start = afterMark(bytes, start, end)
  if (end > start && bytes[end - 1] === CARRIAGE_RETURN) end--
  if (start < end) take(start, end, base + start, block.candidate[line] === 1)
}

function eachPiece(
  bytes: Uint8Array,
  start: number,
  end: number,
  base: number,
  candidate: boolean,
  onNul: (offset: number) => void,
  take: TakeRecord,
  begins: (at: number, end: number) => boolean,
): void {
  let from = start
  let textEnd = start
  for (let at = start; at < end;) {
    if (bytes[at] !== NUL) {
      textEnd = ++at
      continue
    }
    onNul(base + at)
    while (at < end && bytes[at] === NUL) at++
    if (from === textEnd) from = textEnd = at
    else if (at < end && (bytes[at] === HASH || looksLikeDate(bytes, at, end) || begins(at, end))) {
      take(from, textEnd, base + from, candidate)
      from = textEnd = at
    }
  }
  if (textEnd > from) take(from, textEnd, base + from, candidate)
}
