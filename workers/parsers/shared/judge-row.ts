import { FLAG_CANDIDATE } from '../../../src/model/event-table.js'
import type { EventSink } from '../../event-sink.js'
import { LazyRecord } from '../../log-record.js'
import { RowRecord } from './row-record.js'

const NO_CELL = (): string => ''

/**
 * Asks the detections that look at rows of this family about one; call when its columns are filled.
 * `cell` gives its other values by name.
 */
export function judgeRow(
  sink: EventSink,
  row: number,
  family: number,
  cell: (name: string) => string = NO_CELL,
): void {
  const which = sink.rowDetections.of(family)
  if (which.length === 0) return
  const { columns } = sink
  const status = columns.status[row] as number
  const facts = { family, fromSelf: false, status, reshaped: false }
  const record = new LazyRecord(new RowRecord(sink, row, cell), facts)
  if (sink.detectBy(record, row, which))
    columns.flags[row] = (columns.flags[row] as number) | FLAG_CANDIDATE
}
