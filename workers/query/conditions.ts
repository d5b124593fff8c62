import type { EventColumns, EventTable } from '../../src/model/event-table.js'
import { FAMILIES } from '../../src/model/families.js'
import { fieldOf, FLAG_NAMES, TEXT_FIELDS } from '../../src/model/query/fields.js'
import { plainText, type Test } from '../../src/model/query/query.js'
import { numbersOf, spanOf, timesOf, type Span } from '../../src/model/query/values.js'
import { firstAt } from '../table/first-at.js'
import type { TableIndex, TextColumn } from './table-index.js'
import { textTest } from './text-test.js'

/** Rows evaluated at once: their masks stay in the processor's cache. */
export const BLOCK_ROWS = 1 << 14

/** Sets out[at] to 1 where the row from + at meets the condition, else 0, for `count` rows. */
export type Condition = (out: Uint8Array, from: number, count: number) => void

/** The condition of one test: each distinct value is tried once, and then a column is gone through. */
export function conditionOf(test: Test, index: TableIndex): Condition {
  const { field } = test
  const { table } = index
  if (field === null) return anyText(test, index)
  const kind = fieldOf(field)?.kind
  if (kind === 'time') return between(rowsWithin(table, spanOfTest(test, timesOf)))
  if (kind === 'number') return numbers(test, table)
  if (kind === 'flag') return flagged(test, table)
  if (kind === 'family') return byIndex(table.family, familyBits(test))
  if (kind === 'host') return byIndex(table.host, bitsOf(table.hosts, test))
  if (kind === 'file') return byFile(test, index)
  const column = field as TextColumn
  return byIndex(table[column], stringBits(test, index, [column], kind === 'address'))
}

/** Rows [from, to) within a span of time; rows without a time are in none. */
export function rowsWithin({ time, length }: EventTable, { from, to }: Span): Span {
  const timed = time.subarray(0, length)
  const end = to === Infinity ? firstAt(timed, Infinity) : firstAt(timed, to)
  return { from: Math.min(end, firstAt(timed, from)), to: end }
}

function spanOfTest(test: Test, read: (text: string) => Span | null): Span {
  const value = read(plainText(test.value) ?? '')
  return value ? spanOf(test.operator, value) : { from: 0, to: 0 }
}

function between(rows: Span): Condition {
  return (out, from, count) => {
    const [start, end] = [rows.from - from, rows.to - from]
    out.fill(0, 0, count)
    if (end > 0 && start < count) out.fill(1, Math.max(0, start), Math.min(count, end))
  }
}

function numbers(test: Test, { status, further }: EventColumns): Condition {
  const span = spanOfTest(test, numbersOf)
  if (test.field === 'status') return within(status, span)
  // `further` counts the records besides the first.
  return within(further, { from: span.from - 1, to: span.to - 1 })
}

function within(column: Uint16Array, { from: low, to: high }: Span): Condition {
  const bits = new Uint8Array(0x10000)
  const [first, end] = [Math.max(0, low), Math.min(bits.length, high)]
  if (end > first) bits.fill(1, first, end)
  return byIndex(column, bits)
}

function flagged(test: Test, { flags }: EventColumns): Condition {
  const bit = FLAG_NAMES[plainText(test.value) as keyof typeof FLAG_NAMES]
  return byIndex(
    flags,
    Uint8Array.from({ length: 256 }, (_, value) => (value & bit ? 1 : 0)),
  )
}

function familyBits(test: Test): Uint8Array {
  const exact = test.operator === '='
  const holds = textTest(test, false)
  const plain = plainText(test.value)?.toLowerCase()
  return Uint8Array.from(FAMILIES, ({ id, label, group }) =>
    exact ? Number(id === plain) : Number(group === plain || holds(id) || holds(label)),
  )
}

function bitsOf(texts: readonly string[], test: Test): Uint8Array {
  const holds = textTest(test, false)
  return Uint8Array.from(texts, (text) => Number(holds(text)))
}

function byFile(test: Test, { table, pathOf, entriesEnd }: TableIndex): Condition {
  const holds = textTest(test, false)
  const bits = Uint8Array.from({ length: entriesEnd }, (_, at) => Number(holds(pathOf(at))))
  return byIndex(table.entry, bits)
}

/** Strings that meet a condition, a byte each; only those that one of the columns uses are tried. */
function stringBits(
  test: Test,
  index: TableIndex,
  columns: readonly TextColumn[],
  address: boolean,
): Uint8Array {
  return index.remembered(test, () => tryStrings(test, index, columns, address))
}

function tryStrings(
  test: Test,
  index: TableIndex,
  columns: readonly TextColumn[],
  address: boolean,
): Uint8Array {
  const holds = textTest(test, address)
  const { strings } = index.table
  const bits = new Uint8Array(strings.length)
  const tried = new Uint8Array(columns.length > 1 ? strings.length : 0)
  for (const column of columns) {
    for (const value of index.distinct(column).values) {
      if (tried[value] === 1) continue
      tried[value] = 1
      bits[value] = Number(holds(strings[value] as string))
    }
  }
  return bits
}

function anyText(test: Test, index: TableIndex): Condition {
  const bits = stringBits(test, index, TEXT_FIELDS, false)
  // Mostly a word stands in one column alone.
  const holding = TEXT_FIELDS.filter((field) =>
    index.distinct(field).values.some((value) => bits[value] === 1),
  )
  const [first, ...others] = holding.map((field) => gather32(index.table[field], bits))
  const second = new Uint8Array(BLOCK_ROWS)
  return (out, from, count) => {
    if (first) first(out, from, count)
    else out.fill(0, 0, count)
    for (const one of others) {
      one(second, from, count)
      for (let at = 0; at < count; at++) out[at]! |= second[at] as number
    }
  }
}

function byIndex(column: Uint8Array | Uint16Array | Uint32Array, bits: Uint8Array): Condition {
  if (column instanceof Uint32Array) return gather32(column, bits)
  return column instanceof Uint16Array ? gather16(column, bits) : gather8(column, bits)
}

// One loop a kind of column: a loop over several kinds is compiled for none of them.
function gather32(column: Uint32Array, bits: Uint8Array): Condition {
  return (out, from, count) => {
    for (let at = 0; at < count; at++) out[at] = bits[column[from + at] as number] as number
  }
}

function gather16(column: Uint16Array, bits: Uint8Array): Condition {
  return (out, from, count) => {
    for (let at = 0; at < count; at++) out[at] = bits[column[from + at] as number] as number
  }
}

function gather8(column: Uint8Array, bits: Uint8Array): Condition {
  return (out, from, count) => {
    for (let at = 0; at < count; at++) out[at] = bits[column[from + at] as number] as number
  }
}
