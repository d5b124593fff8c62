import {
  COLUMN_NAMES,
  FLAG_CANDIDATE,
  FLAG_FOLDED,
  FLAG_NOISE,
  type EventColumns,
} from '../src/model/event-table.js'
import { MICROSECONDS_PER_MILLISECOND, MICROSECONDS_PER_MINUTE } from '../src/model/units.js'

/** A row stands for so many records at most: `further` has 16 bits. */
const MOST_FURTHER = 0xffff
/** A stretch of a row is so long at most: `size` has 32 bits. */
const MOST_SIZE = 0xffffffff

/** Which rows may be folded into another of the same minute besides Exchange's own monitoring. */
export interface Ordinary {
  /** Of a row that is neither monitoring nor a candidate. */
  folds(columns: EventColumns, row: number): boolean
}

/**
 * Folds Exchange's own monitoring into one row a minute and family, after matching, in place; rows of
 * `ordinary`, where given, into one a minute, family, client and path. Rows keep their order, a folded
 * one standing where its first record stood. `hits` are triples of row, detection, outcome and move
 * along. Rows that are folded already fold on.
 */
export function fold(columns: EventColumns, hits: number[], ordinary: Ordinary | null): void {
  const open = new Map<number, number>()
  let kept = 0
  let nextHit = 0
  for (let row = 0; row < columns.length; row++) {
    const flags = columns.flags[row] as number
    const noise = (flags & FLAG_NOISE) !== 0
    const foldable = noise || ((flags & FLAG_CANDIDATE) === 0 && ordinary?.folds(columns, row))
    if (foldable && !Number.isNaN(columns.time[row])) {
      const key = keyOf(columns, row, noise)
      const into = open.get(key)
      if (into !== undefined && joins(columns, into, row, noise)) {
        if (noise) forgetWho(columns, into)
        join(columns, into, row)
        continue
      }
      open.set(key, kept)
    }
    for (; nextHit < hits.length && hits[nextHit] === row; nextHit += 3) hits[nextHit] = kept
    if (kept !== row) for (const name of COLUMN_NAMES) columns[name][kept] = columns[name][row]!
    kept++
  }
  // Rows to come are added to columns that are zero.
  for (const name of COLUMN_NAMES) columns[name].fill(0, kept, columns.length)
  columns.length = kept
}

/** Many requests have no one client, account, path or outcome. */
function forgetWho(columns: EventColumns, row: number): void {
  columns.client[row] = 0
  columns.forwarded[row] = 0
  columns.user[row] = 0
  columns.agent[row] = 0
  columns.action[row] = 0
  columns.target[row] = 0
  columns.status[row] = 0
}

/** Rows of one key may fold; two keys alike by chance are told apart by `joins`. */
function keyOf(columns: EventColumns, row: number, noise: boolean): number {
  if (noise) return -1 - (columns.family[row] as number)
  const client = Math.imul(columns.client[row] as number, 0x9e3779b1)
  const target = Math.imul(columns.target[row] as number, 0x85ebca6b)
  return (client ^ target ^ (columns.family[row] as number)) >>> 0
}

function joins(columns: EventColumns, into: number, row: number, noise: boolean): boolean {
  const minute = Math.floor((columns.time[into] as number) / MICROSECONDS_PER_MINUTE)
  return (
    minute === Math.floor((columns.time[row] as number) / MICROSECONDS_PER_MINUTE) &&
    (columns.time[row] as number) >= (columns.time[into] as number) &&
    columns.family[into] === columns.family[row] &&
    (noise ||
      (columns.client[into] === columns.client[row] &&
        columns.target[into] === columns.target[row])) &&
    ((columns.flags[into] as number) | FLAG_FOLDED) ===
      ((columns.flags[row] as number) | FLAG_FOLDED) &&
    (columns.further[into] as number) + (columns.further[row] as number) < MOST_FURTHER &&
    endOf(columns, row) - (columns.offset[into] as number) <= MOST_SIZE
  )
}

function join(columns: EventColumns, into: number, row: number): void {
  if (columns.status[into] !== columns.status[row]) columns.status[into] = 0
  columns.flags[into]! |= FLAG_FOLDED
  columns.further[into]! += 1 + (columns.further[row] as number)
  columns.size[into] = endOf(columns, row) - (columns.offset[into] as number)
  const start = columns.time[into] as number
  const span = Math.floor(
    ((columns.time[row] as number) - start) / MICROSECONDS_PER_MILLISECOND +
      (columns.span[row] as number),
  )
  if (span > (columns.span[into] as number)) columns.span[into] = span
}

function endOf(columns: EventColumns, row: number): number {
  return (columns.offset[row] as number) + (columns.size[row] as number)
}
