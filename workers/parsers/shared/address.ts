import { BLANK, COLON, COMMA } from './bytes.js'

const DOT = 0x2e
const PERCENT = 0x25
const PLUS = 0x2b
const BRACKET_OPEN = 0x5b
const BRACKET_CLOSE = 0x5d

/**
 * Finds the address in a cell: `10.0.0.5`, `10.0.0.5:4711`, `fe80::1%3`, `[::1]:80`, and the first of a
 * list as X-Forwarded-For has it (`a,+b`). Scope and port are left out, so that one machine is one address.
 */
export class AddressReader {
  start = 0
  end = 0

  /** Sets `start` and `end`; false where the cell holds no address, and then they are the whole cell. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.start = from
    this.end = to
    let start = from
    while (start < to && isListSeparator(bytes[start] as number)) start++
    const bracketed = bytes[start] === BRACKET_OPEN
    if (bracketed) start++
    let dots = 0
    let colons = 0
    let firstColon = -1
    let at = start
    for (; at < to; at++) {
      const byte = bytes[at] as number
      if (byte === DOT) dots++
      else if (byte === COLON) {
        if (dots === 3 && colons === 0) break
        if (firstColon < 0) firstColon = at
        colons++
      } else if (!isHexDigit(byte)) break
    }
    const stop = at === to ? 0 : (bytes[at] as number)
    const stopsWell =
      at === to ||
      stop === PERCENT ||
      isListSeparator(stop) ||
      (stop === COLON && dots === 3) ||
      (stop === BRACKET_CLOSE && bracketed)
    if (!stopsWell || at === start) return false
    if (!(colons >= 2 || (dots === 3 && colons === 0))) return false
    this.start = start
    this.end = at
    return true
  }
}

function isListSeparator(byte: number): boolean {
  return byte === COMMA || byte === PLUS || byte === BLANK
}

function isHexDigit(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x66) ||
    (byte >= 0x41 && byte <= 0x46)
  )
}

/** Loopback or link-local: no address that a request from elsewhere can come from over a router. */
export function isSelfAddress(address: string): boolean {
  const lower = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  if (lower === '::1' || lower.startsWith('fe80:')) return true
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(lower)
}
