import { STEP_BYTES, WINDOW_BYTES, type Kernels } from './kernels.js'
import { MAX_LITERAL_BYTES } from './matcher.js'
import type { LineBlock } from './parsers/parser.js'

/**
 * Longest line that a parser gets whole. HTTP.sys takes 16 KiB of request line and headers by default
 * and Exchange cuts its fields far below; a longer line is damage, or made to choke the reader.
 */
export const MAX_LINE_BYTES = 1_024 * 1_024
/**
 * Parts of an over-long line overlap by this much, so that a literal on the seam is found: three
 * times the longest literal, as every byte of it may be percent-encoded, and room for runs of blanks.
 */
const SEAM_BYTES = 8 * 1_024

if (SEAM_BYTES < 3 * MAX_LITERAL_BYTES || WINDOW_BYTES < MAX_LINE_BYTES + SEAM_BYTES + STEP_BYTES) {
  throw new RangeError('the text window does not hold an over-long line and a step')
}

/** A line that was too long: where it begins in the text, and its true length. */
export interface CutLine {
  readonly offset: number
  readonly length: number
}

interface OverlongLine {
  readonly offset: number
  length: number
  candidate: number
}

/**
 * The text window between steps: whole lines go out as blocks, the unfinished last one moves to the
 * front. While a line is too long, its first `maxLine` bytes wait there and the rest passes by behind
 * them, so that its candidate flag is that of the whole line.
 */
export class LineWindows {
  /** Where in the window the text stands that has not been through the match kernel. */
  private unmatchedFrom = 0
  private unmatchedTo = 0
  /** Bytes at the front of the window: the unfinished line, and what comes before `lineStart`. */
  private carried = 0
  private lineStart: number
  /** Offset of the window's first byte in the text. */
  private base = 0
  private overlong: OverlongLine | null = null

  /** `skip` bytes at the start of the text belong to no line. */
  constructor(
    private readonly kernels: Kernels,
    private readonly maxLine: number,
    skip: number,
    private readonly onCut: (line: CutLine) => void,
  ) {
    this.lineStart = skip
  }

  /** Text of the unfinished line that has not been through the match kernel. */
  get unmatched(): Uint8Array {
    return this.kernels.textWindow().subarray(this.unmatchedFrom, this.unmatchedTo)
  }

  /** Address that the next step's text goes to; there is room for `STEP_BYTES`. */
  get freeAt(): number {
    return this.kernels.textAt + this.carried
  }

  /** Blocks of the lines that end in the `length` bytes that were put in `free`, or that `last` ends. */
  *step(length: number, last: boolean): Generator<LineBlock, void, void> {
    const end = this.carried + length
    let count = this.kernels.lines(this.carried, end, this.lineStart)
    let rest = count > 0 ? this.afterNewline(count, end) : this.lineStart
    if (last && (rest < end || (this.overlong && count === 0))) {
      this.addLastLine(count, rest, end)
      count++
      rest = end
    }
    this.kernels.match(count)
    this.unmatchedFrom = rest
    this.unmatchedTo = end
    let first = 0
    if (this.overlong && count > 0) {
      yield this.endOverlong(this.overlong)
      first = 1
    }
    if (count > first) yield this.block(first, count)
    this.moveRest(rest, end)
  }

  /** The kernel strips `\r`, so a line's stop is found from its end. */
  private afterNewline(count: number, end: number): number {
    const stop = this.kernels.lineEnds(count)[count - 1] as number
    const window = this.kernels.textWindow()
    return Math.min(window[stop] === 0x0a ? stop + 1 : stop + 2, end)
  }

  private addLastLine(count: number, start: number, end: number): void {
    const window = this.kernels.textWindow()
    const strip = end > start && window[end - 1] === 0x0d ? 1 : 0
    this.kernels.lineStarts(count + 1)[count] = start
    this.kernels.lineEnds(count + 1)[count] = end - strip
  }

  private block(first: number, count: number): LineBlock {
    const starts = this.kernels.lineStarts(count)
    const ends = this.kernels.lineEnds(count)
    for (let line = first; line < count; line++) {
      const start = starts[line] as number
      const length = (ends[line] as number) - start
      if (length <= this.maxLine) continue
      this.onCut({ offset: this.base + start, length })
      ends[line] = start + this.maxLine
    }
    return new WindowBlock(this.kernels, first, count, this.base)
  }

  /** The over-long line's own block; line 0 of the line table is the last part of it. */
  private endOverlong(line: OverlongLine): LineBlock {
    const partEnd = this.kernels.lineEnds(1)[0] as number
    const length = line.length + partEnd - this.carried
    this.onCut({ offset: line.offset, length })
    const { kernels } = this
    return {
      get bytes() {
        return kernels.textWindow()
      },
      count: 1,
      starts: Uint32Array.of(0),
      ends: Uint32Array.of(this.maxLine),
      base: line.offset,
      candidate: Uint8Array.of(line.candidate | (kernels.candidates(1)[0] as number)),
    }
  }

  private moveRest(rest: number, end: number): void {
    if (this.overlong && rest === this.lineStart) {
      this.passBy(this.overlong, end)
      return
    }
    this.overlong = null
    const window = this.kernels.textWindow()
    if (end - rest <= this.maxLine) {
      const from = rest === this.lineStart ? 0 : rest
      window.copyWithin(0, from, end)
      this.base += from
      this.carried = end - from
      this.lineStart = rest - from
      this.unmatchedFrom = 0
      this.unmatchedTo = this.carried
      return
    }
    this.startOverlong(rest, end)
  }

  private startOverlong(start: number, end: number): void {
    const line = { offset: this.base + start, length: 0, candidate: 0 }
    this.overlong = line
    const window = this.kernels.textWindow()
    window.copyWithin(0, start, end)
    this.base = line.offset
    this.lineStart = 0
    this.carried = 0
    this.passBy(line, end - start)
  }

  /** Matches the line's part [lineStart, end) and keeps its last bytes as the seam to the next part. */
  private passBy(line: OverlongLine, end: number): void {
    line.length += end - this.carried
    this.addLastLine(0, this.lineStart, end)
    this.kernels.match(1)
    line.candidate |= this.kernels.candidates(1)[0] as number
    this.unmatchedTo = this.unmatchedFrom
    const seam = Math.min(SEAM_BYTES, end - this.lineStart)
    this.kernels.textWindow().copyWithin(this.maxLine, end - seam, end)
    this.lineStart = this.maxLine
    this.carried = this.maxLine + seam
    this.base = line.offset + line.length - this.carried
  }
}

/** Lines of the window; its views are made when asked for, as they go when the memory grows. */
class WindowBlock implements LineBlock {
  constructor(
    private readonly kernels: Kernels,
    private readonly first: number,
    private readonly end: number,
    readonly base: number,
  ) {}

  get count(): number {
    return this.end - this.first
  }

  get bytes(): Uint8Array {
    return this.kernels.textWindow()
  }

  get starts(): Uint32Array {
    return this.kernels.lineStarts(this.end).subarray(this.first)
  }

  get ends(): Uint32Array {
    return this.kernels.lineEnds(this.end).subarray(this.first)
  }

  get candidate(): Uint8Array {
    return this.kernels.candidates(this.end).subarray(this.first)
  }
}
