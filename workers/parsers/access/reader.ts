import { FLAG_CANDIDATE, FLAG_RESHAPED } from '../../../src/model/event-table.js'
import type { EventSink } from '../../event-sink.js'
import { decodeText } from '../../text.js'
import type { LineBlock } from '../parser.js'
import { AddressReader } from '../shared/address.js'
import { BLANK, isDash, isMethod, placeOf, QUOTE, startsWith, statusOf } from '../shared/bytes.js'
import { eachRecord, type TakeRecord } from '../shared/records.js'
import { CLF_TIME_LENGTH, clfTime, looksLikeClfTime } from './clf-time.js'
import { Peers } from './peers.js'
import { BACKSLASH, unescaped } from './unescape.js'

const BRACKET_OPEN = 0x5b
const QUESTION = 0x3f

/**
 * Reads one log in the NCSA common or combined format: `client ident user [time] "request" status bytes`,
 * then `"referer" "agent"` and, as nginx is set up to, `"X-Forwarded-For"`.
 */
export class AccessReader {
  private readonly peers = new Peers()
  private readonly address = new AddressReader()
  private bytes: Uint8Array = new Uint8Array(0)
  private cutAt = NaN

  constructor(
    private readonly sink: EventSink,
    private readonly family: number,
  ) {}

  readBlock(given: LineBlock): void {
    const block = this.sink.reserve(given)
    this.bytes = block.bytes
    eachRecord(block, this.warnNul, this.readRecord)
  }

  finish(): void {
    if (!Number.isNaN(this.cutAt)) this.warnCut('last record is cut off')
  }

  private readonly warnNul = (offset: number): void => {
    this.sink.warn(offset, 'NUL bytes in the log', 'text', 'bytes of value 0')
  }

  private readonly readRecord: TakeRecord = (start, end, offset, candidate) => {
    const { bytes, sink } = this
    if (!Number.isNaN(this.cutAt)) this.warnCut('record without request and status')
    const bracket = this.timeBracket(start, end)
    if (bracket < 0 || !this.peers.read(bytes, start, bracket)) {
      sink.unreadableRecord()
      const what = bracket < 0 ? 'record without a time' : 'record without a client'
      sink.warn(offset, what, 'client, account and [time] of an access log', 'other text')
      return
    }
    const open = bracket + CLF_TIME_LENGTH + 3
    const close = this.requestEnd(open + 1, end)
    if (close < 0) {
      this.cutAt = offset
      sink.unreadableRecord()
      return
    }
    this.addRow(bracket + 1, open + 1, close, start, end, offset, candidate)
  }

  /** The bracket before the first thing that is written like a time, a quote behind it. */
  private timeBracket(start: number, end: number): number {
    const { bytes } = this
    for (let at = start; at < end; at++) {
      if (bytes[at] !== BRACKET_OPEN || !looksLikeClfTime(bytes, at + 1, end)) continue
      if (startsWith(bytes, at + 1 + CLF_TIME_LENGTH, end, '] "')) return at
    }
    return -1
  }

  /** The quote that a status follows: IIS and old Apache do not escape those that a client sends. */
  private requestEnd(from: number, end: number): number {
    const { bytes } = this
    for (let at = from; at < end; at++) {
      if (bytes[at] === BACKSLASH) at++
      else if (bytes[at] === QUOTE && bytes[at + 1] === BLANK && at + 5 <= end) {
        const after = at + 5 === end || bytes[at + 5] === BLANK
        if (after && statusOf(bytes, at + 2, at + 5) !== 0) return at
      }
    }
    return -1
  }

  private addRow(
    timeAt: number,
    from: number,
    to: number,
    start: number,
    end: number,
    offset: number,
    candidate: boolean,
  ): void {
    const { bytes, sink, peers } = this
    const time = clfTime(bytes, timeAt)
    if (Number.isNaN(time)) {
      const found = decodeText(bytes.subarray(timeAt, timeAt + CLF_TIME_LENGTH))
      sink.warn(offset, 'record with an impossible time', 'a day and time that exist', found)
    }
    const row = sink.row()
    const out = sink.columns
    out.time[row] = time
    out.family[row] = this.family
    out.offset[row] = offset
    out.size[row] = end - start
    out.client[row] = sink.intern(bytes, peers.client.start, peers.client.end)
    out.forwarded[row] = sink.intern(bytes, peers.forwarded.start, peers.forwarded.end)
    out.user[row] = this.internText(peers.user.start, peers.user.end)
    out.status[row] = statusOf(bytes, to + 2, to + 5)
    const plain = this.readRequest(row, from, to)
    this.readRest(row, to + 5, end)
    out.flags[row] = (candidate ? FLAG_CANDIDATE : 0) | (plain ? 0 : FLAG_RESHAPED)
  }

  /** Method and path of `GET /path?query HTTP/1.1`; false for what is no such line. */
  private readRequest(row: number, from: number, to: number): boolean {
    const { bytes, sink } = this
    const out = sink.columns
    const blank = placeOf(bytes, BLANK, from, to)
    if (blank === to || !isMethod(bytes, from, blank)) {
      // Such are TLS sent to a port of plain HTTP, or nothing at all.
      if (!isDash(bytes, from, to)) out.target[row] = this.internText(from, to)
      return from === to || isDash(bytes, from, to)
    }
    out.action[row] = sink.intern(bytes, from, blank)
    let end = to
    const last = bytes.lastIndexOf(BLANK, to - 1)
    if (last > blank && startsWith(bytes, last + 1, to, 'HTTP/')) end = last
    out.target[row] = this.internText(blank + 1, placeOf(bytes, QUESTION, blank, end))
    return true
  }

  /** `bytes "referer" "agent" "forwarded for"`: what stands between quotes counts. */
  private readRest(row: number, from: number, end: number): void {
    const { bytes, sink, address } = this
    const out = sink.columns
    let at = from
    for (let field = 0; field < 3; field++) {
      const open = placeOf(bytes, QUOTE, at, end)
      if (open === end) return
      const close = this.closing(open + 1, end)
      if (field === 1) out.agent[row] = this.internText(open + 1, close)
      if (field === 2 && out.forwarded[row] === 0 && address.read(bytes, open + 1, close)) {
        out.forwarded[row] = sink.intern(bytes, address.start, address.end)
      }
      at = close + 1
    }
  }

  /** The quote that closes a field: not escaped, and a blank or the end behind it. */
  private closing(from: number, end: number): number {
    const { bytes } = this
    for (let at = from; at < end; at++) {
      if (bytes[at] === BACKSLASH) at++
      else if (bytes[at] === QUOTE && (at + 1 === end || bytes[at + 1] === BLANK)) return at
    }
    return end
  }

  /** Interned text with its escapes undone; 0 for `-`. */
  private internText(start: number, end: number): number {
    const { bytes, sink } = this
    if (start >= end || isDash(bytes, start, end)) return 0
    if (placeOf(bytes, BACKSLASH, start, end) === end) return sink.intern(bytes, start, end)
    const text = unescaped(bytes, start, end)
    return sink.intern(text, 0, text.length)
  }

  private warnCut(what: string): void {
    this.sink.warn(this.cutAt, what, '"request" and status', 'neither')
    this.cutAt = NaN
  }
}
