import type { Chunk } from '../parser.js'
import { Carry, MAX_RECORD, type Spoilt, type TakeText } from './export-text.js'

const LESS = 0x3c
const OPEN = bytesOf('<Event')
const CLOSE = bytesOf('</Event>')
const NAMESPACE = bytesOf('win/2004/08/events/event')
/** The namespace of an event stands so near to its beginning. */
const NEAR = 160

/**
 * Finds the `<Event>` elements of an export, on whatever lines and in whatever element they stand. An
 * event that begins inside another is the end of the one that was not closed.
 */
export class XmlRecords {
  private readonly carry = new Carry()
  private at = 0
  /** Where the open event begins, -1 where none is open. */
  private start = -1

  constructor(
    private readonly take: TakeText,
    private readonly spoilt: Spoilt,
  ) {}

  push(chunk: Chunk): void {
    const { carry } = this
    carry.append(chunk)
    this.scan(carry.end - NEAR)
    const done = this.start < 0 ? this.at : this.start
    carry.drop(done)
    this.at -= done
    if (this.start >= 0) this.start = 0
  }

  finish(): void {
    this.scan(this.carry.end)
    if (this.start >= 0) this.spoil('the last record is cut off', 'the end of the file')
  }

  /** Looks at tags that begin before `limit`. */
  private scan(limit: number): void {
    while (this.at < limit) {
      const { bytes, end, base } = this.carry
      const found = bytes.indexOf(LESS, this.at)
      const next = found < 0 || found >= end ? end : found
      if (this.start >= 0 && next - this.start > MAX_RECORD) {
        this.spoil('a record is too long', `more than ${MAX_RECORD} bytes`)
      }
      // What lies behind the limit is looked at when more of it has come.
      if (next >= limit) {
        this.at = Math.max(this.at, Math.min(next, limit))
        return
      }
      this.at = next + 1
      if (this.start >= 0 && stands(bytes, next, end, CLOSE)) {
        this.at = next + CLOSE.length
        this.take(bytes, this.start, this.at, base + this.start)
        this.start = -1
      } else if (begins(bytes, next, end)) this.begin(next)
    }
  }

  private begin(at: number): void {
    const { bytes, end } = this.carry
    if (this.start >= 0) {
      if (!holds(bytes, at, Math.min(end, at + NEAR), NAMESPACE)) return
      this.spoil('a record is not closed', 'the next record')
    }
    this.start = at
  }

  private spoil(what: string, found: string): void {
    this.spoilt(this.carry.base + this.start, what, '</Event>', found)
    this.start = -1
  }
}

/** `<Event` with an attribute or its end behind it, and no longer name. */
function begins(bytes: Uint8Array, at: number, end: number): boolean {
  if (!stands(bytes, at, end, OPEN)) return false
  const next = bytes[at + OPEN.length] ?? 0
  return next === 0x3e || next === 0x20 || (next >= 0x09 && next <= 0x0d)
}

function stands(bytes: Uint8Array, at: number, end: number, text: Uint8Array): boolean {
  if (end - at < text.length) return false
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false
  return true
}

function holds(bytes: Uint8Array, from: number, end: number, text: Uint8Array): boolean {
  for (let at = from; at + text.length <= end; at++) {
    if (stands(bytes, at, end, text)) return true
  }
  return false
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
