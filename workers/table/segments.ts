import {
  allocateColumns,
  COLUMN_NAMES,
  INTERNED,
  type EventColumns,
} from '../../src/model/event-table.js'

const FIRST_ROWS = 1 << 14
const MOST_ROWS = 1 << 20

const TEXTS: ReadonlySet<string> = new Set(INTERNED)

/**
 * Keeps the columns of many batches one behind the other. Allocators hold on to small buffers that were
 * given back; large ones they return at once, which halves what a merge takes at its height.
 */
export class Segments {
  private segment = allocateColumns(0)
  private size = FIRST_ROWS

  /** The rows where they stand now, `numbers` telling what its strings are called; what was given may go. */
  add(columns: EventColumns, numbers: Uint32Array): EventColumns {
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
      const source = columns[name].subarray(0, length)
      if (TEXTS.has(name))
        rename(source as Uint32Array, numbers, segment[name] as Uint32Array, from)
      else segment[name].set(source, from)
      Object.assign(kept, { [name]: segment[name].subarray(from, from + length) })
    }
    return kept
  }
}

/** Rows of `to` from `at` on, which are zero. */
function rename(from: Uint32Array, numbers: Uint32Array, to: Uint32Array, at: number): void {
  for (let row = 0; row < from.length; row++) {
    const index = from[row] as number
    if (index !== 0) to[at + row] = numbers[index] as number
  }
}
