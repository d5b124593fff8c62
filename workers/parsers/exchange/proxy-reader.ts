import {
  FLAG_CANDIDATE,
  FLAG_HEADER_ASSUMED,
  FLAG_NOISE,
  FLAG_RESHAPED,
} from '../../../src/model/event-table.js'
import { TimeReader } from '../../../src/model/time.js'
import type { EventSink } from '../../event-sink.js'
import type { RowReader } from '../../kernels/rows.js'
import { LazyRecord, type RecordSource } from '../../log-record.js'
import { decodeText } from '../../text.js'
import type { LineBlock } from '../parser.js'
import { AddressReader } from '../shared/address.js'
import {
  equalsFolded,
  HASH,
  isMethod,
  looksLikeDate,
  QUOTE,
  startsWith,
  statusOf,
} from '../shared/bytes.js'
import { LookedAt } from '../shared/looked-at.js'
import { NoiseJudge } from '../shared/noise.js'
import { readPlainRows, type PlainRows } from '../shared/plain-rows.js'
import { eachRecord, type TakeRecord } from '../shared/records.js'
import { Cells, cellText } from './csv.js'
import { CURRENT_COLUMNS, ProxyColumns } from './proxy-columns.js'
import { ProxyFamilies } from './proxy-families.js'
import { KEPT_BUILD, KEPT_SERVER, StatedBuilds, type CellRange } from './stated-builds.js'

/** Reads one HttpProxy log: keeps columns and build in force, turns each record into a row. */
export class ProxyReader implements RecordSource, PlainRows {
  private columns: ProxyColumns | null = null
  private readonly cells = new Cells()
  private readonly clock = new TimeReader()
  private readonly address = new AddressReader()
  private readonly noise: NoiseJudge
  private readonly builds: StatedBuilds
  private readonly rows: RowReader
  private readonly families: ProxyFamilies
  private readonly lookedAt: LookedAt
  private bytes: Uint8Array = new Uint8Array(0)
  /** Added to columns behind the anchor mailbox in a row with surplus cells. */
  private shift = 0
  private shortAt = NaN
  private shortCount = 0
  private clientIndex = 0
  private userIndex = 0
  private agentIndex = 0
  private methodIndex = 0
  private stemIndex = 0

  constructor(
    path: string,
    private readonly sink: EventSink,
  ) {
    this.noise = new NoiseJudge(sink)
    this.lookedAt = new LookedAt(sink)
    this.rows = sink.openRows('csvRows')
    this.builds = new StatedBuilds(
      sink,
      (bytes, cell) => {
        this.rows.keep(KEPT_BUILD, bytes, cell.start, cell.end)
      },
      (bytes, cell) => {
        this.rows.keep(KEPT_SERVER, bytes, cell.start, cell.end)
      },
    )
    this.families = new ProxyFamilies(path, sink)
  }

  readBlock(given: LineBlock): void {
    const block = this.sink.reserve(given)
    this.bytes = block.bytes
    if (this.rows.canRead(block)) readPlainRows(block, this.rows, this)
    else eachRecord(block, this.warnNul, this.readRecord)
  }

  readonly looksFirst = (): boolean => this.builds.pending

  finish(): void {
    if (!Number.isNaN(this.shortAt)) this.warnShort('last record is cut off')
    this.builds.finish()
  }

  private readonly warnNul = (offset: number): void => {
    this.sink.warn(offset, 'NUL bytes in the log', 'text', 'bytes of value 0')
  }

  readonly readRecord: TakeRecord = (start, end, offset, candidate) => {
    if (this.bytes[start] === HASH) this.readDirective(start, end, offset)
    else if (this.isBareHeader(start, end)) this.useColumns(this.text(start, end), offset)
    else this.readRow(start, end, offset, candidate)
  }

  private readDirective(start: number, end: number, offset: number): void {
    const { bytes } = this
    if (startsWith(bytes, start, end, '#Version:')) {
      this.builds.openHeader(this.text(start + 9, end), offset)
    } else if (startsWith(bytes, start, end, '#Date:')) {
      const from = bytes[start + 6] === 0x20 ? start + 7 : start + 6
      this.builds.dateHeader(this.clock.iso(bytes, from, end))
    } else if (startsWith(bytes, start, end, '#Fields:')) {
      this.useColumns(this.text(start + 8, end), offset)
    }
  }

