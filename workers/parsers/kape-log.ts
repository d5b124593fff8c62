import { TimeReader } from '../../src/model/time.js'
import type { EventSink } from '../event-sink.js'
import type { EntryInput, Parser } from './parser.js'
import { ClaimRows } from './reported/claim-rows.js'
import { headTable, readTable, type TableHeader, type TakeRow } from './reported/table.js'

/** What KAPE states of a file that it copied, all UTC. */
const TIMES = [
  ['createdonutc', 'created'],
  ['modifiedonutc', 'modified'],
  ['lastaccessedonutc', 'last accessed'],
] as const

/** KAPE's logs of what it copied, with the times that the files had, and of what it left out. */
export const kapeLog: Parser = {
  id: 'kape-log',
  format: 'KAPE copy log',
  sources: [
    'https://ericzimmerman.github.io/KapeDocs/',
    'https://github.com/EricZimmerman/KapeFiles',
  ],

  sniff(head: Uint8Array): boolean {
    const header = headTable(head)?.header
    return header !== undefined && (isCopyLog(header) || isSkipLog(header))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const table = headTable(input.head)
    if (!table) return
    const rows = new ClaimRows(sink)
    const take = isSkipLog(table.header)
      ? skipped(sink, rows, table.header)
      : copied(sink, rows, table.header)
    await readTable(input, sink, table, take)
  },
}

function isCopyLog(header: TableHeader): boolean {
  return header.has('sourcefile', 'destinationfile', 'sourcefilesha1', 'modifiedonutc')
}

function isSkipLog(header: TableHeader): boolean {
  return header.count === 3 && header.has('sourcefile', 'sourcefilesha1', 'reason')
}

function copied(sink: EventSink, rows: ClaimRows, header: TableHeader): TakeRow {
  const source = header.column('sourcefile')
  const copiedAt = header.column('copiedtimestamp')
  const times = TIMES.map(
    ([name, words]) => [header.column(name), `Reported by KAPE: file ${words}`] as const,
  )
  const clock = new TimeReader()
  return (row) => {
    const target = row.intern(sink, source)
    let stated = 0
    for (const [column, action] of times) {
      const time = clock.iso(row.bytes, row.start(column), row.end(column))
      if (Number.isNaN(time)) continue
      stated++
      rows.add(time, clock.tenths, row.offset, row.size, action)
      rows.target = target
    }
    if (stated > 0) return
    const time = clock.iso(row.bytes, row.start(copiedAt), row.end(copiedAt))
    rows.add(time, clock.tenths, row.offset, row.size, 'Reported by KAPE: file copied')
    rows.target = target
    if (Number.isNaN(time)) {
      const found = row.text(copiedAt).slice(0, 60)
      sink.warn(row.offset, 'copied file without a time', 'a time of the file', found)
    }
  }
}

function skipped(sink: EventSink, rows: ClaimRows, header: TableHeader): TakeRow {
  const source = header.column('sourcefile')
  const reason = header.column('reason')
  return (row) => {
    const action = `Reported by KAPE: file not copied (${row.text(reason).slice(0, 60)})`
    rows.add(NaN, 0, row.offset, row.size, action)
    rows.target = row.intern(sink, source)
  }
}
