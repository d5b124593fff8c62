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
    if (report.read(bytes, 0, bytes.length) < 0) {
      sink.unreadableRecord()
      const found = `${String(report.count)} whole indicators`
      sink.warn(0, 'report that is damaged or cut off', 'a JSON object', found)
    }
    const rows = new ClaimRows(sink)
    for (let member = 0; member < report.count; member++) {
      tellIndicator(sink, rows, report, member)
      await sink.flushIfFull()
    }
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
  const reader = new ResultReader(sink, rows, action)
  let told = 0
  if (indicator.isArray(matches)) {
    const from = indicator.start(matches)
    const list = bytes.subarray(from, indicator.end(matches))
    const objects = new JsonObjects(list, () => undefined)
    const match = new JsonObject()
    while (objects.next()) {
      match.read(list, objects.start, objects.end)
      reader.take(match, from + objects.start, objects.end - objects.start)
      told++
    }
  }
  reader.finish()
  if (told > 0) return
  rows.add(NaN, 0, start, end - start, action)
  rows.target = sink.internText(shortened(indicator.of('matches') || indicator.of('description')))
}
