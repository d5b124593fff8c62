import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import { textChunks } from './events/export-text.js'
import { ExportedEvents } from './events/exported-events.js'
import { JsonRecords } from './events/json-records.js'
import type { EntryInput, Parser } from './parser.js'

/** evtx_dump writes one before each event unless told to write lines. */
const REMARK = /^Record \d+\s*/

/** Members that tell a writer, all of them near the beginning of its first object. */
const MARKS: readonly (readonly RegExp[])[] = [
  [/^\{\s*"Event"\s*:\s*\{/, /"System"\s*:\s*\{/],
  [/^\{\s*"System"\s*:\s*\{/, /"EventID"\s*:/],
  [/"ProviderName"\s*:/, /"LogName"\s*:/, /"(?:Id|RecordId)"\s*:/],
  [/"ChunkNumber"\s*:/, /"Payload"\s*:/],
  [/"EventID"\s*:/, /"Channel"\s*:/, /"(?:EventData|EventRecordID)"\s*:/],
]

/** Events that another program wrote as JSON: one a line, one behind the other, or an array of them. */
export const exportedJson: Parser = {
  id: 'exported-json',
  format: 'Windows events exported as JSON',
  sources: [
    'https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.diagnostics/get-winevent',
    'https://github.com/omerbenamram/evtx',
    'https://github.com/EricZimmerman/evtx',
    'https://docs.velociraptor.app/vql_reference/parsers/parse_evtx/',
  ],

  sniff(head: Uint8Array): boolean {
    const text = decodeText(head)
      .replace(/^\ufeff/, '')
      .trimStart()
      .replace(REMARK, '')
      .replace(/^\[\s*/, '')
    if (!text.startsWith('{')) return false
    return MARKS.some((marks) => marks.every((mark) => mark.test(text)))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const events = new ExportedEvents(sink)
    const records = new JsonRecords(events.takeJson, events.spoilt)
    for await (const chunk of textChunks(input)) {
      records.push(chunk)
      await sink.flushIfFull()
    }
    records.finish()
    events.finish()
  },
}
