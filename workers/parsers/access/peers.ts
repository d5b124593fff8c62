import { AddressReader } from '../shared/address.js'
import { BLANK, COMMA, isDash, QUOTE } from '../shared/bytes.js'

/** A run of bytes; empty where start is end. */
export interface Run {
  start: number
  end: number
}

/**
 * What stands before the time of an access log's record: `client ident user`, where the field or list of
 * X-Forwarded-For, quoted or not, or the name of the virtual host may come first.
 */
export class Peers {
  /** Address that made the request: the last one named. */
  readonly client: Run = { start: 0, end: 0 }
  /** First address of a list, or of the field before the client's; empty where there is none. */
  readonly forwarded: Run = { start: 0, end: 0 }
  readonly user: Run = { start: 0, end: 0 }
  private readonly address = new AddressReader()
  private tokenStart = 0
  private tokenEnd = 0

  /** Reads bytes[start .. end); false where no address stands in it. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    const { address, client, forwarded, user } = this
    let found = 0
    let first = true
    let at = start
    clear(client)
    clear(forwarded)
    clear(user)
    for (;;) {
      at = this.token(bytes, at, end)
      if (this.tokenStart >= this.tokenEnd) break
      if (address.read(bytes, this.tokenStart, this.tokenEnd)) {
        if (found++ === 0) set(forwarded, address.start, address.end)
        this.takeLast(bytes)
      } else if (!first || !this.addressFollows(bytes, at, end)) break
      first = false
    }
    if (found === 0) return false
    if (forwarded.start === client.start) clear(forwarded)
    // The token at hand is the identity by RFC 1413, which nobody gives; an account may hold blanks.
    const from = skipBlanks(bytes, at, end)
    let to = end
    while (to > from && bytes[to - 1] === BLANK) to--
    if (!isDash(bytes, from, to)) set(user, from, to)
    return true
  }

  /** The last address of the list in the token at hand becomes the client. */
  private takeLast(bytes: Uint8Array): void {
    const { address, client } = this
    let from = this.tokenStart
    for (let at = this.tokenEnd - 1; at > from; at--) if (bytes[at] === COMMA) from = at + 1
    if (address.read(bytes, from, this.tokenEnd)) set(client, address.start, address.end)
    else set(client, this.forwarded.start, this.forwarded.end)
  }

  private addressFollows(bytes: Uint8Array, at: number, end: number): boolean {
    const { tokenStart, tokenEnd } = this
    this.token(bytes, at, end)
    const follows = this.address.read(bytes, this.tokenStart, this.tokenEnd)
    this.tokenStart = tokenStart
    this.tokenEnd = tokenEnd
    return follows
  }

  /** Sets the next token: up to a blank that no comma precedes, or between quotes. Where it stopped. */
  private token(bytes: Uint8Array, from: number, end: number): number {
    let at = skipBlanks(bytes, from, end)
    if (bytes[at] === QUOTE && at < end) {
      this.tokenStart = ++at
      while (at < end && bytes[at] !== QUOTE) at++
      this.tokenEnd = at
      return Math.min(at + 1, end)
    }
    this.tokenStart = at
    while (at < end && !(bytes[at] === BLANK && bytes[at - 1] !== COMMA)) at++
    this.tokenEnd = at
    return at
  }
}

function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] === BLANK) at++
  return at
}

function set(run: Run, start: number, end: number): void {
  run.start = start
  run.end = end
}

function clear(run: Run): void {
  set(run, 0, 0)
}
