import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { warnOfClock } from './reported/claims.js'
import { dayOrder, StatedClock } from './reported/stated-time.js'
import { RunningDay, serviceLine } from './setup/service-runs.js'
import { addFact } from './shared/facts.js'
import { headLines } from './shared/head.js'

/** Some hundred lines a run, a run for each phase of an update. */
const CONTENT_LIMIT = 16 * 1024 * 1024
const NEWLINE = 0x0a
const HEADER = /^\* (\w{1,60}\.ps1): (.{8,60})$/i
/** What the run is about, and how it ended; services one by one are left to the raw log. */
const TOLD: readonly (readonly [pattern: RegExp, action: string])[] = [
  [/^\[Error\] (.*)$/is, 'Update of Exchange: error'],
  [/^Performing service control with options: ?(.*)$/i, 'Update of Exchange: service control'],
  [/^Stopping services for the following roles: (.*)$/i, 'Update of Exchange: services stopped'],
  [/^Disabling services for '?(.*?)'?\.*$/i, 'Update of Exchange: services disabled'],
  [/^Enabling services for '?(.*?)'?\.*$/i, 'Update of Exchange: services enabled'],
  [/^Starting services for '?(.*?)'?\.*$/i, 'Update of Exchange: services started'],
  [/^Killing instead of Stopping '?(.*?)'?\.*$/i, 'Update of Exchange: service killed'],
  [/^Script completed succes+fully()\.?$/i, 'Update of Exchange: service control completed'],
]

/**
 * ServiceControl.log: security updates (which ExchangeSetup.log does not know) stop and start Exchange's
 * services by this script. Local time of the server; only the first line of a run states the date.
 */
export const serviceControl: Parser = {
  id: 'service-control',
  format: 'Exchange ServiceControl.log of updates',
  sources: [
    'https://learn.microsoft.com/en-us/troubleshoot/exchange/client-connectivity/exchange-security-update-issues',
  ],

  sniff(head: Uint8Array): boolean {
    const lines = headLines(head).slice(0, 40)
    return lines.some((line) => HEADER.test(serviceLine(line)?.text ?? ''))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const bytes = await input.content(CONTENT_LIMIT)
    if (input.entry.size > CONTENT_LIMIT) {
      const wanted = `at most ${String(CONTENT_LIMIT)} bytes`
      sink.warn(CONTENT_LIMIT, 'read in part', wanted, `${String(input.entry.size)} bytes`)
    }
    const clock = new StatedClock(dayOrder(decodeText(bytes)))
    const day = new RunningDay()
    for (let start = 0; start < bytes.length;) {
      const found = bytes.indexOf(NEWLINE, start)
      const end = found < 0 ? bytes.length : found
      takeLine(bytes, start, end, clock, day, sink)
      start = end + 1
    }
    warnOfClock(sink, clock, 'ServiceControl.log')
    await sink.flushIfFull()
  },
}

function takeLine(
  bytes: Uint8Array,
  offset: number,
  end: number,
  clock: StatedClock,
  day: RunningDay,
  sink: EventSink,
): void {
  const text = decodeText(bytes.subarray(offset, end))
    .replace(/^\ufeff/, '')
    .trim()
  const line = serviceLine(text)
  if (!line) return
  const place = { offset, size: end - offset }
  const header = HEADER.exec(line.text)
  if (header) {
    const time = clock.read(header[2] ?? '')
    day.begin(time)
    const action = 'Update of Exchange: service control begins'
    addFact(sink, 'exchange-setup', { ...place, time, action, target: header[1] ?? '' })
    return
  }
  const time = day.at(line.ofDay)
  for (const [pattern, action] of TOLD) {
    const target = pattern.exec(line.text)?.[1]
    if (target === undefined) continue
    addFact(sink, 'exchange-setup', { ...place, time, action, target: target.trim() })
    return
  }
}
