import {
  FLAG_CANDIDATE,
  FLAG_DATE_ASSUMED,
  FLAG_HEADER_ASSUMED,
  FLAG_NOISE,
  FLAG_RESHAPED,
} from '../../../src/model/event-table.js'
import type { EventSink } from '../../event-sink.js'
import type { RowReader } from '../../kernels/rows.js'
import { LazyRecord, type RecordSource } from '../../log-record.js'
import { decodeText } from '../../text.js'
import type { LineBlock } from '../parser.js'
import { AddressReader } from '../shared/address.js'
import {
  BLANK,
  decimal,
  HASH,
  isDash,
  looksLikeDate,
  looksLikeTime,
  startsWith,
  statusOf,
} from '../shared/bytes.js'
import { LookedAt } from '../shared/looked-at.js'
import { NoiseJudge } from '../shared/noise.js'
import { readPlainRows, type PlainRows } from '../shared/plain-rows.js'
import { eachRecord, type TakeRecord } from '../shared/records.js'
import { W3cClock } from './clock.js'
import { columnsByShape, W3cColumns } from './columns.js'
import { reshape } from './reshape.js'
import { SelfAddresses } from './self.js'
import { SiteFamilies } from './site.js'
import { Tokens } from './tokens.js'

/** Reads one IIS log: keeps the columns in force and turns each row into a row of the sink. */
export class W3cReader implements RecordSource, PlainRows {
  private columns: W3cColumns | null = null
  private readonly tokens = new Tokens()
  private readonly clock = new W3cClock()
  private readonly address = new AddressReader()
  private readonly noise: NoiseJudge
  private readonly families: SiteFamilies
  private readonly self: SelfAddresses
  private readonly rows: RowReader
  private readonly lookedAt: LookedAt
  private bytes: Uint8Array = new Uint8Array(0)
  /** Offset and field count of a row with too few fields, until it is known whether it is the last. */
  private shortAt = NaN
  private shortCount = 0
  private clientIndex = 0
  private forwardedIndex = 0
  private userIndex = 0
  private agentIndex = 0
  private methodIndex = 0
  private stemIndex = 0

  constructor(
    path: string,
    private readonly sink: EventSink,
  ) {
    this.rows = sink.openRows('w3cRows')
    this.noise = new NoiseJudge(sink)
    this.lookedAt = new LookedAt(sink)
    this.self = new SelfAddresses(sink, this.noise, (bytes, start, end) => {
      this.rows.know(bytes, start, end)
    })
    this.families = new SiteFamilies(path)
  }

  readBlock(given: LineBlock): void {
    const block = this.sink.reserve(given)
    this.bytes = block.bytes
    if (this.rows.canRead(block)) readPlainRows(block, this.rows, this)
    else eachRecord(block, this.warnNul, this.readRecord, this.beginsRecord)
  }

  readonly looksFirst = (): boolean => false

  finish(): void {
    if (!Number.isNaN(this.shortAt)) this.warnShort('last row is cut off')
  }

  private readonly warnNul = (offset: number): void => {
    this.sink.warn(offset, 'NUL bytes in the log', 'text', 'bytes of value 0')
  }

  /** Rows that state no date begin with the time. */
  private readonly beginsRecord = (at: number, end: number): boolean =>
    this.columns?.date === -1 && looksLikeTime(this.bytes, at, end)

  readonly readRecord: TakeRecord = (start, end, offset, candidate) => {
    this.tokens.split(this.bytes, start, end)
    if (this.tokens.count === 0) return
    if (this.bytes[start] === HASH) {
      this.readDirective(start, end, offset)
      return
    }
    if (!Number.isNaN(this.shortAt)) this.warnShort('row with too few fields')
    this.readRow(start, end, offset, candidate)
  }

  private readDirective(start: number, end: number, offset: number): void {
    const { bytes, tokens } = this
    if (startsWith(bytes, start, end, '#Date:')) {
      let at = start + 6
      while (at < end && bytes[at] === BLANK) at++
      let stop = end
      while (stop > at && bytes[stop - 1] === BLANK) stop--
      this.clock.startAt(bytes, at, stop)
    } else if (startsWith(bytes, start, end, '#Fields:')) {
      const names: string[] = []
      for (let index = 0; index < tokens.count; index++) names.push(this.tokenText(index))
      names[0] = names[0]?.slice('#Fields:'.length) ?? ''
      this.useColumns(new W3cColumns(names[0] === '' ? names.slice(1) : names, false), offset)
    }
  }

  private useColumns(columns: W3cColumns, offset: number): void {
    if (!columns.usable) {
      const found = `${String(columns.count)} fields`
      this.sink.warn(offset, 'unusable #Fields line', 'time and cs-uri-stem', found)
      this.setColumns(null)
      return
    }
    this.setColumns(columns)
    for (const name of columns.duplicates) {
      this.sink.warn(offset, 'field named twice in #Fields', 'each name once', name)
    }
  }

