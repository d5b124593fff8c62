import type { EventSink } from '../event-sink.js'
import { columnNames } from './exchange/log-columns.js'
import { LogReader } from './exchange/log-reader.js'
import { logOfColumns } from './exchange/logs.js'
import type { EntryInput, Parser } from './parser.js'
import { headLines } from './shared/head.js'

/** Kinds that have a parser of their own. */
const OF_ANOTHER = /^#Log-type:\s*(?:HttpProxy Logs|ECP Server Log)\s*$/i

/** A header line that only a log of a known kind has. */
function isHeader(line: string): boolean {
  const names = /^(?:#Fields:\s*)?("?[a-z-]+"?,.*)$/i.exec(line)?.[1]
  return names !== undefined && logOfColumns(columnNames(names)) !== null
}

/** Exchange's other comma-separated logs, told apart by `#Log-type` and `#Fields`. */
export const exchangeLog: Parser = {
  id: 'exchange-log',
  format: 'Exchange log',
  noRecord: '^#|^"?(DateTime|TimeStamp|date-time)"?,|^ *$',
  sources: [
    'https://artefacts.help/windows_server_roles/microsoft_exchange.html',
    'https://learn.microsoft.com/en-us/exchange/mail-flow/transport-logs/message-tracking',
    'https://learn.microsoft.com/en-us/exchange/mail-flow/connectors/protocol-logging',
    'https://github.com/microsoft/CSS-Exchange/blob/main/Security/src/Test-ProxyLogon.ps1',
  ],

  sniff(head: Uint8Array): boolean {
    const lines = headLines(head)
    if (lines.some((line) => OF_ANOTHER.test(line))) return false
    const ofExchange = lines.some((line) => /^#Software:\s*Microsoft Exchange/i.test(line))
    return ofExchange || lines.slice(0, 10).some(isHeader)
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const reader = new LogReader(sink)
    for await (const block of input.lines()) {
      reader.readBlock(block)
      await sink.flushIfFull()
    }
    reader.finish()
  },
}
