import type { EventSink } from '../../event-sink.js'
import { decodeText } from '../../text.js'
import type { EntryInput, LineBlock } from '../parser.js'
import { COMMA, CARRIAGE_RETURN, startsWith } from '../shared/bytes.js'
import { DelimitedReader, DelimitedRow } from '../shared/delimited.js'
import { headLines } from '../shared/head.js'

/** Reports that are read whole are small; what comes behind is said to be left unread. */
export const WHOLE_LIMIT = 32 * 1_024 * 1_024
/** What Export-Csv of Windows PowerShell writes before the column names. */
const TYPE_LINE = '#TYPE '
const SEPARATORS = [COMMA, 0x3b, 0x09]
const LINE_FEED = 0x0a

/** Columns of a table by their names, compared without case, blanks and punctuation. */
export class TableHeader {
  readonly names: readonly string[]

  constructor(names: readonly string[]) {
    this.names = names.map(plainName)
  }

  get count(): number {
    return this.names.length
  }

  has(...wanted: readonly string[]): boolean {
    return wanted.every((name) => this.names.includes(name))
  }

  /** Column of the first of these names that the table has, -1 where it has none. */
  column(...wanted: readonly string[]): number {
    for (const name of wanted) {
      const column = this.names.indexOf(name)
      if (column >= 0) return column
    }
    return -1
  }
}

function plainName(name: string): string {
  return name
    .replace(/^\ufeff/, '')
    .toLowerCase()
    .replace(/[^a-z0-9@]/g, '')
}

export interface HeadTable {
  readonly header: TableHeader
  readonly separator: number
}

/** The table that a file's head begins with: the column names of its first line behind `#TYPE`. */
export function headTable(head: Uint8Array): HeadTable | null {
  const lines = headLines(head)
  const line = lines[0]?.startsWith(TYPE_LINE) === true ? lines[1] : lines[0]
  if (line === undefined) return null
  const bytes = new TextEncoder().encode(line)
  const separator = separatorOf(bytes)
  const row = new DelimitedRow()
  row.split(bytes, 0, bytes.length, separator)
  const names = Array.from({ length: row.count }, (_, cell) => row.text(cell))
  return { header: new TableHeader(names), separator }
}

/** The separator that stands most often in the line; a comma where none does. */
function separatorOf(line: Uint8Array): number {
  const counts = SEPARATORS.map((one) => line.filter((byte) => byte === one).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? COMMA
}

export interface TableOptions {
  /** Lines of as many cells as the header hold no quoting: the writer uses none. */
  readonly unquoted?: boolean
  /** The bytes where they were read whole before. */
  readonly whole?: Uint8Array
}

/** Takes a row that has a cell for every column. */
export type TakeRow = (row: DelimitedRow) => void

/** Reads a table whose first line names its columns; rows too short or damaged are warned about. */
export async function readTable(
  input: EntryInput,
  sink: EventSink,
  { header, separator }: HeadTable,
  take: TakeRow,
  options: TableOptions = {},
): Promise<void> {
  const table = new TableRows(sink, header, take)
  const reader = new DelimitedReader(separator, table.take, (offset) => {
    sink.warn(offset, 'NUL bytes in the table', 'text', 'bytes of value 0')
  })
  if (options.unquoted === true) reader.plainCells = header.count
  for await (const block of options.whole ? [blockOf(options.whole)] : input.lines()) {
    reader.readBlock(options.whole ? block : sink.reserve(block))
    await sink.flushIfFull()
  }
  reader.finish()
  table.finish()
}

class TableRows {
  private headerSeen = false
  /** Offset of a short row that may be the last. */
  private shortAt = NaN

  constructor(
    private readonly sink: EventSink,
    private readonly header: TableHeader,
    private readonly takeRow: TakeRow,
  ) {}

  readonly take = (row: DelimitedRow): void => {
    if (!Number.isNaN(this.shortAt)) this.warnShort('row with too few cells')
    if (!this.headerSeen) {
      const { bytes } = row
      this.headerSeen = !startsWith(bytes, row.start(0), row.end(row.count - 1), TYPE_LINE)
      return
    }
    if (!row.whole) {
      this.sink.unreadableRecord()
      this.sink.warn(row.offset, 'quoted cell is not closed', 'a closing quote', 'end of line')
    } else if (row.count < this.header.count) {
      this.sink.unreadableRecord()
      this.shortAt = row.offset
    } else this.takeRow(row)
  }

  finish(): void {
    if (!Number.isNaN(this.shortAt)) this.warnShort('last row is cut off')
  }

  private warnShort(what: string): void {
    this.sink.warn(this.shortAt, what, `${String(this.header.count)} cells`, 'fewer')
    this.shortAt = NaN
  }
}

/** The whole of a small entry; says what is left unread of a big one. */
export async function wholeOf(input: EntryInput, sink: EventSink): Promise<Uint8Array> {
  const bytes = await input.content(WHOLE_LIMIT)
  if (bytes.length === WHOLE_LIMIT) {
    const wanted = `at most ${String(WHOLE_LIMIT)} bytes`
    sink.warn(WHOLE_LIMIT, 'report examined in part', wanted, `${String(input.entry.size)} bytes`)
  }
  return bytes
}

/** Bytes in memory as one block of lines. */
export function blockOf(bytes: Uint8Array): LineBlock {
  const starts: number[] = []
  const ends: number[] = []
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(LINE_FEED, at)
    const end = found < 0 ? bytes.length : found
    starts.push(at)
    ends.push(end > at && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end)
    at = end + 1
  }
  return {
    bytes,
    count: starts.length,
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    base: 0,
    candidate: new Uint8Array(starts.length),
  }
}

/** Each line of a block that holds anything, as text, with its place in the entry. */
export function* linesOf(
  block: LineBlock,
): Generator<{ readonly text: string; readonly offset: number; readonly size: number }> {
  const { bytes, base, starts, ends, count } = block
  for (let line = 0; line < count; line++) {
    const start = starts[line] as number
    const end = ends[line] as number
    const text = decodeText(bytes.subarray(start, end))
      .replace(/^\ufeff/, '')
      .replace(/[\r\0]+$/, '')
    if (text.trim() !== '') yield { text, offset: base + start, size: end - start }
  }
}
