import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { ClaimRows } from './reported/claim-rows.js'
import { shortened } from './reported/claims.js'
import { ResultReader } from './reported/object-rows.js'
import { wholeOf } from './reported/table.js'
import { JsonObject, JsonObjects } from './shared/json-scan.js'

/** `{"<indicator>": {"description": …, "confidence": …, "matches": […]}}` */
const HEAD = /^\s*\{\s*"[^"\n]{1,200}"\s*:\s*\{\s*"description"\s*:\s*"/
const SAYS = 'Reported by CHIRP: '

/** What CISA's CHIRP found: a file for each of its plugins, objects by the indicator that matched. */
export const chirp: Parser = {
  id: 'chirp',
  format: 'Report of CHIRP',
  sources: ['https://github.com/cisagov/CHIRP'],

  sniff(head: Uint8Array): boolean {
    const text = decodeText(head)
    return HEAD.test(text) && text.includes('"confidence"')
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const bytes = await wholeOf(input, sink)
    const report = new JsonObject()
    const end = report.read(bytes, 0, bytes.length)
    const rows = new ClaimRows(sink)
    for (let member = 0; member < report.count; member++) {
      tellIndicator(sink, rows, report, member)
      await sink.flushIfFull()
    }
    if (end >= 0) return
    const from = report.count === 0 ? 0 : report.end(report.count - 1)
    sink.unreadableRecord()
    const what = 'report that is damaged or cut off'
    sink.warn(from, what, 'a JSON object', `${String(report.count)} whole indicators`)
    const name = /"([^"]{1,160})"\s*:/.exec(decodeText(bytes.subarray(from, from + 4_096)))?.[1]
    tellMatches(sink, rows, SAYS + (name ?? 'damaged indicator'), bytes, from, bytes.length)
    await sink.flushIfFull()
  },
}

function tellIndicator(sink: EventSink, rows: ClaimRows, report: JsonObject, member: number): void {
  const { bytes } = report
  const action = SAYS + report.name(member).slice(0, 160)
  const indicator = new JsonObject()
  const start = report.start(member)
  const end = report.end(member)
  indicator.read(bytes, start, end)
  const matches = indicator.find('matches')
  const told = indicator.isArray(matches)
    ? tellMatches(sink, rows, action, bytes, indicator.start(matches), indicator.end(matches))
    : 0
  if (told > 0) return
  rows.add(NaN, 0, start, end - start, action)
  rows.target = sink.internText(shortened(indicator.of('matches') || indicator.of('description')))
}

/** A row for each whole object of bytes[from .. end); how many there were. */
function tellMatches(
  sink: EventSink,
  rows: ClaimRows,
  action: string,
  bytes: Uint8Array,
  from: number,
  end: number,
): number {
  const reader = new ResultReader(sink, rows, action)
  const list = bytes.subarray(from, end)
  // Damage in here was told of with the report.
  const objects = new JsonObjects(list, () => undefined, true)
  const match = new JsonObject()
  let told = 0
  while (objects.next()) {
    match.read(list, objects.start, objects.end)
    reader.take(match, from + objects.start, objects.end - objects.start)
    told++
  }
  reader.finish()
  return told
}
