import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import type { EntryInput, Parser } from './parser.js'
import { isPathList, PathList } from './reported/proxylogon-paths.js'
import { proxyLogonTable } from './reported/proxylogon-tables.js'
import { warnOfClock } from './reported/claims.js'
import { dayOrder, StatedClock } from './reported/stated-time.js'
import { headTable, readTable, wholeOf } from './reported/table.js'
import { decodeText } from '../text.js'

const TOOL = 'Test-ProxyLogon'

/** What Test-ProxyLogon.ps1 (or its ancestor Test-Hafnium.ps1) wrote about a server: its claims. */
export const testProxyLogon: Parser = {
  id: 'test-proxylogon',
  format: 'Report of Test-ProxyLogon',
  sources: [
    'https://github.com/microsoft/CSS-Exchange/blob/main/Security/src/Test-ProxyLogon.ps1',
    'https://microsoft.github.io/CSS-Exchange/Security/Test-ProxyLogon/',
  ],

  sniff(head: Uint8Array, entry: Entry): boolean {
    const table = headTable(head)
    return (
      (table !== null && proxyLogonTable(table.header, entry.path) !== null) ||
      isPathList(head, entry.path)
    )
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { path } = input.entry
    const table = headTable(input.head)
    const layout = table && proxyLogonTable(table.header, path)
    if (!table || !layout) {
      const list = new PathList(path, sink)
      for await (const block of input.lines()) {
        list.readBlock(sink.reserve(block))
        await sink.flushIfFull()
      }
      return
    }
    // Only local dates need the whole text: the order of day and month is told from all of them.
    const whole = layout.localDates ? await wholeOf(input, sink) : undefined
    const clock = new StatedClock(whole ? dayOrder(decodeText(whole)) : 'unknown')
    const reader = layout.open(sink, clock)
    await readTable(input, sink, table, reader.take, whole ? { whole } : {})
    reader.finish()
    warnOfClock(sink, clock, TOOL)
  },
}
