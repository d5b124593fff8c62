import { FLAG_CANDIDATE, FLAG_RESHAPED } from '../../../src/model/event-table.js'
import { familyIndex, type FamilyId } from '../../../src/model/families.js'
import type { EventSink } from '../../event-sink.js'
import { decodeText } from '../../text.js'
import type { LineBlock } from '../parser.js'
import { AddressReader } from '../shared/address.js'
import {
  HASH,
  isDash,
  looksLikeDate,
  looksLikeTime,
  placeOf,
  startsWith,
  statusOf,
} from '../shared/bytes.js'
import { eachRecord, type TakeRecord } from '../shared/records.js'
import { W3cClock } from './clock.js'
import { Tokens } from './tokens.js'

/** A log of named fields in W3C's format that holds no requests as IIS logs them. */
export interface FieldsLog {
  readonly family: FamilyId
  /** The field that a client writes: it takes what blanks in it make too many. */
  readonly free: string
  readonly user: string
  readonly target: string
  /** Is everything behind a question mark left out of the target? */
  readonly queried: boolean
  /** Field that an action is made of beside the method. */
  readonly beside: string
  readonly words: (method: string, beside: string) => string
}

/** Field names in lower case to their places in a row. */
type Fields = ReadonlyMap<string, number>

/** Two string indices as one number; there are fewer strings than this. */
const PAIR = 2 ** 26
const QUESTION = 0x3f

/** Reads logs of FTP and of HTTP.sys's errors, which are small beside those of requests. */
export class FieldsReader {
  private fields: Fields | null = null
  private readonly tokens = new Tokens()
  private readonly clock = new W3cClock()
  private readonly address = new AddressReader()
  private readonly known = new Map<number, number>()
  private readonly family: number
  private bytes: Uint8Array = new Uint8Array(0)
  private shortAt = NaN

  constructor(
    private readonly sink: EventSink,
    private readonly log: FieldsLog,
  ) {
    this.family = familyIndex(log.family)
  }

  readBlock(given: LineBlock): void {
    const block = this.sink.reserve(given)
    this.bytes = block.bytes
    eachRecord(block, this.warnNul, this.readRecord)
  }

  finish(): void {
    if (!Number.isNaN(this.shortAt)) this.warnShort('last row is cut off')
  }

  private readonly warnNul = (offset: number): void => {
    this.sink.warn(offset, 'NUL bytes in the log', 'text', 'bytes of value 0')
  }

  private readonly readRecord: TakeRecord = (start, end, offset, candidate) => {
    const { bytes, tokens } = this
    tokens.split(bytes, start, end)
    if (tokens.count === 0) return
    if (bytes[start] === HASH) this.readDirective(start, end, offset)
    else this.readRow(start, end, offset, candidate)
  }

  private readDirective(start: number, end: number, offset: number): void {
    const { bytes } = this
    if (startsWith(bytes, start, end, '#Date:')) {
      const [date = '', time = ''] = this.text(start + 6, end)
        .trim()
        .split(/\s+/)
      const value = new TextEncoder().encode(`${date} ${time}`)
      this.clock.startAt(value, 0, value.length)
    } else if (startsWith(bytes, start, end, '#Fields:')) {
      const names = this.text(start + 8, end)
        .trim()
        .toLowerCase()
        .split(/\s+/)
      const fields = new Map<string, number>()
      names.forEach((name, at) => {
        if (!fields.has(name)) fields.set(name, at)
      })
      const usable = fields.size === names.length && fields.has('time')
      this.fields = usable ? fields : null
      if (usable) return
      const found = `${String(names.length)} names`
      this.sink.warn(offset, 'unusable #Fields line', 'names once each, time among them', found)
    }
  }

  private readRow(start: number, end: number, offset: number, candidate: boolean): void {
    const { tokens, sink, fields } = this
    if (!Number.isNaN(this.shortAt)) this.warnShort('row with too few fields')
    if (!fields) {
      this.unreadable(offset, 'row without a header', 'a #Fields line before')
      return
    }
    const surplus = tokens.count - fields.size
    if (surplus < 0) {
      this.shortAt = offset
      sink.unreadableRecord()
      return
    }
    if (surplus > 0) {
      const found = `${String(tokens.count)} fields`
      sink.warn(offset, 'row with too many fields', `${String(fields.size)} fields`, found)
      this.joinFree(fields, surplus)
    }
    if (!this.statesTime(fields)) {
      this.unreadable(offset, 'row without a time', 'date and time')
      return
    }
    this.addRow(fields, offset, end - start, candidate, surplus > 0)
  }