  /** The header repeated as a plain first line, or standing before the `#` lines. */
  private isBareHeader(start: number, end: number): boolean {
    const from = this.bytes[start] === QUOTE ? start + 1 : start
    const stop = Math.min(from + 8, end)
    return equalsFolded(this.bytes, from, stop, 'datetime')
  }

  private useColumns(header: string, offset: number): void {
    const names = header.split(',').map((name) => name.replaceAll('"', ''))
    const columns = new ProxyColumns(names, false)
    if (columns.usable) this.setColumns(columns)
    else {
      const found = `${String(names.length)} columns`
      this.sink.warn(offset, 'unusable header', 'the columns of an HttpProxy log', found)
    }
  }

  private readRow(start: number, end: number, offset: number, candidate: boolean): void {
    const { bytes, cells, sink } = this
    if (!Number.isNaN(this.shortAt)) this.warnShort('record with too few cells')
    if (!cells.split(bytes, start, end)) {
      sink.warn(offset, 'quoted cell is not closed', 'a closing quote', 'end of line')
    }
    const columns = this.columns ?? this.assumeColumns(offset)
    if (!columns || !this.statesTime(columns)) {
      const what = columns ? 'record without a time' : 'record without a header'
      sink.unreadableRecord()
      sink.warn(offset, what, 'a record of an HttpProxy log', `${String(cells.count)} cells`)
      return
    }
    if (cells.count < columns.count) {
      this.shortAt = offset
      this.shortCount = cells.count
      sink.unreadableRecord()
      return
    }
    const surplus = cells.count - columns.count
    this.shift = 0
    if (surplus > 0) {
      const found = `${String(cells.count)} cells`
      sink.warn(offset, 'record with too many cells', `${String(columns.count)} cells`, found)
      if (!this.fits(columns, 0) && this.fits(columns, surplus)) this.shift = surplus
    }
    this.addRow(columns, offset, end - start, candidate, surplus > 0)
  }

  private assumeColumns(offset: number): ProxyColumns | null {
    if (this.cells.count !== CURRENT_COLUMNS.length) return null
    const columns = new ProxyColumns(CURRENT_COLUMNS, true)
    if (!this.statesTime(columns) || !this.fits(columns, 0)) return null
    const found = `${String(columns.count)} cells`
    this.sink.warn(offset, 'header assumed', 'a #Fields line before the records', found)
    this.setColumns(columns)
    return columns
  }

  private setColumns(columns: ProxyColumns): void {
    this.columns = columns
    this.rows.use({ count: columns.count, fields: columns.plan })
  }

  private statesTime(columns: ProxyColumns): boolean {
    const { starts, ends, count } = this.cells
    if (columns.time >= count) return false
    const start = starts[columns.time] as number
    const from = this.bytes[start] === QUOTE ? start + 1 : start
    return looksLikeDate(this.bytes, from, ends[columns.time] as number)
  }

  /** Status and method, or the client, stand where the columns say, shifted by so many cells. */
  private fits(columns: ProxyColumns, shift: number): boolean {
    const { bytes, cells, address } = this
    const start = (column: number): number => cells.starts[column + shift] ?? 0
    const end = (column: number): number => cells.ends[column + shift] ?? 0
    const { status, method, client } = columns
    if (statusOf(bytes, start(status), end(status)) === 0) return false
    if (method >= 0 && isMethod(bytes, start(method), end(method))) return true
    return address.read(bytes, start(client), end(client))
  }

  private addRow(
    columns: ProxyColumns,
    offset: number,
    size: number,
    candidate: boolean,
    reshaped: boolean,
  ): void {
    const { bytes, sink, noise } = this
    const time = this.clock.iso(bytes, this.start(columns.time), this.end(columns.time))
    const { tenths } = this.clock
    if (Number.isNaN(time)) {
      const found = this.text(this.start(columns.time), this.end(columns.time))
      sink.warn(offset, 'record with an impossible time', 'a day and time that exist', found)
    }
    const fromSelf = this.readClient(columns.client)
    this.userIndex = this.internCell(columns.user)
    this.agentIndex = this.internCell(columns.agent)
    this.methodIndex = this.internCell(columns.method)
    this.stemIndex = this.internCell(columns.stem)
    const status = statusOf(bytes, this.start(columns.status), this.end(columns.status))
    const family = this.families.of(this.internCell(columns.protocol))
    this.builds.note(bytes, this.buildCells(columns), this.cell(columns.server), time, offset)
    let flags = 0
    const looked = candidate || this.lookedAt.agent(this.agentIndex)
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

    const row = sink.row()
    const out = sink.columns
    out.time[row] = time
    out.family[row] = family
    out.flags[row] = flags
    out.offset[row] = offset
    out.size[row] = size
    out.client[row] = this.clientIndex
    out.user[row] = this.userIndex
    out.agent[row] = this.agentIndex
    out.action[row] = this.methodIndex
    out.target[row] = this.stemIndex
    out.status[row] = status
    out.tenths[row] = tenths
    if (looked) sink.detect(new LazyRecord(this, { family, fromSelf, status, reshaped }), row)
  }

