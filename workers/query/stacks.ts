import { FAMILIES } from '../../src/model/families.js'
import { MICROSECONDS_PER_MILLISECOND } from '../../src/model/units.js'
import type { StackField, Stacks } from '../query-protocol.js'
import type { TableIndex } from './table-index.js'

interface Counted {
  readonly column: Uint8Array | Uint16Array | Uint32Array
  /** Values of the column are below. */
  readonly end: number
  readonly textOf: (value: number) => string
}

/** Values of a column among rows, with their records and when they were first and last seen. */
export function stacksOf(
  rows: Uint32Array,
  field: StackField,
  rarest: boolean,
  most: number,
  index: TableIndex,
): Stacks {
  const { column, end, textOf } = countedOf(field, index)
  const { time, span, further } = index.table
  const records = new Float64Array(end)
  const first = new Float64Array(end).fill(NaN)
  const last = new Float64Array(end).fill(NaN)
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    const value = column[row] as number
    records[value]! += 1 + (further[row] as number)
    const from = time[row] as number
    if (Number.isNaN(from)) continue
    if (!((first[value] as number) <= from)) first[value] = from
    const to = from + (span[row] as number) * MICROSECONDS_PER_MILLISECOND
    if (!((last[value] as number) >= to)) last[value] = to
  }
  const sign = rarest ? 1 : -1
  const before = (a: number, b: number): boolean => {
    const differs = sign * ((records[a] as number) - (records[b] as number))
    if (differs !== 0) return differs < 0
    // Of equals the one seen first, and those never dated last.
    const [one, other] = [first[a] as number, first[b] as number]
    return one < other || (one === other ? a < b : Number.isNaN(other) && !Number.isNaN(one))
  }
  const chosen: number[] = []
  let distinct = 0
  for (let value = 0; value < end; value++) {
    if (records[value] === 0) continue
    distinct++
    if (chosen.length === most && !before(value, chosen[most - 1] as number)) continue
    insert(chosen, value, before)
    if (chosen.length > most) chosen.pop()
  }
  const values = chosen.map((value) => ({
    value: textOf(value),
    records: records[value] as number,
    first: first[value] as number,
    last: last[value] as number,
  }))
  return { distinct, values }
}

function insert(list: number[], value: number, before: (a: number, b: number) => boolean): void {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (before(value, list[middle] as number)) high = middle
    else low = middle + 1
  }
  list.splice(low, 0, value)
}

function countedOf(field: StackField, index: TableIndex): Counted {
  const { table } = index
  switch (field) {
    case 'status':
      return { column: table.status, end: 0x10000, textOf: String }
    case 'log':
      return { column: table.family, end: FAMILIES.length, textOf: (at) => FAMILIES[at]?.id ?? '' }
    case 'server':
      return { column: table.host, end: table.hosts.length, textOf: (at) => table.hosts[at] ?? '' }
    case 'file':
      return { column: table.entry, end: index.entriesEnd, textOf: index.pathOf }
    default:
      return {
        column: table[field],
        end: table.strings.length,
        textOf: (at) => table.strings[at] ?? '',
      }
  }
}
