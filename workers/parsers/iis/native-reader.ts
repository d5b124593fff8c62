import { FLAG_CANDIDATE, FLAG_RESHAPED } from '../../../src/model/event-table.js'
import { familyIndex } from '../../../src/model/families.js'
import { TimeReader } from '../../../src/model/time.js'
import type { EventSink } from '../../event-sink.js'
import { decodeText } from '../../text.js'
import type { LineBlock } from '../parser.js'
import { AddressReader } from '../shared/address.js'
import { BLANK, COLON, COMMA, isDash, LastRun, statusOf } from '../shared/bytes.js'
import { eachRecord, type TakeRecord } from '../shared/records.js'
import { NativeDates } from './native-time.js'
import { SiteFamilies } from './site.js'

/**
 * Client, account, date, time, service, computer, server address, milliseconds, bytes in and out,
 * status, Windows status, method, target, parameters. Each ends with a comma.
 */
const FIELDS = 15
const DATE = 2
const TIME = 3
const SERVICE = 4
const COMPUTER = 5
const SERVER = 6
const STATUS = 10
const METHOD = 12
const TARGET = 13
/** Fields that a row is split into at most: an account or a target may hold commas, but not many. */
const MOST_FIELDS = 64
const ZERO = 0x30
const FTP = familyIndex('iis-ftp')
const OTHER = familyIndex('iis-other')

/** Reads one log in IIS's own format: comma and blank between fields, times local to the server. */
export class NativeReader {
  private readonly starts = new Int32Array(MOST_FIELDS)
  private readonly ends = new Int32Array(MOST_FIELDS)
  private count = 0
  private readonly clock = new TimeReader()
  private readonly address = new AddressReader()
  private readonly dates: NativeDates
  private readonly families: SiteFamilies
  private readonly lastServer = new LastRun()
  private lastService = ''
  private lastFamily = OTHER
  private bytes: Uint8Array = new Uint8Array(0)
  private lastComputer = ''
  private computerRows = 0
  private said = false
  private shortAt = NaN

  constructor(
    path: string,
    private readonly sink: EventSink,
  ) {
    this.dates = new NativeDates(path)
    this.families = new SiteFamilies(path)
  }

  readBlock(given: LineBlock): void {
    const block = this.sink.reserve(given)
    this.bytes = block.bytes
    eachRecord(block, this.warnNul, this.readRecord)
  }

  finish(): void {
    if (!Number.isNaN(this.shortAt)) this.warnShort('last row is cut off')
    this.tellComputer()
  }

  private readonly warnNul = (offset: number): void => {
    this.sink.warn(offset, 'NUL bytes in the log', 'text', 'bytes of value 0')
  }

  private readonly readRecord: TakeRecord = (start, end, offset, candidate) => {
    const { sink } = this
    if (!Number.isNaN(this.shortAt)) this.warnShort('row with too few fields')
    this.split(start, end)
    if (this.count < FIELDS) {
      this.shortAt = offset
      sink.unreadableRecord()
      return
    }
    const surplus = this.count > FIELDS
    if (surplus) {
      const found = `${String(this.count)} fields`
      sink.warn(offset, 'row with too many fields', `${String(FIELDS)} fields`, found)
      this.join()
    }
    const time = this.time()
    if (Number.isNaN(time)) {
      const found = `${this.text(DATE)} ${this.text(TIME)}`.slice(0, 60)
      sink.unreadableRecord()
      sink.warn(offset, 'row without a time', 'M/D/YYYY and H:MM:SS', found)
      return
    }
    this.tellOnce(offset)
    this.addRow(time, offset, end - start, candidate, surplus)
  }

  /** Fields between comma and blank; the last may end with a comma alone. */
  private split(start: number, end: number): void {
    const { bytes, starts, ends } = this
    let stop = end
    while (stop > start && bytes[stop - 1] === BLANK) stop--
    if (stop > start && bytes[stop - 1] === COMMA) stop--
    let count = 0
    let from = start
    for (let at = start; at < stop && count < MOST_FIELDS - 1; at++) {
      if (bytes[at] !== COMMA || bytes[at + 1] !== BLANK) continue
      starts[count] = from
      ends[count++] = at
      from = at + 2
    }
    starts[count] = from
    ends[count++] = Math.max(from, stop)
    this.count = count
  }

