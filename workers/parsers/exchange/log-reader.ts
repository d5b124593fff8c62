import { FLAG_CANDIDATE, FLAG_RESHAPED } from '../../../src/model/event-table.js'
import { familyIndex } from '../../../src/model/families.js'
import { TimeReader } from '../../../src/model/time.js'
import { Answers } from '../../answers.js'
import type { EventSink } from '../../event-sink.js'
import type { RowReader } from '../../kernels/rows.js'
import { LazyRecord } from '../../log-record.js'
import { decodeText } from '../../text.js'
import type { LineBlock } from '../parser.js'
import { AddressReader } from '../shared/address.js'
import { HASH, looksLikeDate, QUOTE, startsWith, statusOf } from '../shared/bytes.js'
import { judgeRow } from '../shared/judge-row.js'
import { RowRecord } from '../shared/row-record.js'
import { readPlainRows, type PlainRows } from '../shared/plain-rows.js'
import { eachRecord, type TakeRecord } from '../shared/records.js'
import { normalBuild } from './build.js'
import { Cells, cellText } from './csv.js'
import { columnNames, LogColumns } from './log-columns.js'
import { LogTexts } from './log-texts.js'
import { GENERAL, logOfColumns, logOfType, OTHER_LOG, type ExchangeLog } from './logs.js'
import { KEPT_BUILD, KEPT_SERVER, StatedBuilds, type CellRange } from './stated-builds.js'

/** Logs that state their format's version in `#Version` and no build. */
const FORMAT_VERSION = /^\s*\d+\.0+\.0+\.0+\s*$/

/** Reads one of Exchange's comma-separated logs: keeps kind, columns and build in force. */
export class LogReader implements PlainRows {
  private log: ExchangeLog = OTHER_LOG
  private family = familyIndex(OTHER_LOG.family)
  /** `#Log-type`, '' until one was read. */
  private type = ''
  private columns: LogColumns | null = null
  private texts: LogTexts
  private looks: Answers | null = null
  private suspects: Answers | null = null
  private readonly cells = new Cells()
  private readonly clock = new TimeReader()
  private readonly address = new AddressReader()
  private readonly builds: StatedBuilds
  private readonly rows: RowReader
  private bytes: Uint8Array = new Uint8Array(0)
  private recordEnd = 0
  private shortAt = NaN
  private shortCount = 0

  constructor(private readonly sink: EventSink) {
    this.rows = sink.openRows('csvRows')
    this.texts = new LogTexts(sink, OTHER_LOG, '')
    this.builds = new StatedBuilds(
      sink,
      (bytes, cell) => {
        this.rows.keep(KEPT_BUILD, bytes, cell.start, cell.end)
      },
      (bytes, cell) => {
        this.rows.keep(KEPT_SERVER, bytes, cell.start, cell.end)
      },
    )
  }

  readBlock(given: LineBlock): void {
    const block = this.sink.reserve(given)
    this.bytes = block.bytes
    if (this.rows.canRead(block)) readPlainRows(block, this.rows, this)
    else eachRecord(block, this.warnNul, this.readRecord)
  }

