import { allocateColumns, COLUMN_NAMES, type EventColumns } from '../../src/model/event-table.js'

const FIRST_ROWS = 1 << 14
const MOST_ROWS = 1 << 20

/**
 * Keeps the columns of many batches one behind the other. Allocators hold on to small buffers that were
 * given back; large ones they return at once, which halves what a merge takes at its height.
 */
export class Segments {
  private segment = allocateColumns(0)
  private size = FIRST_ROWS

  /** The rows where they stand now; what was given may go. */
  add(columns: EventColumns): EventColumns {
    const { length } = columns
    if (this.segment.length + length > this.segment.time.length) {
      this.segment = allocateColumns(Math.max(this.size, length))
      this.size = Math.min(this.size * 2, MOST_ROWS)
    }
    const { segment } = this
    const from = segment.length
    segment.length = from + length
    const kept = { length } as EventColumns
    for (const name of COLUMN_NAMES) {
      segment[name].set(columns[name].subarray(0, length), from)
      Object.assign(kept, { [name]: segment[name].subarray(from, from + length) })
    }
    return kept
  }
}
