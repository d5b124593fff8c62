import { FLAG_FOLDED, FLAG_NOISE, type EventTable } from '../../src/model/event-table.js'
import type { Microseconds } from '../../src/model/units.js'
import type { FoldedRow } from '../protocol.js'
import { firstAt } from './first-at.js'

/** Folded rows that begin in [from, to), in order of time; `most` of them. */
export function foldedRows(
  table: EventTable,
  from: Microseconds,
  to: Microseconds,
  most: number,
): FoldedRow[] {
  const found: FoldedRow[] = []
  for (let row = firstAt(table.time, from); row < table.length && found.length < most; row++) {
    const time = table.time[row] as number
    if (!(time < to)) break
    const flags = table.flags[row] as number
    if ((flags & FLAG_FOLDED) === 0) continue
    found.push({
      entry: table.entry[row] as number,
      offset: table.offset[row] as number,
      size: table.size[row] as number,
      time,
      span: table.span[row] as number,
      records: 1 + (table.further[row] as number),
      family: table.family[row] as number,
      noise: (flags & FLAG_NOISE) !== 0,
      client: table.strings[table.client[row] as number] ?? '',
      target: table.strings[table.target[row] as number] ?? '',
    })
  }
  return found
}
