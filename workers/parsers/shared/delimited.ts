import type { EventSink } from '../../event-sink.js'
import { decodeText } from '../../text.js'
import type { LineBlock } from '../parser.js'
import { afterMark, CARRIAGE_RETURN, NUL, QUOTE } from './bytes.js'

/** No table that is read here has as many columns; what comes behind belongs to the last. */
const MAX_CELLS = 1_024
/** A quoted cell that goes on for longer is a quote that was never closed. */
const MAX_RECORD_BYTES = 256 * 1_024
const FIRST_CARRY = 4_096
const LINE_FEED = 0x0a

/** How a line's quotes stand at its end. */
const CLOSED = 0
/** A quoted cell is still open. */
const OPEN = 1
/** Text stands behind a closing quote: whoever wrote it did not mean a quoted cell. */
const LOOSE = 2

const EMPTY = new Uint8Array(0)

/** One record of delimited text: its cells as byte ranges, quotes left on. Valid while it is taken. */
export class DelimitedRow {
  bytes: Uint8Array = EMPTY
  /** Place of the record in the entry, without its line end. */
  offset = 0
  size = 0
  count = 0
  /** False where a quoted cell is not closed: then the line was split at every separator. */
  whole = true
  private starts = new Int32Array(64)
  private ends = new Int32Array(64)

  /** First byte of a cell's text, behind its quote. */
  start(cell: number): number {
    if (cell < 0 || cell >= this.count) return 0
    const start = this.starts[cell] as number
    return this.isQuoted(cell) ? start + 1 : start
  }

  /** Behind the last byte of a cell's text. */
  end(cell: number): number {
    if (cell < 0 || cell >= this.count) return 0
    const end = this.ends[cell] as number
    return this.isQuoted(cell) ? end - 1 : end
  }

  /** Text of a cell without its quotes; '' where the record has no such cell. */
  text(cell: number): string {
    const start = this.start(cell)
    const end = this.end(cell)
    if (start >= end) return ''
    const text = decodeText(this.bytes.subarray(start, end))
    return this.isQuoted(cell) ? text.replaceAll('""', '"') : text
  }

  /** A cell's text in the sink's list, made from the bytes where no quote is doubled; 0 where empty. */
  intern(sink: EventSink, cell: number): number {
    const start = this.start(cell)
    const end = this.end(cell)
    if (start >= end) return 0
    if (this.isQuoted(cell) && this.bytes.indexOf(QUOTE, start) < end) {
      return sink.internText(this.text(cell))
    }
    return sink.intern(this.bytes, start, end)
  }

  /** Does the cell's text differ from its bytes, or go over several lines? */
  isEscaped(cell: number): boolean {
    if (cell < 0 || cell >= this.count || !this.isQuoted(cell)) return false
    const inner = this.bytes.subarray(this.start(cell), this.end(cell))
    return inner.includes(QUOTE) || inner.includes(LINE_FEED)
  }

  /** Splits at separators outside of quotes. OPEN leaves no cells. */
  split(bytes: Uint8Array, start: number, end: number, separator: number): number {
    this.bytes = bytes
    this.whole = true
    this.count = 0
    let quoting = CLOSED
    for (let at = start; ;) {
      const from = at
      if (at < end && bytes[at] === QUOTE) {
        at = closingQuote(bytes, at + 1, end)
        if (at < 0) return OPEN
        at++
        if (at < end && bytes[at] !== separator) quoting = LOOSE
      }
      if (this.count === MAX_CELLS - 1) at = end
      while (at < end && bytes[at] !== separator) at++
      this.add(from, at)
      if (at >= end) return quoting
      at++
    }
  }

  /** Splits at every separator. */
  splitPlain(bytes: Uint8Array, start: number, end: number, separator: number): void {
    this.bytes = bytes
    this.whole = true
    this.count = 0
    let from = start
    for (let at = start; at < end; at++) {
      if (bytes[at] !== separator || this.count === MAX_CELLS - 1) continue
      this.add(from, at)
      from = at + 1
    }
    this.add(from, end)
  }

  private add(start: number, end: number): void {
    const { count } = this
    if (count === this.starts.length) {
      this.starts = doubled(this.starts)
      this.ends = doubled(this.ends)
    }
    this.starts[count] = start
    this.ends[count] = end
    this.count = count + 1
  }

  private isQuoted(cell: number): boolean {
    const { bytes, starts, ends } = this
    const start = starts[cell] as number
    const end = ends[cell] as number
    return end - start >= 2 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE
  }
}

/** Position of the quote that is not doubled, -1 where none is. */
function closingQuote(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (bytes[at] !== QUOTE) continue
    if (at + 1 >= end || bytes[at + 1] !== QUOTE) return at
    at++
  }
  return -1
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(array.length * 2)
  bigger.set(array)
  return bigger
}

/**
 * Records of comma, semicolon or tab separated text as RFC 4180 quotes it, cells over several lines
 * included. A quote that is never closed, or closed where no cell ends, spoils its own line only: the
 * lines behind it are then taken one by one.
 */
export class DelimitedReader {
  /** Lines of so many cells when split at every separator hold no quoting: some writers use none. */
  plainCells = 0
  private readonly row = new DelimitedRow()
  private carry = new Uint8Array(FIRST_CARRY)
  private carried = 0
  /** Offset of the record that is not whole yet, -1 where none is. */
  private openOffset = -1
  /** Line of the block that it begins in; -1 where it began in an earlier block. */
  private openLine = -1