  /** The records that the kernel read of a block, as `addRow` adds one. */
  addRows(block: LineBlock): void {
    const { sink, noise, builds, families, rows } = this
    if (!Number.isNaN(this.shortAt)) this.warnShort('record with too few cells')
    const first = sink.addRows(rows.columns, rows.count)
    const { time, offset, client, user, agent, action, target, extra, line } = rows.columns
    const { family, flags } = sink.columns
    const assumed = this.columns?.assumed === true ? FLAG_HEADER_ASSUMED : 0
    for (let index = 0; index < rows.count; index++) {
      const row = first + index
      builds.noteSame(time[index] as number, offset[index] as number)
      family[row] = families.of(extra[index] as number)
      flags[row] = assumed
      const peer = client[index] as number
      if (
        block.candidate[line[index] as number] === 1 ||
        this.lookedAt.agent(agent[index] as number)
      ) {
        flags[row] = assumed | FLAG_CANDIDATE
        this.detectRow(block, index, row)
      } else if (
        peer !== 0 &&
        noise.isSelf(peer) &&
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
    this.cells.split(this.bytes, start, start + of(rows.columns.size))
    this.shift = 0
    this.clientIndex = of(rows.columns.client)
    this.userIndex = of(rows.columns.user)
    this.agentIndex = of(rows.columns.agent)
    this.methodIndex = of(rows.columns.action)
    this.stemIndex = of(rows.columns.target)
    const fromSelf = this.clientIndex !== 0 && this.noise.isSelf(this.clientIndex)
    const family = sink.columns.family[row] as number
    const status = sink.columns.status[row] as number
    sink.detect(new LazyRecord(this, { family, fromSelf, status, reshaped: false }), row)
  }

  /** Sets the client; true where it is the server itself. */
  private readClient(column: number): boolean {
    const { bytes, sink, address } = this
    address.read(bytes, this.start(column), this.end(column))
    this.clientIndex = sink.intern(bytes, address.start, address.end)
    return this.clientIndex !== 0 && this.noise.isSelf(this.clientIndex)
  }

  /** Major to revision, where they stand side by side. */
  private buildCells(columns: ProxyColumns): CellRange | null {
    if (!columns.statesBuild) return null
    return { start: this.start(columns.major), end: this.end(columns.revision) }
  }

  private cell(column: number): CellRange | null {
    return column < 0 ? null : { start: this.start(column), end: this.end(column) }
  }

  private internCell(column: number): number {
    if (column < 0) return 0
    const start = this.start(column)
    const end = this.end(column)
    if (this.bytes[start] === QUOTE && start < end) {
      return this.sink.internText(cellText(this.bytes, start, end))
    }
    return this.sink.intern(this.bytes, start, end)
  }

  /** The agent takes the surplus cells, so it begins where it would without them. */
  private start(column: number): number {
    const place = column === this.columns?.agent ? column : this.place(column)
    return this.cells.starts[place] as number
  }

  private end(column: number): number {
    return this.cells.ends[this.place(column)] as number
  }

  private place(column: number): number {
    return this.shift > 0 && column > (this.columns?.anchor ?? 0) ? column + this.shift : column
  }

  private text(start: number, end: number): string {
    return decodeText(this.bytes.subarray(start, end))
  }

  private warnShort(what: string): void {
    const wanted = `${String(this.columns?.count ?? 0)} cells`
    this.sink.warn(this.shortAt, what, wanted, `${String(this.shortCount)} cells`)
    this.shortAt = NaN
  }

  client(): string {
    return this.sink.text(this.clientIndex)
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
    return this.field('UrlQuery').replace(/^\?/, '')
  }

  field(name: string): string {
    const column = this.columns?.indexOf(name) ?? -1
    return column < 0 ? '' : cellText(this.bytes, this.start(column), this.end(column))
  }

  item(): string {
    return ''
  }
}