  private readRow(start: number, end: number, offset: number, candidate: boolean): void {
    const columns = this.columnsFor(offset)
    if (!columns) {
      this.unreadable(offset, 'row without a header', 'the columns of an IIS log')
      return
    }
    const { bytes, tokens, sink } = this
    const surplus = tokens.count - columns.count
    if (surplus < 0) {
      const found = tokens.count
      tokens.splitAtEach(bytes, start, end)
      if (tokens.count !== columns.count) {
        this.shortAt = offset
        this.shortCount = found
        sink.unreadableRecord()
        return
      }
    } else if (surplus > 0) {
      const found = `${String(tokens.count)} fields`
      sink.warn(offset, 'row with too many fields', `${String(columns.count)} fields`, found)
      reshape(bytes, columns, tokens)
    }
    if (!this.statesTime(columns)) {
      this.unreadable(offset, 'row without a time', 'date and time')
      return
    }
    this.addRow(columns, offset, end - start, candidate, surplus > 0)
  }

  /** The columns in force; where no header gave them, or a headerless file changes, by shape. */
  private columnsFor(offset: number): W3cColumns | null {
    const { columns, tokens } = this
    if (columns && (!columns.assumed || tokens.count >= columns.count)) return columns
    const assumed = columnsByShape(this.bytes, tokens)
    if (!assumed) return columns
    const found = `${String(assumed.count)} fields`
    this.sink.warn(offset, 'header assumed', 'a #Fields line before the rows', found)
    this.setColumns(assumed)
    return assumed
  }

  private setColumns(columns: W3cColumns | null): void {
    this.columns = columns
    const dated = columns !== null && columns.date >= 0
    this.rows.use(dated ? { count: columns.count, fields: columns.plan } : null)
  }

  private statesTime(columns: W3cColumns): boolean {
    const { bytes, tokens } = this
    const { starts, ends } = tokens
    const { date, time } = columns
    if (!looksLikeTime(bytes, starts[time] as number, ends[time] as number)) return false
    return date < 0 || looksLikeDate(bytes, starts[date] as number, ends[date] as number)
  }

  private addRow(
    columns: W3cColumns,
    offset: number,
    size: number,
    candidate: boolean,
    reshaped: boolean,
  ): void {
    const { bytes, sink, noise } = this
    const { starts, ends } = this.tokens
    const time = this.timeOf(columns, offset)
    const fromSelf = this.readAddresses(columns)
    this.userIndex = this.internCell(columns.user)
    this.agentIndex = this.internCell(columns.agent)
    this.methodIndex = this.internCell(columns.method)
    this.stemIndex = this.internCell(columns.stem)
    const { port, status } = columns
    const family = this.families.of(
      port < 0 ? -1 : decimal(bytes, starts[port] as number, ends[port] as number),
    )
    const statusValue =
      status < 0 ? 0 : statusOf(bytes, starts[status] as number, ends[status] as number)
    let flags = 0
    const looked =
      candidate || this.lookedAt.request(this.stemIndex, this.agentIndex, family, statusValue)
    if (looked) flags |= FLAG_CANDIDATE
    else if (
      fromSelf &&
      !reshaped &&
      noise.isProbe(this.userIndex, this.agentIndex, this.methodIndex, this.stemIndex)
    ) {
      flags |= FLAG_NOISE
    }
    if (reshaped) flags |= FLAG_RESHAPED
    if (columns.assumed) flags |= FLAG_HEADER_ASSUMED
    if (columns.date < 0) flags |= FLAG_DATE_ASSUMED

    const row = sink.row()
    const out = sink.columns
    out.time[row] = time
    out.family[row] = family
    out.flags[row] = flags
    out.offset[row] = offset
    out.size[row] = size
    out.client[row] = this.clientIndex
    out.forwarded[row] = this.forwardedIndex
    out.user[row] = this.userIndex
    out.agent[row] = this.agentIndex
    out.action[row] = this.methodIndex
    out.target[row] = this.stemIndex
    out.status[row] = statusValue
    out.tenths[row] = this.clock.tenths
    if (!looked) return
    const facts = { family, fromSelf, status: statusValue, reshaped }
    sink.detect(new LazyRecord(this, facts), row)
  }

  /** The rows that the kernel read of a block, as `addRow` adds one. */
  addRows(block: LineBlock): void {
    const { sink, noise, families, self, rows } = this
    if (!Number.isNaN(this.shortAt)) this.warnShort('row with too few fields')
    const first = sink.addRows(rows.columns, rows.count)
    const { client, forwarded, user, agent, action, target, extra, line } = rows.columns
    const { family, flags } = sink.columns
    const assumed = this.columns?.assumed === true ? FLAG_HEADER_ASSUMED : 0
    for (let index = 0; index < rows.count; index++) {
      const row = first + index
      const site = families.of(extra[index] as number)
      family[row] = site
      flags[row] = assumed
      if (
        block.candidate[line[index] as number] === 1 ||
        this.lookedAt.row(rows.columns, index, site)
      ) {
        flags[row] = assumed | FLAG_CANDIDATE
        this.detectRow(block, index, row)
      } else if (
        self.sent(client[index] as number, forwarded[index] as number) &&
        noise.isProbe(
          user[index] as number,
          agent[index] as number,
          action[index] as number,
          target[index] as number,
        )
      ) {
        flags[row] = assumed | FLAG_NOISE
      }
    }
  }

