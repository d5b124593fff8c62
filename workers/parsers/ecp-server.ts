import type { EventSink } from '../event-sink.js'
import { EcpReader } from './exchange/ecp-reader.js'
import type { EntryInput, Parser } from './parser.js'
import { headLines } from './shared/head.js'

export { ecpItem } from './exchange/ecp-items.js'

const RECORD = /^\d{4}-\d\d-\d\dT[\d:.]+Z,[^,]*,ECP\.[A-Za-z]+,"?'?[A-Za-z0-9]{1,5}:[A-Z]+=/

/** Exchange Control Panel's server log: each cmdlet that the panel ran, with its parameters. */
export const ecpServer: Parser = {
  id: 'ecp-server',
  format: 'Exchange ECP Server log',
  noRecord: '^#|^"?TimeStamp"?,|^ *$',
  sources: [
    'https://github.com/microsoft/CSS-Exchange/blob/main/Security/src/Test-ProxyLogon.ps1',
    'https://artefacts.help/windows_server_roles/microsoft_exchange.html',
  ],

  sniff(head: Uint8Array): boolean {
    const lines = headLines(head)
    const type = lines.find((line) => /^#Log-type:/i.test(line))
    if (type !== undefined) return /^#Log-type:\s*ECP Server Log\s*$/i.test(type)
    return lines.slice(0, 4).some((line) => RECORD.test(line))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const reader = new EcpReader(sink)
    for await (const block of input.lines()) {
      reader.readBlock(block)
      await sink.flushIfFull()
    }
    reader.finish()
  },
}
