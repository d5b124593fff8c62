import type { EventSink } from '../../event-sink.js'
import { decodeText } from '../../text.js'
import { BLANK, CARRIAGE_RETURN, COLON, COMMA, equalsFolded, QUOTE } from './bytes.js'

/** No tool's output is nested as deep; deeper is made to exhaust the reader. */
const MAX_DEPTH = 256
/** Members of an object that are kept; more are passed over. */
const MAX_MEMBERS = 512

const TAB = 0x09
const LINE_FEED = 0x0a
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** Closing brackets that are awaited; one value is skipped at a time. */
const awaited = new Uint8Array(MAX_DEPTH)

export function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && isBlank(bytes[at] as number)) at++
  return at
}

function isBlank(byte: number): boolean {
  return byte === BLANK || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB
}

/**
 * Position behind the JSON value at `from`. Negative where none stands there, it is cut off or too
 * deep: then `~result` is about as far as it was read.
 */
export function skipValue(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  let depth = 0
  for (;;) {
    at = skipBlanks(bytes, at, end)
    const byte = at < end ? (bytes[at] as number) : 0
    let next: number
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth === MAX_DEPTH) return ~at
      const close = byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY
      next = skipBlanks(bytes, at + 1, end)
      if (next >= end || bytes[next] !== close) {
        awaited[depth++] = close
        if (close === CLOSE_OBJECT) next = skipKey(bytes, next, end)
        if (next < 0) return ~at
        at = next
        continue
      }
      next++
    } else {
      next = byte === QUOTE ? skipString(bytes, at, end) : skipWord(bytes, at, end)
      if (next < 0) return ~at
    }
    at = next
    // A value has ended; with it the brackets that close now.
    for (;;) {
      if (depth === 0) return at
      at = skipBlanks(bytes, at, end)
      if (at >= end) return ~end
      const close = awaited[depth - 1] as number
      if (bytes[at] === COMMA) {
        next = close === CLOSE_OBJECT ? skipKey(bytes, at + 1, end) : at + 1
        if (next < 0) return ~at
        at = next
        break
      }
      if (bytes[at] !== close) return ~at
      depth--
      at++
    }
  }
}

/** Position behind `"key":`, -1 where it does not stand there. */
function skipKey(bytes: Uint8Array, from: number, end: number): number {
  const at = skipString(bytes, skipBlanks(bytes, from, end), end)
  if (at < 0) return -1
  const colon = skipBlanks(bytes, at, end)
  return colon < end && bytes[colon] === COLON ? colon + 1 : -1
}

/** JSON has no line ends inside strings, so a string that is not closed costs one line at most. */
function skipString(bytes: Uint8Array, from: number, end: number): number {
  if (from >= end || bytes[from] !== QUOTE) return -1
  for (let at = from + 1; at < end; at++) {
    const byte = bytes[at] as number
    if (byte === QUOTE) return at + 1
    if (byte === BACKSLASH) at++
    else if (byte === LINE_FEED) return -1
  }
  return -1
}

/** Numbers, true, false, null, and what PowerShell writes beside them. */
function skipWord(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && isWordByte(bytes[at] as number)) at++
  return at > from ? at : -1
}

function isWordByte(byte: number): boolean {
  const letter = byte | 0x20
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (letter >= 0x61 && letter <= 0x7a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e
  )
}

/** The members of one JSON object as byte ranges; arrays are reused. */
export class JsonObject {
  bytes: Uint8Array = new Uint8Array(0)
  /** Members kept. */
  count = 0
  private readonly keyStarts = new Int32Array(MAX_MEMBERS)
  private readonly keyEnds = new Int32Array(MAX_MEMBERS)
  private readonly starts = new Int32Array(MAX_MEMBERS)
  private readonly ends = new Int32Array(MAX_MEMBERS)

  /** Position behind the object at `from`; -1 where it is damaged: then the members before it are there. */
  read(bytes: Uint8Array, from: number, end: number): number {
    this.bytes = bytes
    this.count = 0
    let at = skipBlanks(bytes, from, end)
    if (at >= end || bytes[at] !== OPEN_OBJECT) return -1
    at = skipBlanks(bytes, at + 1, end)
    if (at < end && bytes[at] === CLOSE_OBJECT) return at + 1
    for (;;) {
      const key = skipBlanks(bytes, at, end)
      const start = skipKey(bytes, key, end)
      if (start < 0) return -1
      const value = skipBlanks(bytes, start, end)
      at = skipValue(bytes, value, end)
      if (at < 0) return -1
      this.add(key, start, value, at)
      at = skipBlanks(bytes, at, end)
      if (at >= end) return -1
      if (bytes[at] === CLOSE_OBJECT) return at + 1
      if (bytes[at] !== COMMA) return -1
      at++
    }
  }