  readonly looksFirst = (): boolean => this.builds.pending || !this.columns

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
    const { bytes, builds } = this
    if (startsWith(bytes, start, end, '#Version:')) {
      const version = this.text(start + 9, end)
      builds.openHeader(FORMAT_VERSION.test(version) ? '' : version, offset)
    } else if (startsWith(bytes, start, end, '#Log-type:')) {
      this.type = this.text(start + 10, end).trim()
    } else if (startsWith(bytes, start, end, '#Date:')) {
      const from = bytes[start + 6] === 0x20 ? start + 7 : start + 6
      builds.dateHeader(this.clock.iso(bytes, from, end))
    } else if (startsWith(bytes, start, end, '#Fields:')) {
      this.useColumns(this.text(start + 8, end), offset)
    }
  }

  /** The header repeated as a plain line, or standing before the `#` lines: no record begins so. */
  private isBareHeader(start: number, end: number): boolean {
    const head = this.text(start, Math.min(end, start + 12))
    const first = /^"?([a-z-]{4,10})"?,/i.exec(head)?.[1]?.toLowerCase()
    return first !== undefined && GENERAL.time.includes(first)
  }

  private useColumns(header: string, offset: number): void {
    const names = columnNames(header)
    this.log = this.type === '' ? (logOfColumns(names) ?? OTHER_LOG) : logOfType(this.type)
    const columns = new LogColumns(names, this.log)
    this.columns = columns.time < 0 ? null : columns
    if (!this.columns) {
      const found = `${String(names.length)} columns`
      this.sink.warn(offset, 'unusable header', 'a column of times', found)
      return
    }
    this.rows.use({ count: columns.count, fields: columns.plan })
    this.family = familyIndex(this.log.family)
    this.texts = new LogTexts(this.sink, this.log, columns.action < 0 ? this.type : '')
    const { looks, suspect } = this.log
    this.looks = looks ? new Answers((action) => (looks(this.sink.text(action)) ? 1 : 0)) : null
    this.suspects = suspect
      ? new Answers((agent) => (suspect(this.sink.text(agent)) ? 1 : 0))
      : null
  }

  private readRow(start: number, end: number, offset: number, candidate: boolean): void {
    const { bytes, cells, sink, columns } = this
    if (!Number.isNaN(this.shortAt)) this.warnShort('record with too few cells')
    const closed = cells.split(bytes, start, end)
    if (!closed) sink.warn(offset, 'quoted cell is not closed', 'a closing quote', 'end of line')
    this.recordEnd = end
    if (!columns || !this.statesTime(columns)) {
      const what = columns ? 'record without a time' : 'record without a header'
      sink.unreadableRecord()
      sink.warn(offset, what, 'a record of an Exchange log', `${String(cells.count)} cells`)
      return
    }
    if (cells.count < columns.count) {
      this.shortAt = offset
      this.shortCount = cells.count
      sink.unreadableRecord()
      return
    }
    const surplus = cells.count > columns.count
    if (surplus) {
      const found = `${String(cells.count)} cells`
      sink.warn(offset, 'record with too many cells', `${String(columns.count)} cells`, found)
    }
    this.addRow(columns, offset, end - start, candidate, surplus)
  }

  private statesTime(columns: LogColumns): boolean {
    const { bytes, cells } = this
    if (columns.time >= cells.count) return false
    const start = this.start(columns.time)
    return looksLikeDate(bytes, bytes[start] === QUOTE ? start + 1 : start, this.end(columns.time))
  }

  private addRow(
    columns: LogColumns,
    offset: number,
    size: number,
    candidate: boolean,
    reshaped: boolean,
  ): void {
    const { bytes, sink, texts, address } = this
    let timeStart = this.start(columns.time)
    let timeEnd = this.end(columns.time)
    if (bytes[timeStart] === QUOTE) {
      timeStart++
      if (bytes[timeEnd - 1] === QUOTE) timeEnd--
    }
    const time = this.clock.iso(bytes, timeStart, timeEnd)
    const { tenths } = this.clock
    if (Number.isNaN(time)) {
      const found = this.text(timeStart, timeEnd)
      sink.warn(offset, 'record with an impossible time', 'a day and time that exist', found)
    }
    let client = 0
    if (columns.client >= 0) {
      address.read(bytes, this.start(columns.client), this.end(columns.client))
      client = sink.intern(bytes, address.start, address.end)
    }
    const user = this.internCell(columns.user)
    const agent = this.internCell(columns.agent)
    const action = this.internCell(columns.action)
    const target = this.internCell(columns.target)
    const further = this.internCell(columns.further)
    this.builds.note(bytes, this.buildCells(columns), this.cell(columns.server), time, offset)

    const row = sink.row()
    const out = sink.columns
    out.time[row] = time
    out.tenths[row] = tenths
    out.family[row] = this.family
    out.flags[row] = (candidate ? FLAG_CANDIDATE : 0) | (reshaped ? FLAG_RESHAPED : 0)
    out.offset[row] = offset
    out.size[row] = size
    out.client[row] = client
    out.user[row] = user
    out.agent[row] = agent
    out.action[row] = action
    out.target[row] = target
    const { status } = columns
    out.status[row] = status < 0 ? 0 : statusOf(bytes, this.start(status), this.end(status))
    texts.finish(row, further)
    const looked = this.looks?.of(action) === 1
    if (looked) this.lookInto(row)
    if (candidate) this.detect(row)
    if (looked || this.suspects?.of(agent) === 1) judgeRow(sink, row, this.family, this.cellOf)
  }

  /** The records that the kernel read of a block, as `addRow` adds one. */
  addRows(block: LineBlock): void {
    const { sink, builds, rows, looks, suspects, texts, family } = this
    if (!Number.isNaN(this.shortAt)) this.warnShort('record with too few cells')
    const first = sink.addRows(rows.columns, rows.count)
    const { time, offset, size, action, agent, extra, line } = rows.columns
    for (let index = 0; index < rows.count; index++) {
      const row = first + index
      builds.noteSame(time[index] as number, offset[index] as number)
      sink.columns.family[row] = family
      const candidate = block.candidate[line[index] as number] === 1
      sink.columns.flags[row] = candidate ? FLAG_CANDIDATE : 0
      texts.finish(row, extra[index] as number)
      const looked = looks?.of(action[index] as number) === 1
      const suspected = suspects?.of(agent[index] as number) === 1
      if (!looked && !candidate && !suspected) continue
      const start = (offset[index] as number) - block.base
      this.recordEnd = start + (size[index] as number)
      this.cells.split(this.bytes, start, this.recordEnd)
      if (looked) this.lookInto(row)
      if (candidate) this.detect(row)
      if (looked || suspected) judgeRow(sink, row, this.family, this.cellOf)
    }
  }

  /** `cells` are those of the row's record. */
  private detect(row: number): void {
    const { sink, family } = this
    const flags = sink.columns.flags[row] as number
    const status = sink.columns.status[row] as number
    const facts = { family, fromSelf: false, status, reshaped: (flags & FLAG_RESHAPED) !== 0 }
    sink.detect(new LazyRecord(new RowRecord(sink, row, this.cellOf), facts), row)
  }

  /** What the record at hand tells by more than one cell, or by a part of one. */
  private lookInto(row: number): void {
    const { sink, log } = this
    const told = log.tell?.(this.cellOf)
    if (!told) return
    const { columns } = sink
    if (told.client) columns.client[row] = sink.internText(told.client)
    if (told.user) columns.user[row] = sink.internText(told.user)
    if (told.action) columns.action[row] = sink.internText(told.action)
    if (told.target !== undefined) columns.target[row] = sink.internText(told.target)
    const build = told.build === undefined ? '' : normalBuild(told.build)
    if (build === '') return
    sink.build(
      build,
      this.builds.server,
      columns.time[row] as number,
      columns.offset[row] as number,
    )
  }

  private readonly cellOf = (name: string): string => {
    const column = this.columns?.indexOf(name.toLowerCase()) ?? -1
    return column < 0 ? '' : cellText(this.bytes, this.start(column), this.end(column))
  }

  private buildCells(columns: LogColumns): CellRange | null {
    if (columns.major < 0) return null
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

  private start(column: number): number {
    return this.cells.starts[column] as number
  }

  /** The last column takes surplus cells: a comma that was not quoted stands in free text. */
  private end(column: number): number {
    const last = column === (this.columns?.count ?? 0) - 1
    return last ? this.recordEnd : (this.cells.ends[column] as number)
  }

  private text(start: number, end: number): string {
    return decodeText(this.bytes.subarray(start, end))
  }

  private warnShort(what: string): void {
    const wanted = `${String(this.columns?.count ?? 0)} cells`
    this.sink.warn(this.shortAt, what, wanted, `${String(this.shortCount)} cells`)
    this.shortAt = NaN
  }
}
