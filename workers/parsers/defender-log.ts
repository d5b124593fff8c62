import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { warnOfClock } from './reported/claims.js'
import { CommandLog, COMMAND_LINE } from './reported/defender-commands.js'
import { isProtectionLine, ProtectionLog } from './reported/defender-protection.js'
import { StatedClock } from './reported/stated-time.js'
import { linesOf } from './reported/table.js'
import { headLines } from './shared/head.js'

/** What Defender calls its protection logs; most of their lines have no mark of their own. */
const PROTECTION_NAME = /(?:^|\/)MP(?:Log|Detection)-[^/]*\.log$/i
const DATED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z? /

/** Defender's own text logs: MPLog, MPDetection and MpCmdRun. */
export const defenderLog: Parser = {
  id: 'defender-log',
  format: 'Text log of Microsoft Defender',
  sources: [
    'https://artefacts.help/windows_defender_support_logs.html',
    'https://learn.microsoft.com/en-us/defender-endpoint/command-line-arguments-microsoft-defender-antivirus',
  ],

  sniff(head: Uint8Array, entry: Entry): boolean {
    const lines = headLines(head)
    if (lines.some((line) => COMMAND_LINE.test(line) || isProtectionLine(line))) return true
    return PROTECTION_NAME.test(entry.path) && lines.some((line) => DATED.test(line))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const clock = new StatedClock()
    const commands = headLines(input.head).some((line) => COMMAND_LINE.test(line))
    const reader = commands ? new CommandLog(sink, clock) : new ProtectionLog(sink, clock)
    for await (const given of input.lines()) {
      const block = sink.reserve(given)
      if (commands) for (const line of linesOf(block)) reader.read(line)
      else {
        // Protection logs are big and mostly say nothing of threats.
        const { bytes, base, starts, ends, count } = block
        for (let line = 0; line < count; line++) {
          const start = starts[line] as number
          const end = ends[line] as number
          if (!ProtectionLog.mayTell(bytes, start, end)) continue
          const text = decodeText(bytes.subarray(start, end)).trimEnd()
          reader.read({ text, offset: base + start, size: end - start })
        }
      }
      await sink.flushIfFull()
    }
    reader.finish()
    warnOfClock(sink, clock, 'Defender')
  },
}
