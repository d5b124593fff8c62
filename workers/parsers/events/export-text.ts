import { detectText, HEAD_BYTES, Transcoder } from '../../line-text.js'
import type { Chunk, EntryInput } from '../parser.js'

const CHUNK = 512 * 1_024

/**
 * An exported text in pieces: UTF-16, which Windows PowerShell writes, as UTF-8, with offsets in the
 * text as `lines()` has them. Lines of exports have no bound: a whole log can stand on one.
 */
export async function* textChunks(input: EntryInput): AsyncIterable<Chunk> {
  let transcoder: Transcoder | null = null
  let base = 0
  for await (const chunk of input.chunks(CHUNK)) {
    if (chunk.base === 0) {
      const { encoding } = detectText(chunk.bytes.subarray(0, HEAD_BYTES))
      if (encoding !== 'utf-8') transcoder = new Transcoder(encoding)
    }
    if (!transcoder) yield chunk
    else {
      const bytes = transcoder.decode(chunk.bytes)
      yield { bytes, base }
      base += bytes.length
    }
  }
  if (transcoder) yield { bytes: transcoder.end(), base }
}

/** What a splitter of records has not done with: the end of one piece before the next. */
export class Carry {
  bytes = new Uint8Array(0)
  /** Bytes in use. */
  end = 0
  /** Offset of the first in the text. */
  base = 0

  append(chunk: Chunk): void {
    if (this.end === 0) this.base = chunk.base
    const needed = this.end + chunk.bytes.length
    if (needed > this.bytes.length) {
      const bigger = new Uint8Array(Math.max(needed, this.bytes.length * 2))
      bigger.set(this.bytes.subarray(0, this.end))
      this.bytes = bigger
    }
    this.bytes.set(chunk.bytes, this.end)
    this.end = needed
  }

  /** Lets the bytes before `from` go. */
  drop(from: number): void {
    this.bytes.copyWithin(0, from, this.end)
    this.end -= from
    this.base += from
  }
}

/** A record's text is bytes[start .. end), its place in the entry `offset`; valid until it returns. */
export type TakeText = (bytes: Uint8Array, start: number, end: number, offset: number) => void

/** Text that was begun as a record and could not be read as one. */
export type Spoilt = (offset: number, what: string, wanted: string, found: string) => void

/** Longest record that is read: events have 64 KiB at most, and an export escapes what it writes. */
export const MAX_RECORD = 1_024 * 1_024
