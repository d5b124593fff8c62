import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import { textChunks } from './events/export-text.js'
import { ExportedEvents } from './events/exported-events.js'
import { XmlRecords } from './events/xml-records.js'
import type { EntryInput, Parser } from './parser.js'

/** Declaration, remarks and the element around the events. */
const BEFORE = /^(?:\s*(?:<\?[^>]{0,200}\?>|<!--[^>]{0,400}-->|<Events[^>]{0,400}>))*\s*/
const EVENT = /^<Event(?:\s[^>]{0,400})?>\s*<System>/

/** Windows events saved as XML by Event Viewer, wevtutil and others. */
export const exportedXml: Parser = {
  id: 'exported-xml',
  format: 'Windows events exported as XML',
  sources: [
    'https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/wevtutil',
    'https://learn.microsoft.com/en-us/windows/win32/wes/eventschema-schema',
  ],

  sniff(head: Uint8Array): boolean {
    const text = decodeText(head).replace(/^\ufeff/, '')
    const before = BEFORE.exec(text)?.[0] ?? ''
    return EVENT.test(text.slice(before.length))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const events = new ExportedEvents(sink)
    const records = new XmlRecords(events.takeXml, events.spoilt)
    for await (const chunk of textChunks(input)) {
      records.push(chunk)
      await sink.flushIfFull()
    }
    records.finish()
    events.finish()
  },
}
