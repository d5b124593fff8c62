import { FAMILIES } from '../../src/model/families.js'
import type { FieldId } from '../../src/model/query/fields.js'
import type { EventSort } from '../query-protocol.js'
import { sortByDigit } from '../table/sort.js'
import { NO_RANK, type TableIndex, type TextColumn } from './table-index.js'

/** Digits of at most so many bits, as in table/sort.ts. */
const DIGIT_BITS = 16

/**
 * The rows by a column, stable; they come in order of time. Rows without a value stand last, whichever
 * way the others are sorted.
 */
export function sortRows(
  rows: Uint32Array,
  { field, descending }: EventSort,
  index: TableIndex,
): Uint32Array {
  if (field === 'time') return descending ? backwards(rows, index) : rows
  const key = keysOf(rows, field, index)
  let highest = 0
  for (const value of key) if (value !== NO_RANK && value > highest) highest = value
  for (let at = 0; at < key.length; at++) {
    const value = key[at] as number
    key[at] = value === NO_RANK ? highest + 1 : descending ? highest - value : value
  }
  let order = Uint32Array.from(rows, (_, at) => at)
  let next = new Uint32Array(rows.length)
  const bits = Math.ceil(Math.log2(highest + 2))
  const width = Math.min(DIGIT_BITS, Math.max(1, bits))
  for (let shift = 0; shift < bits; shift += width) {
    sortByDigit(key, order, next, shift, (1 << width) - 1)
    ;[order, next] = [next, order]
  }
  for (let at = 0; at < order.length; at++) next[at] = rows[order[at] as number] as number
  return next
}

function backwards(rows: Uint32Array, { table }: TableIndex): Uint32Array {
  let timed = rows.length
  while (timed > 0 && Number.isNaN(table.time[rows[timed - 1] as number])) timed--
  const sorted = rows.slice()
  sorted.subarray(0, timed).reverse()
  return sorted
}

function keysOf(
  rows: Uint32Array,
  field: Exclude<FieldId, 'time'>,
  index: TableIndex,
): Uint32Array {
  const { table } = index
  if (field === 'status') return gather(rows, table.status, noZero(0x10000))
  if (field === 'records') return gather(rows, table.further, null)
  if (field === 'flag') return gather(rows, table.flags, noZero(0x100))
  if (field === 'log')
    return gather(rows, table.family, ranksOf(FAMILIES.map(({ label }) => label)))
  if (field === 'server') return gather(rows, table.host, ranksOf(table.hosts))
  if (field === 'file') {
    const paths = Array.from({ length: index.entriesEnd }, (_, entry) => index.pathOf(entry))
    return gather(rows, table.entry, ranksOf(paths))
  }
  const column: TextColumn = field
  return gather(rows, table[column], index.ranks(column))
}

function gather(
  rows: Uint32Array,
  column: Uint8Array | Uint16Array | Uint32Array,
  ranks: Uint32Array | null,
): Uint32Array {
  const key = new Uint32Array(rows.length)
  for (let at = 0; at < rows.length; at++) {
    const value = column[rows[at] as number] as number
    key[at] = ranks ? (ranks[value] as number) : value
  }
  return key
}

function noZero(length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, value) => (value === 0 ? NO_RANK : value))
}

function ranksOf(texts: readonly string[]): Uint32Array {
  const order = texts.map((text, at) => ({ text, at }))
  order.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  const ranks = new Uint32Array(texts.length)
  order.forEach(({ at }, rank) => (ranks[at] = rank))
  return ranks
}