  /** Gives the free field the surplus, so that those behind it are counted from the end. */
  private joinFree(fields: Fields, surplus: number): void {
    const { starts, ends } = this.tokens
    const free = fields.get(this.log.free) ?? fields.size - 1
    ends[free] = ends[free + surplus] ?? 0
    for (let at = free + 1; at < fields.size; at++) {
      starts[at] = starts[at + surplus] ?? 0
      ends[at] = ends[at + surplus] ?? 0
    }
  }

  private statesTime(fields: Fields): boolean {
    const { bytes } = this
    const date = fields.get('date')
    if (date !== undefined && !looksLikeDate(bytes, this.start(date), this.end(date))) return false
    const time = fields.get('time') ?? 0
    return looksLikeTime(bytes, this.start(time), this.end(time))
  }

  private addRow(
    fields: Fields,
    offset: number,
    size: number,
    candidate: boolean,
    reshaped: boolean,
  ): void {
    const { bytes, sink, log } = this
    const time = this.timeOf(fields)
    if (Number.isNaN(time)) {
      const found = 'a day or time that does not exist, or a time alone'
      sink.warn(offset, 'row with an impossible time', 'a day and time that exist', found)
    }
    const client = this.internAddress(fields.get('c-ip'))
    const user = this.intern(fields.get(log.user))
    const method = this.intern(fields.get('cs-method'))
    const beside = this.intern(fields.get(log.beside))
    const path = this.intern(fields.get(log.target), log.queried)
    const target = path === 0 ? this.intern(fields.get(log.free), log.queried) : path
    const row = sink.row()
    const out = sink.columns
    out.time[row] = time
    out.tenths[row] = this.clock.tenths
    out.family[row] = this.family
    out.flags[row] = (candidate ? FLAG_CANDIDATE : 0) | (reshaped ? FLAG_RESHAPED : 0)
    out.offset[row] = offset
    out.size[row] = size
    out.client[row] = client
    out.user[row] = user
    out.action[row] = this.words(method, beside)
    out.target[row] = target
    const status = fields.get('sc-status')
    if (status !== undefined)
      out.status[row] = statusOf(bytes, this.start(status), this.end(status))
  }

  private timeOf(fields: Fields): number {
    const { bytes, clock } = this
    const date = fields.get('date')
    const time = fields.get('time') ?? 0
    const from = this.start(time)
    if (date === undefined) return clock.assumed(bytes, from, this.end(time))
    return clock.stated(bytes, this.start(date), this.end(date), from, this.end(time))
  }

  private words(method: number, beside: number): number {
    const pair = method * PAIR + beside
    let index = this.known.get(pair)
    if (index === undefined) {
      const { sink, log } = this
      index = sink.internText(log.words(sink.text(method), sink.text(beside)))
      this.known.set(pair, index)
    }
    return index
  }

  private internAddress(field: number | undefined): number {
    if (field === undefined) return 0
    const { bytes, address } = this
    address.read(bytes, this.start(field), this.end(field))
    if (isDash(bytes, address.start, address.end)) return 0
    return this.sink.intern(bytes, address.start, address.end)
  }

  /** Interned field, up to a question mark where `queried`; 0 for `-` and for no such field. */
  private intern(field: number | undefined, queried = false): number {
    if (field === undefined) return 0
    const { bytes } = this
    const start = this.start(field)
    let end = this.end(field)
    if (isDash(bytes, start, end)) return 0
    if (queried) end = placeOf(bytes, QUESTION, start, end)
    return this.sink.intern(bytes, start, end)
  }

  private start(field: number): number {
    return this.tokens.starts[field] as number
  }

  private end(field: number): number {
    return this.tokens.ends[field] as number
  }

  private text(start: number, end: number): string {
    return decodeText(this.bytes.subarray(start, end))
  }

  private unreadable(offset: number, what: string, wanted: string): void {
    this.sink.unreadableRecord()
    this.sink.warn(offset, what, wanted, `${String(this.tokens.count)} fields`)
  }

  private warnShort(what: string): void {
    this.sink.warn(this.shortAt, what, `${String(this.fields?.size ?? 0)} fields`, 'fewer')
    this.shortAt = NaN
  }
}
