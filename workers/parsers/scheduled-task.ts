import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { warnOfClock } from './reported/claims.js'
import { StatedClock } from './reported/stated-time.js'
import { scanFrames } from './shared/xml-frames.js'
import { xmlRoot } from './shared/xml-root.js'
import { TaskReader } from './tasks/reader.js'
import { isPage } from './web/place.js'

/** One task is some KiB; `schtasks /query /xml` puts all of a server into one file. */
const CONTENT_LIMIT = 16 * 1024 * 1024
const NAMESPACE = 'schemas.microsoft.com/windows/2004/02/mit/task'

/** Task definitions as Windows keeps them in System32\Tasks, and as schtasks and PowerShell export them. */
export const scheduledTask: Parser = {
  id: 'scheduled-task',
  format: 'Scheduled task (XML)',
  sources: ['https://learn.microsoft.com/en-us/windows/win32/taskschd/task-scheduler-schema'],

  sniff(head: Uint8Array, { path }: Entry): boolean {
    if (isPage(path)) return false
    const root = xmlRoot(head)
    return (root === 'Task' || root === 'Tasks') && decodeText(head).includes(NAMESPACE)
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { entry } = input
    const bytes = await input.content(CONTENT_LIMIT)
    if (bytes.length === CONTENT_LIMIT) {
      const wanted = `at most ${String(CONTENT_LIMIT)} bytes`
      sink.warn(CONTENT_LIMIT, 'read in part', wanted, `${String(entry.size)} bytes`)
    }
    const clock = new StatedClock()
    scanFrames(bytes, new TaskReader(sink, entry, clock), (at, what, wanted, found) => {
      sink.warn(at, what, wanted, found)
    })
    warnOfClock(sink, clock, 'this task')
    await sink.flushIfFull()
  },
}
