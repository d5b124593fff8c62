import { TimeReader } from '../../../src/model/time.js'
import type { EventSink } from '../../event-sink.js'
import { looksLikeDate } from '../shared/bytes.js'
import { JsonObject } from '../shared/json-scan.js'
import { shortened } from './claims.js'
import type { ClaimRows } from './claim-rows.js'
import { epochTime } from './epoch.js'

/** Members that say what a result is about, best first; compared without case. */
const PATHS =
  'ospath fullpath sourcefile _source_file path filepath exe image file filename key commandline cmdline message name'.split(
    ' ',
  )
const USERS = ['username', 'user', 'targetusername', 'owner']
const CLIENTS = ['raddr', 'remoteaddr', 'remoteaddress', 'sourceip', 'ipaddress', 'srcip']
/** Numbers are times only where their member says so. */
const TIME_NAME = /time|date|_ts$|^ts$|created|modified|mtime|ctime|btime/i

/**
 * Results in objects of any kind: a row each with the first time that the object states, and what it is about.
 * Which time that is, the record itself shows.
 */
export class ResultReader {
  private readonly clock = new TimeReader()
  private readonly inner = new JsonObject()
  private readonly hosts = new Map<string, number>()
  private tenths = 0

  constructor(
    private readonly sink: EventSink,
    private readonly rows: ClaimRows,
    private readonly action: string,
  ) {}

  take(object: JsonObject, offset: number, size: number): void {
    if (object.count === 0) return
    const { rows, sink } = this
    const time = this.firstTime(object)
    rows.add(time, this.tenths, offset, size, this.action)
    rows.target = sink.internText(shortened(this.about(object)))
    rows.user = this.firstText(object, USERS)
    rows.client = this.client(object)
    const host = object.of('hostname') || object.of('computer')
    if (host !== '' && this.hosts.size < 64) this.hosts.set(host, (this.hosts.get(host) ?? 0) + 1)
  }

  finish(): void {
    for (const [host, rows] of this.hosts) this.sink.server(host, rows)
  }

  private firstTime(object: JsonObject): number {
    this.tenths = 0
    for (let member = 0; member < object.count; member++) {
      const time = this.timeOf(object, member)
      if (!Number.isNaN(time)) return time
    }
    // An event as parse_evtx gives it.
    const system = object.find('system')
    if (!object.isObject(system)) return NaN
    const { inner } = this
    inner.read(object.bytes, object.start(system), object.end(system))
    const created = inner.find('timecreated')
    if (!inner.isObject(created)) return NaN
    const nested = new JsonObject()
    nested.read(inner.bytes, inner.start(created), inner.end(created))
    const member = nested.find('systemtime')
    return member < 0 ? NaN : this.timeOf(nested, member)
  }

  private timeOf(object: JsonObject, member: number): number {
    const { bytes } = object
    const start = object.start(member)
    const end = object.end(member)
    if (object.isString(member)) {
      if (!looksLikeDate(bytes, start + 1, end - 1)) return NaN
      const time = this.clock.iso(bytes, start + 1, end - 1)
      this.tenths = this.clock.tenths
      return time
    }
    const first = bytes[start] ?? 0
    if (first < 0x30 || first > 0x39 || !TIME_NAME.test(object.name(member))) return NaN
    return epochTime(Number(object.text(member)))
  }

  private about(object: JsonObject): string {
    for (const name of PATHS) {
      const text = object.of(name)
      if (text !== '') return text
    }
    for (let member = 0; member < object.count; member++) {
      if (!object.isString(member)) continue
      const text = object.text(member)
      if (/^(?:[a-z]:)?[\\/]/i.test(text)) return text
    }
    return ''
  }

  private firstText(object: JsonObject, names: readonly string[]): number {
    for (const name of names) {
      const member = object.find(name)
      if (object.isString(member)) return object.intern(this.sink, member)
    }
    return 0
  }

  /** An address, or an object with one: `{"IP":…,"Port":…}`. */
  private client(object: JsonObject): number {
    for (const name of CLIENTS) {
      const member = object.find(name)
      if (object.isString(member)) return object.intern(this.sink, member)
      if (!object.isObject(member)) continue
      this.inner.read(object.bytes, object.start(member), object.end(member))
      const address = this.inner.find('ip')
      if (this.inner.isString(address)) return this.inner.intern(this.sink, address)
    }
    return 0
  }
}