  /** Gives surplus fields to the account where the date stands later, else to the target. */
  private join(): void {
    const { starts, ends, count } = this
    const surplus = count - FIELDS
    let taker = TARGET
    for (let more = 1; more <= surplus; more++) if (this.isDate(DATE + more)) taker = 1
    if (this.isDate(DATE)) taker = TARGET
    ends[taker] = ends[taker + surplus] as number
    for (let field = taker + 1; field < FIELDS; field++) {
      starts[field] = starts[field + surplus] as number
      ends[field] = ends[field + surplus] as number
    }
    this.count = FIELDS
  }

  private isDate(field: number): boolean {
    return /^\d{1,2}\/\d{1,2}\/\d{2,4}$/.test(this.text(field).slice(0, 11))
  }

  /** Local time as if it were UTC. */
  private time(): number {
    const { bytes } = this
    const start = this.starts[TIME] as number
    const end = this.ends[TIME] as number
    const day = this.dates.day(this.text(DATE).slice(0, 11))
    if (bytes[start + 1] !== COLON) return day + this.clock.timeOfDay(bytes, start, end)
    const padded = new Uint8Array(end - start + 1)
    padded[0] = ZERO
    padded.set(bytes.subarray(start, end), 1)
    return day + this.clock.timeOfDay(padded, 0, padded.length)
  }

  private tellOnce(offset: number): void {
    if (this.said) return
    this.said = true
    const { sink } = this
    const zone = 'times are local time of the server, zone unknown: shown as if UTC'
    sink.warn(offset, zone, 'times in UTC', 'IIS log file format')
    if (!this.dates.doubtful) return
    const order = 'dates may be day before month: read as month before day'
    sink.warn(offset, order, 'a day above 12 or a name inYYMMDD.log', this.text(DATE))
  }

  private addRow(
    time: number,
    offset: number,
    size: number,
    candidate: boolean,
    reshaped: boolean,
  ): void {
    const { bytes, sink } = this
    const row = sink.row()
    const out = sink.columns
    out.time[row] = time
    out.tenths[row] = this.clock.tenths
    out.family[row] = this.familyOf(this.text(SERVICE))
    out.flags[row] = (candidate ? FLAG_CANDIDATE : 0) | (reshaped ? FLAG_RESHAPED : 0)
    out.offset[row] = offset
    out.size[row] = size
    out.client[row] = this.internAddress(0)
    out.user[row] = this.intern(1)
    out.action[row] = this.intern(METHOD)
    out.target[row] = this.intern(TARGET)
    out.status[row] = statusOf(bytes, this.starts[STATUS] as number, this.ends[STATUS] as number)
    this.noteServer()
  }

  /** By the service that served the row: `W3SVC1`, `MSFTPSVC1`. */
  private familyOf(service: string): number {
    if (service === this.lastService) return this.lastFamily
    this.lastService = service
    if (/ftpsvc/i.test(service)) this.lastFamily = FTP
    else {
      const stated = new SiteFamilies(`${service}/`).of(-1)
      this.lastFamily = stated === OTHER ? this.families.of(-1) : stated
    }
    return this.lastFamily
  }

  private noteServer(): void {
    const computer = this.text(COMPUTER)
    if (computer !== this.lastComputer) this.tellComputer()
    this.lastComputer = computer
    this.computerRows++
    const { bytes, sink, address } = this
    const start = this.starts[SERVER] as number
    const end = this.ends[SERVER] as number
    if (this.lastServer.is(bytes, start, end)) return
    this.lastServer.keep(bytes, start, end)
    if (address.read(bytes, start, end)) {
      sink.ownAddresses.add(decodeText(bytes.subarray(address.start, address.end)))
    }
  }

  private tellComputer(): void {
    const { lastComputer, computerRows, sink } = this
    this.computerRows = 0
    if (computerRows > 0 && lastComputer !== '' && lastComputer !== '-') {
      sink.server(lastComputer, computerRows)
    }
  }

  private internAddress(field: number): number {
    const { bytes, sink, address } = this
    address.read(bytes, this.starts[field] as number, this.ends[field] as number)
    if (isDash(bytes, address.start, address.end)) return 0
    return sink.intern(bytes, address.start, address.end)
  }

  private intern(field: number): number {
    const start = this.starts[field] as number
    const end = this.ends[field] as number
    return isDash(this.bytes, start, end) ? 0 : this.sink.intern(this.bytes, start, end)
  }

  private text(field: number): string {
    return decodeText(this.bytes.subarray(this.starts[field], this.ends[field]))
  }

  private warnShort(what: string): void {
    this.sink.warn(this.shortAt, what, `${String(FIELDS)} fields`, 'fewer')
    this.shortAt = NaN
  }
}
