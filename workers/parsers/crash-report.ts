import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { addFact } from './shared/facts.js'
import { fileTime, fileTimeTenths } from './shared/filetime.js'

/** Reports are some tens of KiB: lists of modules are the most of them. */
const CONTENT_LIMIT = 4 * 1024 * 1024
const HIGH = 1n << 32n
/** What tells one crash from another: process, pool, method, exception. */
const MOST_SIGNS = 16
const SIGN = /^Sig\[\d{1,2}\]\.Value$/

/** Report.wer, which Windows Error Reporting leaves of each program that crashed. */
export const crashReport: Parser = {
  id: 'crash-report',
  format: 'Windows Error Report (Report.wer)',
  sources: [
    'https://learn.microsoft.com/en-us/windows/win32/wer/windows-error-reporting',
    'Neo23x0/signature-base@8a89b3bf yara/apt_hafnium.yar APT_HAFNIUM_ForensicArtefacts_WER_Mar21_1 (layout)',
  ],

  sniff(head: Uint8Array): boolean {
    return /^\ufeff?Version=\d{1,3}\r?\nEventType=[^\r\n]{1,200}\r?\nEventTime=\d/.test(
      decodeText(head.subarray(0, 512)),
    )
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { entry } = input
    const bytes = await input.content(CONTENT_LIMIT)
    if (bytes.length === CONTENT_LIMIT) {
      const wanted = `at most ${String(CONTENT_LIMIT)} bytes`
      sink.warn(CONTENT_LIMIT, 'read in part', wanted, `${String(entry.size)} bytes`)
    }
    const report = readReport(decodeText(bytes))
    if (report.program === '' && report.signs.length === 0) {
      sink.unreadableRecord()
      sink.warn(0, 'report of a crash does not say of what', 'AppPath or Sig[…].Value', 'neither')
      return
    }
    const ticks = /^\d{1,19}$/.test(report.time) ? BigInt(report.time) : 0n
    const low = Number(ticks % HIGH)
    const high = Number(ticks / HIGH)
    const stated = fileTime(low, high)
    if (Number.isNaN(stated))
      sink.warn(0, 'report of a crash without a time', 'EventTime', report.time.slice(0, 40))
    const row = addFact(sink, 'crash-reports', {
      time: Number.isNaN(stated) ? entry.modified : stated,
      offset: 0,
      size: entry.size,
      action: `Program crashed (${report.kind})`,
      target: report.signs.join(' | '),
      agent: report.program,
    })
    if (!Number.isNaN(stated)) sink.columns.tenths[row] = fileTimeTenths(low, high)
    await sink.flushIfFull()
  },
}

interface Report {
  readonly kind: string
  /** FILETIME in decimal digits. */
  readonly time: string
  readonly program: string
  readonly signs: readonly string[]
}

function readReport(text: string): Report {
  const first = new Map<string, string>()
  const signs: string[] = []
  for (const line of text.split('\n')) {
    const equals = line.indexOf('=')
    if (equals < 0) continue
    const name = line.slice(0, equals).replace(/^\ufeff/, '')
    const value = line.slice(equals + 1).trim()
    if (SIGN.test(name)) {
      if (value !== '' && signs.length < MOST_SIGNS) signs.push(value)
    } else if (!first.has(name)) first.set(name, value)
  }
  const get = (name: string): string => first.get(name) ?? ''
  return { kind: get('EventType'), time: get('EventTime'), program: get('AppPath'), signs }
}
