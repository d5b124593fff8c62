import type { Chunk } from '../parser.js'
import { Carry, MAX_RECORD, type Spoilt, type TakeText } from './export-text.js'

/** Events are a handful of levels deep; deeper is made to exhaust the reader. */
const MAX_DEPTH = 64

const TAB = 0x09
const LINE_FEED = 0x0a
const RETURN = 0x0d
const BLANK = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/**
 * Finds the objects of a text: one a line, one behind the other over many lines, or elements of one
 * array, with remarks between them. Behind damage it goes on at the next line that begins with an object
 * no deeper than the spoilt one; each byte is looked at once.
 */
export class JsonRecords {
  private readonly carry = new Carry()
  private at = 0
  /** Where the open object begins, -1 where none is open. */
  private start = -1
  /** Its column where it is the first of its line, else 0. */
  private column = 0
  private depth = 0
  private inString = false
  private escaped = false
  /** Where the line begins, and whether only blanks and brackets came since. */
  private lineStart = 0
  private lineIsBlank = true

  constructor(
    private readonly take: TakeText,
    private readonly spoilt: Spoilt,
  ) {}

  push(chunk: Chunk): void {
    const { carry } = this
    carry.append(chunk)
    this.scan()
    const done = this.start < 0 ? this.at : this.start
    carry.drop(done)
    this.at -= done
    this.lineStart -= done
    if (this.start >= 0) this.start = 0
  }

  finish(): void {
    if (this.start >= 0) this.spoil('the last record is cut off', 'the end of the file')
  }

  private scan(): void {
    const { bytes, end } = this.carry
    for (; this.at < end; this.at++) {
      const byte = bytes[this.at] as number
      if (this.start < 0) this.outside(byte)
      else if (this.inString) this.string(byte)
      else this.inside(byte, bytes)
      if (this.start >= 0 && this.at - this.start >= MAX_RECORD) {
        this.spoil('a record is too long', `more than ${MAX_RECORD} bytes`)
      }
    }
  }

  private outside(byte: number): void {
    if (byte === OPEN_OBJECT) this.begin()
    else this.line(byte)
  }

  private begin(): void {
    this.column = this.lineIsBlank ? this.at - this.lineStart : 0
    this.start = this.at
    this.depth = 1
    this.inString = false
    this.escaped = false
    this.lineIsBlank = false
  }

  private string(byte: number): void {
    if (this.escaped) this.escaped = false
    else if (byte === BACKSLASH) this.escaped = true
    else if (byte === QUOTE) this.inString = false
    else if (byte === LINE_FEED) {
      this.spoil('a text is not closed', 'the end of the line')
      this.line(byte)
    }
  }

  private inside(byte: number, bytes: Uint8Array): void {
    switch (byte) {
      case QUOTE:
        this.inString = true
        this.lineIsBlank = false
        return
      case OPEN_OBJECT:
        if (this.lineIsBlank && this.at - this.lineStart <= this.column) {
          this.spoil('a record is not closed', 'the next record')
          this.begin()
          return
        }
        this.deeper()
        return
      case OPEN_ARRAY:
        this.deeper()
        return
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        this.lineIsBlank = false
        if (--this.depth > 0) return
        this.take(bytes, this.start, this.at + 1, this.carry.base + this.start)
        this.start = -1
        return
      default:
        this.line(byte)
    }
  }

  private deeper(): void {
    this.lineIsBlank = false
    if (++this.depth > MAX_DEPTH)
      this.spoil('a record is too deep', `more than ${MAX_DEPTH} levels`)
  }

  private line(byte: number): void {
    if (byte === LINE_FEED) {
      this.lineStart = this.at + 1
      this.lineIsBlank = true
    } else if (!isBetween(byte)) this.lineIsBlank = false
  }

  private spoil(what: string, found: string): void {
    this.spoilt(this.carry.base + this.start, what, 'a JSON object', found)
    this.start = -1
  }
}

function isBetween(byte: number): boolean {
  return (
    byte === BLANK ||
    byte === TAB ||
    byte === RETURN ||
    byte === COMMA ||
    byte === OPEN_ARRAY ||
    byte === CLOSE_ARRAY ||
    byte >= 0x80
  )
}