  private detectRow(block: LineBlock, index: number, row: number): void {
    const { sink, rows } = this
    const of = (column: Uint32Array): number => column[index] as number
    const start = (rows.columns.offset[index] as number) - block.base
    this.tokens.split(this.bytes, start, start + of(rows.columns.size))
    this.clientIndex = of(rows.columns.client)
    this.forwardedIndex = of(rows.columns.forwarded)
    this.userIndex = of(rows.columns.user)
    this.agentIndex = of(rows.columns.agent)
    this.methodIndex = of(rows.columns.action)
    this.stemIndex = of(rows.columns.target)
    const fromSelf = this.self.sent(this.clientIndex, this.forwardedIndex)
    const family = sink.columns.family[row] as number
    const status = sink.columns.status[row] as number
    sink.detect(new LazyRecord(this, { family, fromSelf, status, reshaped: false }), row)
  }

  private timeOf(columns: W3cColumns, offset: number): number {
    const { bytes, clock } = this
    const { starts, ends } = this.tokens
    const timeStart = starts[columns.time] as number
    const timeEnd = ends[columns.time] as number
    const { date } = columns
    const time =
      date < 0
        ? clock.assumed(bytes, timeStart, timeEnd)
        : clock.stated(bytes, starts[date] as number, ends[date] as number, timeStart, timeEnd)
    if (Number.isNaN(time)) {
      if (date < 0) this.sink.warn(offset, 'row without a day', 'a #Date line', 'a time alone')
      else {
        const found = `${this.tokenText(date)} ${this.tokenText(columns.time)}`
        this.sink.warn(offset, 'row with an impossible time', 'a day and time that exist', found)
      }
    }
    return time
  }

  /**
   * Sets the client and the first address of X-Forwarded-For, where that has one. True where the
   * request came from the server itself.
   */
  private readAddresses(columns: W3cColumns): boolean {
    const { bytes, sink, address } = this
    const { starts, ends } = this.tokens
    const { serverAddress, client, forwarded } = columns
    if (serverAddress >= 0) {
      this.self.note(bytes, starts[serverAddress] as number, ends[serverAddress] as number)
    }
    let peer = 0
    if (client >= 0) {
      const start = starts[client] as number
      const end = ends[client] as number
      address.read(bytes, start, end)
      if (!isDash(bytes, start, end)) peer = sink.intern(bytes, address.start, address.end)
    }
    this.clientIndex = peer
    this.forwardedIndex = 0
    if (
      forwarded >= 0 &&
      address.read(bytes, starts[forwarded] as number, ends[forwarded] as number)
    ) {
      this.forwardedIndex = sink.intern(bytes, address.start, address.end)
    }
    return this.self.sent(peer, this.forwardedIndex)
  }

  /** Interned cell; 0 for a missing column and for `-`, which stands for an empty value. */
  private internCell(column: number): number {
    if (column < 0) return 0
    const start = this.tokens.starts[column] as number
    const end = this.tokens.ends[column] as number
    return isDash(this.bytes, start, end) ? 0 : this.sink.intern(this.bytes, start, end)
  }

  private tokenText(index: number): string {
    return decodeText(this.bytes.subarray(this.tokens.starts[index], this.tokens.ends[index]))
  }

  private unreadable(offset: number, what: string, wanted: string): void {
    this.sink.unreadableRecord()
    this.sink.warn(offset, what, wanted, `${String(this.tokens.count)} fields`)
  }

  private warnShort(what: string): void {
    const wanted = `${String(this.columns?.count ?? 0)} fields`
    this.sink.warn(this.shortAt, what, wanted, `${String(this.shortCount)} fields`)
    this.shortAt = NaN
  }

  client(): string {
    return this.sink.text(this.forwardedIndex || this.clientIndex)
  }

  user(): string {
    return this.sink.text(this.userIndex)
  }

  agent(): string {
    return this.sink.text(this.agentIndex)
  }

  method(): string {
    return this.sink.text(this.methodIndex)
  }

  stem(): string {
    return this.sink.text(this.stemIndex)
  }

  query(): string {
    return this.field('cs-uri-query')
  }

  field(name: string): string {
    const column = this.columns?.indexOf(name) ?? -1
    if (column < 0) return ''
    const text = this.tokenText(column)
    return text === '-' ? '' : text
  }

  item(): string {
    return ''
  }
}
