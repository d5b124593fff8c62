import type { EventSink } from '../event-sink.js'
import type { EntryInput, Parser } from './parser.js'
import { warnOfClock } from './reported/claims.js'
import { ScannerReader, SCANNER_HEAD } from './reported/scanner-log.js'
import { StatedClock } from './reported/stated-time.js'
import { linesOf } from './reported/table.js'
import { headLines } from './shared/head.js'

/** The logs of Microsoft Safety Scanner (msert.log), which EOMT runs, and of its sister MRT. */
export const safetyScanner: Parser = {
  id: 'safety-scanner',
  format: 'Log of Microsoft Safety Scanner',
  sources: [
    'https://learn.microsoft.com/en-us/defender-endpoint/safety-scanner-download',
    'https://github.com/microsoft/CSS-Exchange/blob/main/Security/src/EOMT.ps1',
  ],

  sniff(head: Uint8Array): boolean {
    return headLines(head)
      .slice(0, 4)
      .some((line) => SCANNER_HEAD.test(line))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const clock = new StatedClock()
    const reader = new ScannerReader(sink, clock)
    for await (const block of input.lines()) {
      for (const line of linesOf(sink.reserve(block))) reader.read(line)
      await sink.flushIfFull()
    }
    reader.finish()
    warnOfClock(sink, clock, 'Microsoft Safety Scanner')
  },
}
