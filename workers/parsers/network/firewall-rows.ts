import { familyIndex } from '../../../src/model/families.js'
import { TimeReader } from '../../../src/model/time.js'
import type { EventSink } from '../../event-sink.js'
import { decodeText } from '../../text.js'
import type { LineBlock } from '../parser.js'
import { afterMark, BLANK, HASH, startsWith } from '../shared/bytes.js'
import { takeLine } from '../shared/records.js'

/** As Windows 7 and later write it, for a log whose head is missing. */
const USUAL = 'date time action protocol src-ip dst-ip src-port dst-port'.split(' ')
const NEEDED = ['date', 'time', 'action', 'src-ip', 'dst-ip']
const MAX_COLUMNS = 64
const CONFIGURATION = familyIndex('configuration')

/** Rows of pfirewall.log, by the columns that its `#Fields` name. */
export class FirewallReader {
  /** `#Time Format` says UTC. */
  utc = false
  private columns = columnsOf(USUAL)
  private readonly clock = new TimeReader()
  private readonly starts = new Uint32Array(MAX_COLUMNS)
  private readonly ends = new Uint32Array(MAX_COLUMNS)

  constructor(private readonly sink: EventSink) {}

  readBlock(block: LineBlock): void {
    const { bytes } = block
    for (let line = 0; line < block.count; line++) {
      takeLine(block, line, (start, end, offset) => {
        const from = afterMark(bytes, start, end)
        if (bytes[from] === HASH) this.takeHeader(bytes, from, end)
        else if (!isBlank(bytes, from, end)) this.takeRow(bytes, from, end, offset)
      })
    }
  }

  private takeHeader(bytes: Uint8Array, start: number, end: number): void {
    const text = decodeText(bytes.subarray(start, Math.min(end, start + 1_000))).trim()
    if (startsWith(bytes, start, end, '#Fields:')) {
      this.columns = columnsOf(text.slice(8).trim().split(/\s+/, MAX_COLUMNS))
    } else if (/^#Time Format:/i.test(text)) this.utc = /UTC|GMT/i.test(text)
  }

  private takeRow(bytes: Uint8Array, start: number, end: number, offset: number): void {
    const { columns, clock, sink, starts, ends } = this
    const count = this.split(bytes, start, end)
    const at = (name: string): number => columns.get(name) ?? -1
    const text = (name: string): string => {
      const index = at(name)
      if (index < 0 || index >= count) return ''
      const value = decodeText(bytes.subarray(starts[index], ends[index]))
      return value === '-' ? '' : value
    }
    const [date, time] = [at('date'), at('time')]
    const stated =
      clock.date(bytes, starts[date] ?? 0, ends[date] ?? 0) +
      clock.timeOfDay(bytes, starts[time] ?? 0, ends[time] ?? 0)
    if (Number.isNaN(stated) || NEEDED.some((name) => at(name) < 0 || at(name) >= count)) {
      sink.unreadableRecord()
      const found = decodeText(bytes.subarray(start, Math.min(end, start + 40)))
      sink.warn(offset, 'row of the firewall log cannot be read', NEEDED.join(' '), found)
      return
    }
    const row = sink.row()
    const { columns: into } = sink
    into.time[row] = stated
    into.family[row] = CONFIGURATION
    into.offset[row] = offset
    into.size[row] = end - start
    const source = at('src-ip')
    into.client[row] = sink.intern(bytes, starts[source] ?? 0, ends[source] ?? 0)
    into.action[row] = sink.internText(actionOf(text('action'), text('protocol'), text('path')))
    const port = text('dst-port')
    into.target[row] = sink.internText(`${text('dst-ip')}${port === '' ? '' : ` port ${port}`}`)
  }

  private split(bytes: Uint8Array, start: number, end: number): number {
    let count = 0
    for (let at = start; at < end && count < MAX_COLUMNS;) {
      while (at < end && bytes[at] === BLANK) at++
      if (at === end) break
      this.starts[count] = at
      while (at < end && bytes[at] !== BLANK) at++
      this.ends[count++] = at
    }
    return count
  }
}

function columnsOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name.toLowerCase(), index]))
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== BLANK && bytes[at] !== 0) return false
  return true
}

function actionOf(action: string, protocol: string, path: string): string {
  const what = /^allow$/i.test(action) ? 'allowed' : /^drop$/i.test(action) ? 'dropped' : action
  const way = /^send$/i.test(path) ? ', outgoing' : /^receive$/i.test(path) ? ', incoming' : ''
  return `Firewall: ${protocol} ${what}${way}`
}
