/** Small questions about runs of bytes, asked once a row or rarer. No strings are made. */

export const NUL = 0
export const CARRIAGE_RETURN = 0x0d
export const BLANK = 0x20
export const QUOTE = 0x22
export const HASH = 0x23
export const COMMA = 0x2c
export const DASH = 0x2d
export const COLON = 0x3a

/** First place of a byte in the run, `end` where it is not in it; looks at nothing behind. */
export function placeOf(bytes: Uint8Array, byte: number, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== byte) at++
  return at
}

/** Whole run as a decimal number below 2^31; -1 where it is none. */
export function decimal(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || end - start > 9) return -1
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** True where the run has three digits that can be an HTTP status; 241 is one. */
export function statusOf(bytes: Uint8Array, start: number, end: number): number {
  const value = decimal(bytes, start, end)
  return value >= 100 && value <= 999 ? value : 0
}

export function startsWith(bytes: Uint8Array, start: number, end: number, ascii: string): boolean {
  if (end - start < ascii.length) return false
  for (let i = 0; i < ascii.length; i++) {
    if (bytes[start + i] !== ascii.charCodeAt(i)) return false
  }
  return true
}

/** Compares a run with ASCII text given in lower case. */
export function equalsFolded(
  bytes: Uint8Array,
  start: number,
  end: number,
  lower: string,
): boolean {
  if (end - start !== lower.length) return false
  for (let i = 0; i < lower.length; i++) {
    const byte = bytes[start + i] as number
    const folded = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte
    if (folded !== lower.charCodeAt(i)) return false
  }
  return true
}

export function isDash(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 1 && bytes[start] === DASH
}

/** `YYYY-MM-DD` stands at `at`. */
export function looksLikeDate(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < 10) return false
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i] as number
    if (i === 4 || i === 7 ? byte !== DASH : byte < 0x30 || byte > 0x39) return false
  }
  return true
}

/** `HH:MM:SS` stands at `at`. */
export function looksLikeTime(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < 8) return false
  for (let i = 0; i < 8; i++) {
    const byte = bytes[at + i] as number
    if (i === 2 || i === 5 ? byte !== COLON : byte < 0x30 || byte > 0x39) return false
  }
  return true
}

/** Letters and `_` alone, as HTTP methods are. */
export function isMethod(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 3 || end - start > 16) return false
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (!((byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || byte === DASH)) return false
  }
  return true
}

/** Start of the line's text: after a byte order mark where one stands. */
export function afterMark(bytes: Uint8Array, start: number, end: number): number {
  const marked =
    end - start >= 3 &&
    bytes[start] === 0xef &&
    bytes[start + 1] === 0xbb &&
    bytes[start + 2] === 0xbf
  return marked ? start + 3 : start
}

/** The last run of bytes seen, to notice cheaply that the next one is the same. */
export class LastRun {
  private bytes = new Uint8Array(64)
  private length = -1

  is(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start !== this.length) return false
    for (let at = start; at < end; at++) if (this.bytes[at - start] !== bytes[at]) return false
    return true
  }

  keep(bytes: Uint8Array, start: number, end: number): void {
    if (end - start > this.bytes.length) this.bytes = new Uint8Array(end - start)
    this.bytes.set(bytes.subarray(start, end))
    this.length = end - start
  }
}
