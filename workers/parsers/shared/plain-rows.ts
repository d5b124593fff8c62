import type { RowReader } from '../../kernels/rows.js'
import type { LineBlock } from '../parser.js'
import { takeLine, type TakeRecord } from './records.js'

/** What a parser does with a block whose plain rows a kernel reads. */
export interface PlainRows {
  /** Adds the rows that the kernel read, `rows.count` of them. */
  addRows(block: LineBlock): void
  readonly readRecord: TakeRecord
  /** True while the next line is to be read by `readRecord`, whatever it is. */
  looksFirst(): boolean
}

/** Plain rows many at a time, the lines between them one by one. */
export function readPlainRows(block: LineBlock, rows: RowReader, parser: PlainRows): void {
  const { readRecord } = parser
  let line = 0
  // A byte order mark is in no record.
  if (block.base + (block.starts[0] ?? 0) === 0) takeLine(block, line++, readRecord)
  while (line < block.count) {
    if (parser.looksFirst()) {
      takeLine(block, line++, readRecord)
      continue
    }
    line = rows.read(block, line)
    if (rows.count > 0) parser.addRows(block)
    if (!rows.full && line < block.count) takeLine(block, line++, readRecord)
  }
}
