import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import { columnsByShape } from './iis/columns.js'
import { fieldNames, isFtp } from './iis/ftp.js'
import { W3cReader } from './iis/reader.js'
import { Tokens } from './iis/tokens.js'
import type { EntryInput, Parser } from './parser.js'
import { headLines } from './shared/head.js'

/** `#Fields` of an HTTP log; HTTP.sys's own error log has cs-uri instead of the stem. */
function isFieldsLine(line: string): boolean {
  const names = fieldNames(line)
  return names.includes('time') && names.includes('cs-uri-stem')
}

function isHeaderlessRow(line: string): boolean {
  const bytes = new TextEncoder().encode(line)
  const tokens = new Tokens()
  tokens.split(bytes, 0, bytes.length)
  return columnsByShape(bytes, tokens) !== null
}

/** IIS logs in W3C extended format, one request a row. */
export const iisW3c: Parser = {
  id: 'iis-w3c',
  format: 'IIS W3C extended log',
  noRecord: '^#|^ *$',
  sources: [
    'https://www.w3.org/TR/WD-logfile.html',
    'https://learn.microsoft.com/en-us/windows/win32/http/w3c-logging',
    'https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/sites/site/logfile/customfields',
  ],

  sniff(head: Uint8Array, entry: Entry): boolean {
    const lines = headLines(head)
    if (lines.some((line) => isFtp(fieldNames(line), entry.path))) return false
    if (lines.some(isFieldsLine)) return true
    const ofIis = lines.some((line) => /^#Software: Microsoft Internet Information/i.test(line))
    if (ofIis && !lines.some((line) => /^#Fields:/i.test(line))) return true
    // A log whose beginning is lost or damaged; the first line may be half a row.
    const rows = lines.filter((line) => !line.startsWith('#'))
    return rows.slice(0, 3).some(isHeaderlessRow)
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const reader = new W3cReader(input.entry.path, sink)
    for await (const block of input.lines()) {
      reader.readBlock(block)
      await sink.flushIfFull()
    }
    reader.finish()
  },
}
