import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'

/**
 * A run of whole lines in kernel memory. Valid until the next block is asked for.
 * Line i is bytes[starts[i] .. ends[i]), without its line end.
 */
export interface LineBlock {
  readonly bytes: Uint8Array
  readonly count: number
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** Offset of bytes[0] in the entry; add starts[i] for a line's offset. */
  readonly base: number
  /** 1 where a detection literal occurs in the line, raw or once percent-decoded. */
  readonly candidate: Uint8Array
}

/** An entry's bytes as a parser reads them; hashing and matching happen on the way. */
export interface EntryInput {
  readonly entry: Entry
  /** Up to the first 4096 bytes, decoded from UTF-16 where the entry is. */
  readonly head: Uint8Array
  /** Lines until the end of the entry. Over-long lines are cut, counted and warned about. */
  lines(): AsyncIterable<LineBlock>
  /** Whole content, or as much of it as `limit`; the rest is read and hashed all the same. */
  content(limit: number): Promise<Uint8Array>
}

/**
 * One evidence format. A parser is recognised by bytes, never by name alone, and never throws on
 * what it reads: what it cannot read goes to the sink as a warning and it goes on with the next record.
 */
export interface Parser {
  readonly id: string
  /** What it reads, in plain words. */
  readonly format: string
  /** Where the format is laid down or was sampled. */
  readonly sources: readonly string[]
  sniff(head: Uint8Array, entry: Entry): boolean
  parse(input: EntryInput, sink: EventSink): Promise<void>
}
