import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import type { EntryInput, Parser } from './parser.js'
import { addClaim, warnOfClock } from './reported/claims.js'
import { StatedClock } from './reported/stated-time.js'
import { linesOf } from './reported/table.js'
import { readEntries } from './reported/text-log.js'
import { headLines } from './shared/head.js'

const LINE = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (Info|Notice|Error): /
const SUMMARY_NAME = /(?:^|\/)EOMT(?:v2)?Summary\.txt$/i
const SAYS = 'Reported by EOMT: '

/** The log and the summary of Microsoft's mitigation tools EOMT and EOMTv2; their times are local. */
export const eomt: Parser = {
  id: 'eomt',
  format: 'Log of Exchange On-premises Mitigation Tool',
  sources: [
    'https://microsoft.github.io/CSS-Exchange/Security/EOMT/',
    'https://github.com/microsoft/CSS-Exchange/blob/main/Security/src/EOMT.ps1',
  ],

  sniff(head: Uint8Array, entry: Entry): boolean {
    const lines = headLines(head)
    return LINE.test(lines[0] ?? '') || (SUMMARY_NAME.test(entry.path) && isSummary(lines))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const clock = new StatedClock()
    if (isSummary(headLines(input.head)) && SUMMARY_NAME.test(input.entry.path)) {
      for await (const block of input.lines()) {
        for (const { text, offset, size } of linesOf(sink.reserve(block))) {
          addClaim(sink, { time: NaN, offset, size, action: `${SAYS}summary`, target: text })
        }
        await sink.flushIfFull()
      }
      return
    }
    await readEntries(input, sink, LINE, ({ text, offset, size }) => {
      const [whole = '', stated = '', level = ''] = LINE.exec(text) ?? []
      const time = clock.read(stated)
      if (Number.isNaN(time)) {
        sink.warn(offset, 'entry with an impossible time', 'a day and time that exist', stated)
      }
      const action = SAYS + level.toLowerCase()
      addClaim(sink, { time, offset, size, action, target: text.slice(whole.length) })
    })
    warnOfClock(sink, clock, 'EOMT')
  },
}

/** It has no mark of its own: beside its name, its words. */
function isSummary(lines: readonly string[]): boolean {
  return !LINE.test(lines[0] ?? '') && lines.some((line) => /EOMT|mitigation/i.test(line))
}