  constructor(
    private readonly separator: number,
    private readonly take: (row: DelimitedRow) => void,
    private readonly onNul: (offset: number) => void,
  ) {}

  readBlock(block: LineBlock): void {
    for (let line = 0; line < block.count; line++) {
      if (this.openOffset < 0) this.begin(block, line)
      else this.goOn(block, line)
    }
    if (this.openOffset >= 0) this.keep(block)
  }

  /** To be called at the end: a record that is still open is taken line by line. */
  finish(): void {
    if (this.openOffset >= 0) this.giveUp(null, 0)
  }

  private begin(block: LineBlock, line: number): void {
    const { bytes, base } = block
    let start = block.starts[line] as number
    const end = trimmedEnd(bytes, start, block.ends[line] as number)
    if (base + start === 0) start = afterMark(bytes, start, end)
    if (start < end && bytes[start] === NUL) {
      this.onNul(base + start)
      while (start < end && bytes[start] === NUL) start++
    }
    if (start >= end) return
    if (this.splitsPlain(bytes, start, end)) this.give(base + start, end - start)
    else if (this.row.split(bytes, start, end, this.separator) !== OPEN) {
      this.give(base + start, end - start)
    } else {
      this.openOffset = base + start
      this.openLine = line
      this.carried = 0
    }
  }

  private splitsPlain(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.plainCells === 0) return false
    this.row.splitPlain(bytes, start, end, this.separator)
    return this.row.count === this.plainCells
  }

  /** The line goes on with a cell whose quote is open. */
  private goOn(block: LineBlock, line: number): void {
    const { bytes, base } = block
    const start = block.starts[line] as number
    const end = trimmedEnd(bytes, start, block.ends[line] as number)
    const size = base + end - this.openOffset
    const quoting = size > MAX_RECORD_BYTES ? LOOSE : quotesAt(bytes, start, end, this.separator)
    if (quoting === OPEN) return
    if (quoting === LOOSE) {
      this.giveUp(block, line)
      this.begin(block, line)
      return
    }
    if (this.openLine >= 0) {
      const from = this.openOffset - base
      this.row.split(bytes, from, end, this.separator)
    } else {
      this.append(bytes, block.starts[0] as number, end)
      this.row.split(this.carry, 0, this.carried, this.separator)
    }
    const offset = this.openOffset
    this.openOffset = -1
    this.give(offset, size)
  }

  /** Takes the lines of the open record one by one, up to line `line` of the block. */
  private giveUp(block: LineBlock | null, line: number): void {
    const offset = this.openOffset
    this.openOffset = -1
    for (let from = 0; from < this.carried;) {
      const found = this.carry.indexOf(LINE_FEED, from)
      const next = found < 0 || found >= this.carried ? this.carried : found
      this.giveLine(this.carry, from, next, offset)
      from = next + 1
    }
    if (!block) return
    const { bytes, base, starts, ends } = block
    for (let one = Math.max(0, this.openLine); one < line; one++) {
      const start = one === this.openLine ? offset - base : (starts[one] as number)
      this.giveLine(bytes, start, ends[one] as number, base)
    }
  }

  private giveLine(bytes: Uint8Array, start: number, lineEnd: number, base: number): void {
    const end = trimmedEnd(bytes, start, lineEnd)
    if (start >= end) return
    const { row } = this
    const open = row.split(bytes, start, end, this.separator) === OPEN
    if (open) row.splitPlain(bytes, start, end, this.separator)
    row.whole = !open
    this.give(base + start, end - start)
  }

  private give(offset: number, size: number): void {
    this.row.offset = offset
    this.row.size = size
    this.take(this.row)
  }

  /** The block is about to go: what the open record has of it is kept. */
  private keep(block: LineBlock): void {
    const { bytes, base, starts, ends, count } = block
    if (count === 0) return
    const from = this.openLine >= 0 ? this.openOffset - base : (starts[0] as number)
    const end = ends[count - 1] as number
    this.append(bytes, from, end)
    // A block's lines come with or without their carriage return; offsets must stay right.
    this.append(LINE_END, bytes[end] === CARRIAGE_RETURN ? 0 : 1, 2)
    this.openLine = -1
  }

  private append(bytes: Uint8Array, start: number, end: number): void {
    const needed = this.carried + end - start
    if (needed > this.carry.length) {
      const bigger = new Uint8Array(Math.max(needed, this.carry.length * 2))
      bigger.set(this.carry.subarray(0, this.carried))
      this.carry = bigger
    }
    this.carry.set(bytes.subarray(start, end), this.carried)
    this.carried = needed
  }
}

const LINE_END = Uint8Array.of(CARRIAGE_RETURN, LINE_FEED)

function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  return end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end
}

/** Quoting at the end of a line that begins inside a quoted cell. */
function quotesAt(bytes: Uint8Array, start: number, end: number, separator: number): number {
  for (let at = start; ;) {
    const close = closingQuote(bytes, at, end)
    if (close < 0) return OPEN
    at = close + 1
    if (at >= end) return CLOSED
    if (bytes[at] !== separator) return LOOSE
    // On to the next cell that begins with a quote.
    for (;;) {
      at++
      if (at < end && bytes[at] === QUOTE) break
      while (at < end && bytes[at] !== separator) at++
      if (at >= end) return CLOSED
    }
    at++
  }
}
