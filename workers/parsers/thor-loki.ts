import type { EventSink } from '../event-sink.js'
import type { EntryInput, Parser } from './parser.js'
import { warnOfClock } from './reported/claims.js'
import { firstObject, readJson } from './reported/json-report.js'
import { StatedClock } from './reported/stated-time.js'
import { linesOf } from './reported/table.js'
import { addThorObject, isThorObject } from './reported/thor-json.js'
import { isThorLine, ThorLines } from './reported/thor-text.js'
import { headLines } from './shared/head.js'

/** What the indicator scanners THOR and Loki found: text logs, Loki's CSV, THOR's CSV and JSON. */
export const thorLoki: Parser = {
  id: 'thor-loki',
  format: 'Report of THOR or Loki',
  sources: [
    'https://thor-manual.nextron-systems.com/en/latest/usage/output-options.html',
    'https://github.com/NextronSystems/jsonlog',
    'https://github.com/Neo23x0/Loki',
  ],

  sniff(head: Uint8Array): boolean {
    const object = firstObject(head)
    if (object) return isThorObject(object)
    return headLines(head).slice(0, 3).some(isThorLine)
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const clock = new StatedClock()
    if (firstObject(input.head)) {
      await readJson(input, sink, (object, offset, size) => {
        addThorObject(sink, clock, object, offset, size)
      })
    } else {
      const reader = new ThorLines(sink, clock)
      for await (const block of input.lines()) {
        for (const line of linesOf(sink.reserve(block))) reader.read(line)
        await sink.flushIfFull()
      }
      reader.finish()
    }
    warnOfClock(sink, clock, 'the scanner')
  },
}
