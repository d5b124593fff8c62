import { FLAG_CANDIDATE } from '../../../src/model/event-table.js'
import { familyIndex } from '../../../src/model/families.js'
import { TimeReader } from '../../../src/model/time.js'
import type { EventSink } from '../../event-sink.js'
import { LazyRecord, type RecordSource } from '../../log-record.js'
import { decodeText } from '../../text.js'
import type { LineBlock } from '../parser.js'
import { COMMA, equalsFolded, HASH, looksLikeDate, startsWith } from '../shared/bytes.js'
import { eachRecord, type TakeRecord } from '../shared/records.js'
import { normalBuild } from './build.js'
import { unquote } from './csv.js'
import { cmdlets, ecpItem } from './ecp-items.js'

const ECP_SERVER = familyIndex('ecp-server')
/** TimeStamp, ServerName, EventId, EventData: all builds have these, and the last takes the rest. */
const COLUMNS = ['timestamp', 'servername', 'eventid', 'eventdata']

/**
 * Reads one ECP Server log. These logs are small beside the others, so a record is decoded whole.
 */
export class EcpReader implements RecordSource {
  private readonly clock = new TimeReader()
  private bytes: Uint8Array = new Uint8Array(0)
  private readonly cells = new Int32Array(COLUMNS.length)
  private server = ''
  private eventId = ''
  private data = ''
  private action = ''
  private url = ''
  private account = ''
  private shortAt = NaN

  constructor(private readonly sink: EventSink) {}

  readBlock(given: LineBlock): void {
    const block = this.sink.reserve(given)
    this.bytes = block.bytes
    eachRecord(block, this.warnNul, this.readRecord)
  }

  finish(): void {
    if (!Number.isNaN(this.shortAt)) this.warnShort('last record is cut off')
  }

  private readonly warnNul = (offset: number): void => {
    this.sink.warn(offset, 'NUL bytes in the log', 'text', 'bytes of value 0')
  }

  private readonly readRecord: TakeRecord = (start, end, offset, candidate) => {
    const { bytes } = this
    if (bytes[start] === HASH) this.readDirective(start, end, offset)
    else if (!equalsFolded(bytes, start, Math.min(start + 9, end), 'timestamp')) {
      if (!Number.isNaN(this.shortAt)) this.warnShort('record with too few cells')
      this.readRow(start, end, offset, candidate)
    }
  }

  /** `#Version` is always 15.0.0.0 in these logs and tells no build. */
  private readDirective(start: number, end: number, offset: number): void {
    if (!startsWith(this.bytes, start, end, '#Fields:')) return
    const fields = this.text(start + 8, end)
      .trim()
      .toLowerCase()
    if (fields !== COLUMNS.join(',')) {
      this.sink.warn(offset, 'unusual #Fields line', COLUMNS.join(','), fields.slice(0, 200))
    }
  }

  private readRow(start: number, end: number, offset: number, candidate: boolean): void {
    const { bytes, cells, sink } = this
    let found = 0
    for (let at = start; at < end && found < COLUMNS.length - 1; at++) {
      if (bytes[at] === COMMA) cells[found++] = at
    }
    if (!looksLikeDate(bytes, start, end)) {
      sink.unreadableRecord()
      sink.warn(offset, 'record without a time', 'a record of an ECP Server log', 'other text')
      return
    }
    if (found < COLUMNS.length - 1) {
      this.shortAt = offset
      sink.unreadableRecord()
      return
    }
    const [timeEnd = start, serverEnd = start, eventEnd = start] = cells
    const time = this.clock.iso(bytes, start, timeEnd)
    const { tenths } = this.clock
    if (Number.isNaN(time)) {
      const text = this.text(start, timeEnd)
      sink.warn(offset, 'record with an impossible time', 'a day and time that exist', text)
    }
    this.server = this.text(timeEnd + 1, serverEnd)
    this.eventId = this.text(serverEnd + 1, eventEnd)
    const cell = this.text(eventEnd + 1, end)
    if (cell.startsWith('"') && (cell.length < 2 || !cell.endsWith('"'))) {
      sink.warn(offset, 'quoted cell is not closed', 'a closing quote', 'end of line')
    }
    this.data = unquote(cell)
    this.action = cmdlets(this.item('CMD'))
    this.url = this.item('URL')
    this.account = this.item('PSA') || this.item('USID')
    if (this.server !== '') sink.server(this.server, 1)
    const build = normalBuild(this.item('BLD'))
    if (build !== '') sink.build(build, this.server, time, offset)
    this.addRow(time, tenths, offset, end - start, candidate)
  }

  private addRow(
    time: number,
    tenths: number,
    offset: number,
    size: number,
    candidate: boolean,
  ): void {
    const { sink } = this
    const row = sink.row()
    const out = sink.columns
    out.time[row] = time
    out.family[row] = ECP_SERVER
    out.flags[row] = candidate ? FLAG_CANDIDATE : 0
    out.offset[row] = offset
    out.size[row] = size
    out.user[row] = sink.internText(this.account)
    out.action[row] = sink.internText(this.action)
    out.target[row] = sink.internText(this.stem())
    out.tenths[row] = tenths
    if (!candidate) return
    const facts = { family: ECP_SERVER, fromSelf: false, status: 0, reshaped: false }
    sink.detect(new LazyRecord(this, facts), row)
  }

  private text(start: number, end: number): string {
    return decodeText(this.bytes.subarray(start, end))
  }

  private warnShort(what: string): void {
    this.sink.warn(this.shortAt, what, `${String(COLUMNS.length)} cells`, 'fewer')
    this.shortAt = NaN
  }

  client(): string {
    return ''
  }

  user(): string {
    return this.account
  }

  agent(): string {
    return ''
  }

  method(): string {
    return this.action
  }

  stem(): string {
    const query = this.url.indexOf('?')
    return query < 0 ? this.url : this.url.slice(0, query)
  }

  query(): string {
    const query = this.url.indexOf('?')
    return query < 0 ? '' : this.url.slice(query + 1)
  }

  field(name: string): string {
    switch (name.toLowerCase()) {
      case 'servername':
        return this.server
      case 'eventid':
        return this.eventId
      case 'eventdata':
        return this.data
      default:
        return ''
    }
  }

  item(key: string): string {
    return ecpItem(this.data, key)
  }
}
