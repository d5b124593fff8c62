import type { RecordLocation } from '../src/model/event-table.js'
import { Transcoder, type TextForm } from './line-text.js'
import type { RawRow } from './protocol.js'
import { decodeText } from './text.js'

/** Longest text given of a record or a neighbouring line; a page shows no more of one line. */
export const MAX_TEXT_BYTES = 64 * 1_024
const NEWLINE = 0x0a
const RETURN = 0x0d

/** A text from some place on. */
export interface TextPart {
  /** The next bytes as stored, null at the end. */
  next(): Promise<Uint8Array | null>
  readonly form: TextForm
  /** Bytes of the text before its first byte; 0 where the text is transcoded. */
  readonly offset: number
  /** Newlines before its first byte. */
  readonly line: number
}

/**
 * Texts of chosen records in one pass over a text. `locations` are sorted by offset, as LineBlock gave
 * it (for UTF-16 in the transcoded text), and lie in lines that begin in the part. Reading stops behind
 * the last one's neighbours. A record that the text does not reach has line 0 and is `truncated`.
 */
export async function readRows(
  text: TextPart,
  locations: readonly RecordLocation[],
  neighbours: number,
): Promise<RawRow[]> {
  if (locations.length === 0) return []
  const { encoding, skip } = text.form
  const transcoder = encoding === 'utf-8' ? null : new Transcoder(encoding)
  const picker = new RowPicker(locations, neighbours, text.offset, text.line, skip)
  while (!picker.satisfied) {
    const chunk = await text.next()
    if (chunk === null) {
      if (transcoder) picker.take(transcoder.end())
      picker.end()
      break
    }
    picker.take(transcoder ? transcoder.decode(chunk) : chunk)
  }
  return picker.rows()
}

/** A record being put together. */
interface OpenRow {
  readonly location: RecordLocation
  readonly bytes: Uint8Array
  filled: number
  line: number
  before: readonly string[]
  readonly after: string[]
}

/** Takes a text chunk by chunk; copies the bytes of chosen records, counts lines, keeps neighbours. */
class RowPicker {
  private readonly open: OpenRow[]
  /** Rows before this one have all their bytes, or as many as are kept. */
  private copied = 0
  /** Rows before this one have their line number. */
  private numbered = 0
  /** Rows before this one have their neighbours. */
  private surrounded = 0
  private line: number
  private lineStart: number
  /** The first bytes of the unfinished line, as far as earlier chunks held it. */
  private lineHead: Uint8Array = new Uint8Array(0)
  /** The last lines, newest last. */
  private readonly recent: Uint8Array[] = []

  constructor(
    locations: readonly RecordLocation[],
    private readonly neighbours: number,
    private offset: number,
    linesBefore: number,
    skip: number,
  ) {
    this.line = linesBefore + 1
    this.lineStart = offset === 0 ? skip : offset
    this.open = locations.map((location) => ({
      location,
      bytes: new Uint8Array(Math.min(location.size, MAX_TEXT_BYTES)),
      filled: 0,
      line: 0,
      before: [],
      after: [],
    }))
  }

  get satisfied(): boolean {
    const { length } = this.open
    return this.copied === length && this.surrounded === length
  }

  take(chunk: Uint8Array): void {
    this.copyRecords(chunk)
    let from = Math.max(0, this.lineStart - this.offset)
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, from)
      if (newline < 0) break
      this.endLine(this.lineBytes(chunk, from, newline), this.offset + newline + 1)
      if (this.surrounded === this.open.length) break
      from = newline + 1
    }
    if (this.surrounded < this.open.length) {
      this.lineHead = this.lineBytes(chunk, from, chunk.length).slice()
    }
    this.offset += chunk.length
  }

  /** The text's last line has no newline. */
  end(): void {
    if (this.offset > this.lineStart) this.endLine(this.lineHead, this.offset + 1)
  }

  rows(): RawRow[] {
    return this.open.map(({ location, bytes, filled, line, before, after }) => ({
      ...location,
      text: decodeText(bytes.subarray(0, filled)),
      line,
      before,
      after,
      truncated: filled < location.size,
    }))
  }

  private copyRecords(chunk: Uint8Array): void {
    const chunkEnd = this.offset + chunk.length
    for (let index = this.copied; index < this.open.length; index++) {
      const row = this.open[index] as OpenRow
      const from = row.location.offset + row.filled
      if (from >= chunkEnd) break
      const wanted = row.bytes.length - row.filled
      const part = chunk.subarray(from - this.offset, from - this.offset + wanted)
      row.bytes.set(part, row.filled)
      row.filled += part.length
      if (row.filled === row.bytes.length && index === this.copied) this.copied++
    }
  }

  /** Up to `MAX_TEXT_BYTES` of the line that goes on in chunk[from .. end). */
  private lineBytes(chunk: Uint8Array, from: number, end: number): Uint8Array {
    const head = this.lineHead
    if (head.length === 0) return chunk.subarray(from, Math.min(end, from + MAX_TEXT_BYTES))
    const rest = chunk.subarray(from, Math.min(end, from + MAX_TEXT_BYTES - head.length))
    const whole = new Uint8Array(head.length + rest.length)
    whole.set(head)
    whole.set(rest, head.length)
    return whole
  }

  private endLine(line: Uint8Array, nextStart: number): void {
    this.giveAfter(line)
    for (; this.numbered < this.open.length; this.numbered++) {
      const row = this.open[this.numbered] as OpenRow
      if (row.location.offset >= nextStart) break
      row.line = this.line
      row.before = this.recent.map(lineText)
    }
    if (this.neighbours > 0) {
      if (this.recent.length === this.neighbours) this.recent.shift()
      this.recent.push(line)
    }
    this.lineHead = new Uint8Array(0)
    this.lineStart = nextStart
    this.line++
    this.closeSurrounded()
  }

  /** Lines that begin behind a record's end are its neighbours. */
  private giveAfter(line: Uint8Array): void {
    for (let index = this.surrounded; index < this.numbered; index++) {
      const row = this.open[index] as OpenRow
      const end = row.location.offset + row.location.size
      if (this.lineStart >= end && row.after.length < this.neighbours) {
        row.after.push(lineText(line))
      }
    }
  }

  private closeSurrounded(): void {
    while (this.surrounded < this.numbered) {
      const row = this.open[this.surrounded] as OpenRow
      if (row.after.length < this.neighbours) return
      this.surrounded++
    }
  }
}

function lineText(bytes: Uint8Array): string {
  const strip = bytes.length > 0 && bytes[bytes.length - 1] === RETURN ? 1 : 0
  return decodeText(bytes.subarray(0, bytes.length - strip))
}
