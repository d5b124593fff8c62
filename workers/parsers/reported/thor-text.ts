import type { EventSink } from '../../event-sink.js'
import { addClaim } from './claims.js'
import type { StatedClock } from './stated-time.js'
import type { TextEntry } from './text-log.js'

const LINE =
  /^(\d\S{14,34}|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d) (\S{1,255}) (THOR|LOKI): ([A-Za-z]{3,12}): (?:MODULE: (\S{1,60}) )?(?:MESSAGE: )?/
/** Loki quotes nothing: the message is all that stands behind the fourth comma. */
const LOKI_CSV = /^(\d{8}T\d\d:\d\d:\d\dZ),([^,]{0,255}),([A-Z]{3,12}),([^,]{0,60}),/
/** THOR's: hash, path and score of a file. */
const THOR_CSV =
  /^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}),([a-z]:\\.{1,2000}|\\\\.{1,2000}),(\d{1,5})$/i
/** Modules whose plain information tells of the scan itself. */
const OF_SCAN = /^(?:init|startup|report|results?|control)$/i
const MOST = 16_384

export function isThorLine(line: string): boolean {
  return line.length < MOST && (LINE.test(line) || LOKI_CSV.test(line) || THOR_CSV.test(line))
}

/** Reads the scanners' lines: alerts, warnings, notices and errors, and what tells of the scan. */
export class ThorLines {
  private readonly hosts = new Map<string, number>()

  constructor(
    private readonly sink: EventSink,
    private readonly clock: StatedClock,
  ) {}

  read(line: TextEntry): void {
    const text = line.text.slice(0, MOST)
    const [whole, time = '', host = '', tool = '', level = '', module = ''] = LINE.exec(text) ?? []
    if (whole !== undefined) {
      this.add(line, time, host, tool, level, module, text.slice(whole.length))
      return
    }
    const [csv, csvTime = '', csvHost = '', csvLevel = '', csvModule = ''] =
      LOKI_CSV.exec(text) ?? []
    if (csv !== undefined) {
      this.add(line, csvTime, csvHost, 'LOKI', csvLevel, csvModule, text.slice(csv.length))
      return
    }
    const file = THOR_CSV.exec(text)
    const { offset, size } = line
    if (file) {
      const action = `Reported by THOR: file with score ${file[3] ?? ''}`
      addClaim(this.sink, { time: NaN, offset, size, action, target: file[2] ?? '' })
      return
    }
    this.sink.unreadableRecord()
    const wanted = 'time, host, scanner, level'
    this.sink.warn(offset, 'line of another shape', wanted, text.slice(0, 60))
  }

  finish(): void {
    for (const [host, rows] of this.hosts) this.sink.server(host, rows)
  }

  private add(
    { offset, size }: TextEntry,
    stated: string,
    host: string,
    tool: string,
    level: string,
    module: string,
    message: string,
  ): void {
    if (/^(?:info|debug)$/i.test(level) && !OF_SCAN.test(module)) return
    const { sink } = this
    const time = this.clock.read(stated)
    if (Number.isNaN(time)) {
      const what = 'times of the scanner have no year: these rows are shown without a time'
      sink.warn(offset, what, 'a time with its year', stated)
    }
    const words = [level.toLowerCase(), module, reasonOf(message)].filter(Boolean).join(', ')
    addClaim(sink, {
      time,
      tenths: this.clock.tenths,
      offset,
      size,
      action: `Reported by ${tool === 'THOR' ? 'THOR' : 'Loki'}: ${words.slice(0, 200)}`,
      target: field(message, 'FILE') || field(message, 'PATH') || message,
    })
    const name = host.split('/')[0] ?? ''
    if (this.hosts.size < 64 || this.hosts.has(name)) {
      this.hosts.set(name, (this.hosts.get(name) ?? 0) + 1)
    }
  }
}

/** What the scanner says of it: the first reason, else the message before its fields. */
function reasonOf(message: string): string {
  const reason = field(message, 'REASON_1') || field(message, 'REASON')
  if (reason !== '') return reason
  const end = message.search(/(?:^| )[A-Z][A-Z_0-9]+: /)
  return end < 0 ? '' : message.slice(0, end)
}

/** Value of `NAME: value` up to the next name. */
function field(message: string, name: string): string {
  const mark = `${name}: `
  let at = message.indexOf(mark)
  while (at > 0 && message[at - 1] !== ' ') at = message.indexOf(mark, at + 1)
  if (at < 0) return ''
  const value = message.slice(at + mark.length)
  const end = value.search(/ [A-Z][A-Z_0-9]+: /)
  return (end < 0 ? value : value.slice(0, end)).trim()
}
