import type { EventSink } from '../event-sink.js'
import { ProxyColumns } from './exchange/proxy-columns.js'
import { ProxyReader } from './exchange/proxy-reader.js'
import type { EntryInput, Parser } from './parser.js'
import { headLines } from './shared/head.js'

/** The cells from DateTime to Method of a record in the current layout. */
const HEADERLESS =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*Z,[0-9a-f-]{36},\d+,\d+,\d+,\d+,[^,]*,[A-Za-z0-9]+,[^,]*,\/[^,]*,(?:[^,]*,){9}\d{3},[^,]*,[^,]*,[A-Z_]+,/i

function isHeader(line: string): boolean {
  const names = /^(?:#Fields:\s*)?"?(DateTime"?,.*)$/i.exec(line)?.[1]?.replaceAll('"', '')
  return names !== undefined && new ProxyColumns(names.split(','), false).usable
}

/** Exchange's HttpProxy logs: what the front end took from a client and where it passed it on. */
export const httpProxy: Parser = {
  id: 'http-proxy',
  format: 'Exchange HttpProxy log',
  noRecord: '^#|^"?DateTime"?,|^ *$',
  sources: [
    'https://github.com/microsoft/CSS-Exchange/blob/main/Security/src/Test-ProxyLogon.ps1',
    'https://artefacts.help/windows_server_roles/microsoft_exchange.html',
  ],

  sniff(head: Uint8Array): boolean {
    const lines = headLines(head)
    const type = lines.find((line) => /^#Log-type:/i.test(line))
    if (type !== undefined) return /^#Log-type:\s*HttpProxy Logs\s*$/i.test(type)
    return lines.some(isHeader) || lines.slice(0, 2).some((line) => HEADERLESS.test(line))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const reader = new ProxyReader(input.entry.path, sink)
    for await (const block of input.lines()) {
      reader.readBlock(block)
      await sink.flushIfFull()
    }
    reader.finish()
  },
}
