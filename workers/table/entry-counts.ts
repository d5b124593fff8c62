import type { EventTable } from '../../src/model/event-table.js'
import type { EntryCounts } from '../protocol.js'

/** Rows of each entry, and the records that stand folded behind them. */
export function entryCounts(table: EventTable, entries: number): EntryCounts {
  const rows = new Uint32Array(entries)
  const folded = new Uint32Array(entries)
  for (let row = 0; row < table.length; row++) {
    const entry = table.entry[row] as number
    rows[entry]!++
    folded[entry]! += table.further[row] as number
  }
  return { rows, folded }
}
