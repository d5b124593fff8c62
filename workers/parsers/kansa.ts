import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { addClaim, warnOfClock } from './reported/claims.js'
import { dayOrder, StatedClock } from './reported/stated-time.js'
import { headTable, readTable, wholeOf, type TableHeader } from './reported/table.js'

/** `Output_<time>\<module>\<host>-<module>.csv`: the tables themselves have any columns. */
const PLACE = /(?:^|\/)Output_\d{14}\/([^/]{1,80})\/([^/]{1,80}?)-[^/]*\.[ct]sv$/i
const PATHS = ['fullname', 'path', 'fullpath', 'commandline', 'pathname', 'imagepath', 'binpath']

/** Results of Kansa's modules: a row each with the first time and the path that it states. */
export const kansa: Parser = {
  id: 'kansa',
  format: 'Result of a Kansa module',
  sources: ['https://github.com/davehull/Kansa'],

  sniff(head: Uint8Array, entry: Entry): boolean {
    return PLACE.test(entry.path) && (headTable(head)?.header.count ?? 0) > 1
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const table = headTable(input.head)
    if (!table) return
    const [, module = '', host = ''] = PLACE.exec(input.entry.path) ?? []
    const whole = await wholeOf(input, sink)
    const clock = new StatedClock(dayOrder(decodeText(whole)))
    const action = `Reported by Kansa: ${module}`
    const subject = Math.max(0, subjectOf(table.header))
    let rows = 0
    const take = (row: {
      readonly count: number
      readonly offset: number
      readonly size: number
      text(cell: number): string
    }): void => {
      rows++
      let time = NaN
      for (let cell = 0; cell < row.count && Number.isNaN(time); cell++) {
        time = clock.read(row.text(cell).slice(0, 80))
      }
      const { offset, size } = row
      const { tenths } = clock
      addClaim(sink, { time, tenths, offset, size, action, target: row.text(subject) })
    }
    await readTable(input, sink, table, take, { whole })
    if (host !== '' && rows > 0) sink.server(host, rows)
    warnOfClock(sink, clock, 'Kansa')
  },
}

function subjectOf(header: TableHeader): number {
  const path = header.column(...PATHS)
  return path >= 0 ? path : header.column('name', 'processname', 'description')
}
