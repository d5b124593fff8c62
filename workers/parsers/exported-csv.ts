import type { EventSink } from '../event-sink.js'
import { ExportedEvents } from './events/exported-events.js'
import { evtxECmdShape } from './events/json-shapes.js'
import type { EntryInput, Parser } from './parser.js'
import { COMMA } from './shared/bytes.js'
import { DelimitedReader, type DelimitedRow } from './shared/delimited.js'
import { headLines } from './shared/head.js'

/** Columns without which a table is not EvtxECmd's. */
const NEEDED = ['TimeCreated', 'EventId', 'Provider', 'Channel', 'Payload']
/** Columns that are read, by their names. */
const READ = [
  ...NEEDED,
  'EventRecordId',
  'Level',
  'Computer',
  'UserId',
  ...[1, 2, 3, 4, 5, 6].map((place) => `PayloadData${place}`),
]

/** The table that EvtxECmd writes of event logs. */
export const exportedCsv: Parser = {
  id: 'exported-csv',
  format: 'Windows events exported as CSV by EvtxECmd',
  sources: ['https://github.com/EricZimmerman/evtx'],

  sniff(head: Uint8Array): boolean {
    const names = (headLines(head)[0] ?? '').split(',').map((name) => name.replace(/"/g, ''))
    return NEEDED.every((name) => names.includes(name))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const table = new EventTable(sink)
    const reader = new DelimitedReader(COMMA, table.take, (offset) => {
      sink.warn(offset, 'NUL bytes in the table', 'text', 'bytes of value 0')
    })
    for await (const block of input.lines()) {
      reader.readBlock(sink.reserve(block))
      await sink.flushIfFull()
    }
    reader.finish()
    table.finish()
  },
}

class EventTable {
  private readonly events: ExportedEvents
  /** Cells by the names of columns; empty until the header has been seen. */
  private columns: readonly (readonly [name: string, cell: number])[] = []
  private header: readonly string[] = []

  constructor(sink: EventSink) {
    this.events = new ExportedEvents(sink)
  }

  readonly take = (row: DelimitedRow): void => {
    const { events } = this
    if (this.header.length === 0) {
      this.readHeader(row)
      return
    }
    if (!row.whole) {
      events.spoilt(
        row.offset,
        'quoted cell is not closed',
        'a closing quote',
        'the end of the line',
      )
      return
    }
    if (row.count < this.header.length) {
      const wanted = `${this.header.length} cells`
      events.spoilt(row.offset, 'row with too few cells', wanted, `${row.count}`)
      return
    }
    const record = Object.fromEntries(this.columns.map(([name, cell]) => [name, row.text(cell)]))
    events.event.clear()
    evtxECmdShape(record, events.event)
    if (Number.isNaN(events.event.id)) {
      events.spoilt(row.offset, 'row without an event id', 'a number', record['EventId'] ?? '')
    } else events.add(row.offset, row.size)
  }

  finish(): void {
    this.events.finish()
  }

  private readHeader(row: DelimitedRow): void {
    this.header = Array.from({ length: row.count }, (_, cell) => row.text(cell))
    this.columns = READ.map((name) => [name, this.header.indexOf(name)] as const).filter(
      ([, cell]) => cell >= 0,
    )
  }
}
