import type { EventSink } from '../event-sink.js'
import type { EntryInput, Parser } from './parser.js'
import { BodyfileReader, isBodyfile } from './reported/bodyfile.js'
import { firstObject, readJson } from './reported/json-report.js'
import { headTable, readTable } from './reported/table.js'
import { isTimelineObject, TimelineObjects } from './reported/timeline-json.js'
import { timelineLayout, TimelineTable } from './reported/timeline-table.js'

/** Timelines that others made of the evidence, with what they say that each time means. */
export const timeline: Parser = {
  id: 'timeline',
  format: 'Timeline (plaso, log2timeline, Timesketch, bodyfile)',
  sources: [
    'https://plaso.readthedocs.io/en/latest/sources/user/Output-format-dynamic.html',
    'https://forensics.wiki/l2t_csv/',
    'https://timesketch.org/guides/user/import-from-json-csv/',
    'https://wiki.sleuthkit.org/index.php?title=Body_file',
  ],

  sniff(head: Uint8Array): boolean {
    const table = headTable(head)
    if (table && timelineLayout(table.header) !== null) return true
    const object = firstObject(head)
    return object ? isTimelineObject(object) : isBodyfile(head)
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const table = headTable(input.head)
    const layout = table && timelineLayout(table.header)
    if (table && layout) {
      const reader = new TimelineTable(sink, table.header, layout)
      await readTable(input, sink, table, reader.take, { unquoted: layout.unquoted })
      reader.finish()
    } else if (firstObject(input.head)) {
      const reader = new TimelineObjects(sink)
      await readJson(input, sink, reader.take)
      reader.finish()
    } else {
      const reader = new BodyfileReader(sink)
      for await (const block of input.lines()) {
        reader.readBlock(sink.reserve(block))
        await sink.flushIfFull()
      }
    }
  },
}
