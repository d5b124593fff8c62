import {
  allocateColumns,
  COLUMN_NAMES,
  type EventColumns,
  type EventTable,
} from '../../src/model/event-table.js'
import { damaged } from './damage.js'
import type { PartReader } from './planes.js'
import { largestOf, planesOf, putPlanes } from './planes.js'

/** Columns of the merged table, in the order in which they are read: `offset` builds on two of them. */
export const SAVED_COLUMNS = [
  'entry',
  'host',
  ...COLUMN_NAMES.filter((name) => name !== 'offset'),
  'offset',
] as const
export type SavedColumn = (typeof SAVED_COLUMNS)[number]

/** Rows of one block: one odd value makes only its own block larger. */
const BLOCK_ROWS = 1 << 16
/** Rows of one part: with eight bytes a row and two a block it is no longer than a part may be. */
export const PART_ROWS = 15 * BLOCK_ROWS

/** A block's first byte. */
const VALUES = 0
/** Differences from what was expected, the sign in the lowest bit: planes of the low and the high half. */
const DIFFERENCES = 1
/** Numbers as they are: eight planes. */
const DOUBLES = 2

/** Of a whole number up to this the difference from another is exact, and its double too. */
const LARGEST_EXACT = 2 ** 51
const HALF = 2 ** 32

type Numbers = EventColumns[(typeof COLUMN_NAMES)[number]]
type Columns = EventColumns & Pick<EventTable, 'entry' | 'host'>

/** Rows [from, to) of a column. `before` goes on from the part before; see `expectationOf`. */
export function columnPart(
  table: EventTable,
  name: SavedColumn,
  from: number,
  to: number,
  before: Expectation,
): Uint8Array<ArrayBuffer> {
  const blocks: Uint8Array<ArrayBuffer>[] = []
  const column: Numbers = table[name]
  for (let start = from; start < to; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, to)
    blocks.push(
      column instanceof Float64Array
        ? doubleBlock(column, start, end, before)
        : integerBlock(Uint32Array.from(column.subarray(start, end))),
    )
  }
  return joined(blocks)
}

/** The columns for so many rows, to be filled in the order of SAVED_COLUMNS. */
export function emptyColumns(rows: number): Columns {
  const columns = allocateColumns(rows)
  columns.length = rows
  return Object.assign(columns, { entry: new Uint32Array(rows), host: new Uint16Array(rows) })
}

/** Fills rows [from, to) of a column from a part. */
export function fillColumn(
  columns: Columns,
  name: SavedColumn,
  from: number,
  to: number,
  before: Expectation,
  part: PartReader,
): void {
  const column: Numbers = columns[name]
  for (let start = from; start < to; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, to)
    if (column instanceof Float64Array) fillDoubles(column, start, end, before, part)
    else fillIntegers(column, start, end, part)
  }
  part.mustBeDone()
}

/** What a number is expected to be, from those before it. */
export interface Expectation {
  /** 0 where nothing is known. */
  of(row: number): number
  saw(row: number, value: number): void
}

/**
 * Times go on from the row before; a record's offset from the end of the record before it in the same
 * file. For integers there is none.
 */
export function expectationOf(
  name: SavedColumn,
  { entry, size }: Pick<Columns, 'entry' | 'size'>,
  entries: number,
): Expectation {
  if (name !== 'offset') {
    let last = 0
    return {
      of: () => last,
      saw: (_, value) => {
        last = isExact(value) ? value : 0
      },
    }
  }
  const ends = new Float64Array(entries)
  return {
    of: (row) => ends[entry[row] as number] ?? 0,
    saw: (row, value) => {
      const end = value + (size[row] as number)
      ends[entry[row] as number] = isExact(end) ? end : 0
    },
  }
}

function isExact(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= LARGEST_EXACT && !Object.is(value, -0)
}

function integerBlock(numbers: Uint32Array): Uint8Array<ArrayBuffer> {
  const planes = planesOf(largestOf(numbers))
  const block = new Uint8Array(2 + planes * numbers.length)
  block.set([VALUES, planes])
  putPlanes(numbers, planes, block, 2)
  return block
}

function fillIntegers(
  column: Exclude<Numbers, Float64Array>,
  start: number,
  end: number,
  part: PartReader,
): void {
  const coding = part.byte()
  const planes = part.byte()
  if (coding !== VALUES || planes > column.BYTES_PER_ELEMENT) {
    throw damaged(part.where, `numbers are written as ${String(coding)}, ${String(planes)}`)
  }
  column.set(part.planes(end - start, planes), start)
}

function doubleBlock(
  column: Float64Array,
  start: number,
  end: number,
  before: Expectation,
): Uint8Array<ArrayBuffer> {
  const low = new Uint32Array(end - start)
  const high = new Uint32Array(end - start)
  let exact = true
  for (let row = start; row < end; row++) {
    const value = column[row] as number
    exact &&= isExact(value)
    const difference = value - before.of(row)
    const folded = difference >= 0 ? 2 * difference : -2 * difference - 1
    low[row - start] = folded % HALF
    high[row - start] = Math.floor(folded / HALF)
    before.saw(row, value)
  }
  if (!exact) return plainBlock(column.subarray(start, end))
  const planes = [planesOf(largestOf(low)), planesOf(largestOf(high))] as const
  const block = new Uint8Array(3 + (planes[0] + planes[1]) * low.length)
  block.set([DIFFERENCES, ...planes])
  putPlanes(high, planes[1], block, putPlanes(low, planes[0], block, 3))
  return block
}

function plainBlock(values: Float64Array): Uint8Array<ArrayBuffer> {
  const halves = new Uint32Array(Float64Array.from(values).buffer)
  const block = new Uint8Array(1 + 8 * values.length)
  block[0] = DOUBLES
  const low = halves.filter((_, at) => at % 2 === 0)
  const high = halves.filter((_, at) => at % 2 === 1)
  putPlanes(high, 4, block, putPlanes(low, 4, block, 1))
  return block
}

function fillDoubles(
  column: Float64Array,
  start: number,
  end: number,
  before: Expectation,
  part: PartReader,
): void {
  const coding = part.byte()
  const count = end - start
  if (coding === DOUBLES) {
    const low = part.planes(count, 4)
    const high = part.planes(count, 4)
    const halves = new Uint32Array(column.buffer, 8 * start, 2 * count)
    for (let at = 0; at < count; at++) {
      halves[2 * at] = low[at] as number
      halves[2 * at + 1] = high[at] as number
      before.saw(start + at, column[start + at] as number)
    }
    return
  }
  if (coding !== DIFFERENCES) throw damaged(part.where, `numbers are written as ${String(coding)}`)
  const planes = [part.byte(), part.byte()] as const
  const low = part.planes(count, planes[0])
  const high = part.planes(count, planes[1])
  for (let at = 0; at < count; at++) {
    const folded = (high[at] as number) * HALF + (low[at] as number)
    const difference = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
    const value = before.of(start + at) + difference
    column[start + at] = value
    before.saw(start + at, value)
  }
}

function joined(blocks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(blocks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const block of blocks) {
    whole.set(block, at)
    at += block.length
  }
  return whole
}
