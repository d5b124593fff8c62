import type { Entry } from '../../src/model/evidence.js'
import type { RecordLocation } from '../../src/model/event-table.js'
import type { Bytes } from '../../src/model/units.js'
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
  /** As `content`, but as stored: UTF-16 is not turned into UTF-8. */
  bytes(limit: number): Promise<Uint8Array>
  /**
   * The entry as stored in pieces of exactly `size` bytes, but for the first, which has `first` bytes
   * where given, and the last, which may be short. A piece is valid until the next is asked for.
   */
  chunks(size: number, first?: number): AsyncIterable<Chunk>
  /** Says that the parser is at work, where it reads nothing for seconds: who is silent is ended. */
  alive(): void
  /** Files beside the entry without which it cannot be read rightly; left out where there are none. */
  readonly siblings?: readonly Sibling[]
  /** Folders of the entry's volume, as the reader of its file table left them. */
  readonly folders?: Blob
}

/** A file of the same folder. */
export interface Sibling {
  readonly path: string
  /** As stored, as much as the reader allows; empty where it cannot be read. Only once. */
  bytes(): Promise<Uint8Array>
}

export interface SiblingBytes {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Bytes of an entry; `base` is the offset of the first in the entry. */
export interface Chunk {
  readonly bytes: Uint8Array
  readonly base: Bytes
}

/** How a record of a binary format is shown as text, made anew from the evidence when it is asked for. */
export interface RecordText {
  /** The stretch of the entry that a record is told from; 64 MiB of it at most are read. */
  stretch(location: RecordLocation, entrySize: Bytes): { readonly from: Bytes; readonly to: Bytes }
  /**
   * The record in lines `name: value`. `stretch.bytes` may end early, and may be written to. `siblings`
   * are the files beside the entry. Never throws on damage.
   */
  tell(stretch: Chunk, location: RecordLocation, siblings?: readonly SiblingBytes[]): string
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
  /**
   * For formats of a record a line: which lines hold no record, as an extended regular expression that
   * `grep -i -E` and JavaScript both take, so that anybody can count the records again. NULs and carriage
   * returns end a line for it.
   */
  readonly noRecord?: string
  /** For formats that are not lines of text. */
  readonly record?: RecordText
}