  /** Index of the member whose name is `lower`, compared without case; -1 where there is none. */
  find(lower: string): number {
    const { bytes, count, keyStarts, keyEnds } = this
    for (let member = 0; member < count; member++) {
      const start = keyStarts[member] as number
      if (equalsFolded(bytes, start, keyEnds[member] as number, lower)) return member
    }
    return -1
  }

  name(member: number): string {
    return decodeText(this.bytes.subarray(this.keyStarts[member], this.keyEnds[member]))
  }

  start(member: number): number {
    return this.starts[member] ?? 0
  }

  end(member: number): number {
    return this.ends[member] ?? 0
  }

  isString(member: number): boolean {
    return member >= 0 && this.bytes[this.start(member)] === QUOTE
  }

  isObject(member: number): boolean {
    return member >= 0 && this.bytes[this.start(member)] === OPEN_OBJECT
  }

  isArray(member: number): boolean {
    return member >= 0 && this.bytes[this.start(member)] === OPEN_ARRAY
  }

  /** Does the member hold a backslash? Else a string's bytes are its text. */
  isEscaped(member: number): boolean {
    return this.bytes.subarray(this.start(member), this.end(member)).includes(BACKSLASH)
  }

  /** A string's text or another value as it is written; '' where there is none, and for null. */
  text(member: number): string {
    if (member < 0) return ''
    return jsonText(this.bytes, this.start(member), this.end(member))
  }

  /** Text of the member of that name. */
  of(lower: string): string {
    return this.text(this.find(lower))
  }

  /** A member's text in the sink's list, from the bytes where nothing is escaped; 0 where empty. */
  intern(sink: EventSink, member: number): number {
    if (member < 0) return 0
    const { bytes } = this
    const start = this.start(member)
    const end = this.end(member)
    if (!this.isString(member) || this.isEscaped(member)) {
      return sink.internText(this.text(member))
    }
    return sink.intern(bytes, start + 1, end - 1)
  }

  private add(key: number, keyEnd: number, start: number, end: number): void {
    const { count } = this
    if (count === MAX_MEMBERS) return
    // `keyEnd` is behind the colon; the quote before it may stand some blanks away.
    let quote = keyEnd - 1
    while (this.bytes[quote] !== QUOTE) quote--
    this.keyStarts[count] = key + 1
    this.keyEnds[count] = quote
    this.starts[count] = start
    this.ends[count] = end
    this.count = count + 1
  }
}

/** A string's text, another value as it is written, '' for null. */
export function jsonText(bytes: Uint8Array, start: number, end: number): string {
  const text = decodeText(bytes.subarray(start, end))
  if (text === 'null') return ''
  if (!text.startsWith('"')) return text
  if (!text.includes('\\')) return text.slice(1, -1)
  try {
    return String(JSON.parse(text))
  } catch {
    // A control character, or an escape that is none: the text as it stands tells as much.
    return text.slice(1, -1)
  }
}

/**
 * Finds each object of a document that holds one, an array of them or several one after the other, on
 * whatever lines. Behind damage it goes on at the next `{` that begins a line, or at any where `inside` is
 * asked for; what it tries in vain is bounded by twice the length of the document.
 */
export class JsonObjects {
  /** The object found last: bytes[start .. end). */
  start = 0
  end = 0
  private budget: number

  constructor(
    private readonly bytes: Uint8Array,
    private readonly damage: (at: number) => void,
    private readonly inside = false,
  ) {
    this.budget = bytes.length * 2
  }

  /** Goes to the next object; false where there is none. */
  next(): boolean {
    const { bytes } = this
    let at = bytes.indexOf(OPEN_OBJECT, this.end)
    while (at >= 0 && at < bytes.length) {
      const next = skipValue(bytes, at, bytes.length)
      if (next >= 0) {
        this.start = at
        this.end = next
        return true
      }
      this.damage(at)
      this.budget -= ~next - at
      if (this.budget < 0) break
      at = this.inside ? bytes.indexOf(OPEN_OBJECT, at + 1) : nextLineObject(bytes, at + 1)
    }
    this.end = bytes.length
    return false
  }
}

/** The next `{` with nothing but blanks, commas and brackets before it on its line. */
function nextLineObject(bytes: Uint8Array, from: number): number {
  for (let feed = bytes.indexOf(LINE_FEED, from); feed >= 0;) {
    let at = feed + 1
    while (at < bytes.length && isBetween(bytes[at] as number)) at++
    if (bytes[at] === OPEN_OBJECT) return at
    feed = bytes.indexOf(LINE_FEED, at)
  }
  return bytes.length
}

function isBetween(byte: number): boolean {
  return byte === BLANK || byte === TAB || byte === COMMA || byte === OPEN_ARRAY
}
