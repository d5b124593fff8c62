import { EventRows } from '../../../../workers/parsers/events/event-rows.js'
import type { WindowsEvent } from '../../../../workers/parsers/events/windows-event.js'
import type { Parser } from '../../../../workers/parsers/parser.js'
import { readAll, type ReadLog } from '../read-all.js'

/** Rows of events that stand one behind the other, each 100 bytes long. */
export function readEvents(events: readonly WindowsEvent[]): Promise<ReadLog> {
  const parser: Parser = {
    id: 'written',
    format: 'Events written by hand',
    sources: [],
    sniff: () => true,
    async parse(_, sink) {
      const rows = new EventRows(sink)
      for (const [index, event] of events.entries()) {
        rows.add(event, index * 100, 100)
        await sink.flushIfFull()
      }
      rows.finish()
    },
  }
  return readAll(parser, new Uint8Array(0))
}
