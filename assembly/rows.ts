// What the readers of rows share: the plan of a log's columns, a block of 2 ** 12 bytes, and the
// columns that rows are written to, a block of 2 ** 17 bytes.

import { same } from './intern'
import { dayAt, NO_TIME } from './times'

/** Rows that the columns hold. */
export const CAPACITY: u32 = 2048

// Columns by their offset in bytes a row; the widest stand first.
export const TIME: usize = 0
export const OFFSET: usize = 8
export const SIZE: usize = 16
export const CLIENT: usize = 20
export const FORWARDED: usize = 24
export const USER: usize = 28
export const AGENT: usize = 32
export const ACTION: usize = 36
export const TARGET: usize = 40
/** The port as a number, or the protocol's string. */
export const EXTRA: usize = 44
export const LINE: usize = 48
export const STATUS: usize = 52
export const TENTHS: usize = 54

@inline
export function column(out: usize, which: usize): usize {
  return out + which * CAPACITY
}

// The plan. The host writes FIELDS and FIELD.
/** Number of fields of a row. */
export const FIELDS: usize = 0
/** Number of rows that were read. */
export const ROWS: usize = 4
/** The day read last: its ten bytes and its midnight. */
const DAY_START: usize = 8
const DAY_END: usize = 16
const DAY: usize = 24
const KNOWN_COUNT: usize = 32
const KNOWN_NEXT: usize = 36
const KNOWN_LAST: usize = 40
/** Number of fields up to the last that is looked at. */
export const NEEDED: usize = 44
/** Which field is what, as each format has it. */
export const FIELD: usize = 64
/** Where the 250 fields at most of the row at hand end; the first of these stands before the row. */
export const PLACES: usize = 256
const KNOWN_LENGTHS: usize = 1280
const KNOWN: usize = 2048
const KNOWN_CAPACITY: u32 = 16
const KNOWN_LENGTH: usize = 96

/** A new plan: no field anywhere, nothing seen. */
export function rowsPlan(plan: usize): void {
  memory.fill(plan, 0, 4096)
  store<f64>(plan, NO_TIME, DAY)
  memory.fill(plan + KNOWN_LENGTHS, 0xff, KNOWN_CAPACITY << 2)
}

/** Start of a field; it ends at the blank behind it. */
@inline
export function startOf(plan: usize, field: i32): usize {
  return <usize>load<u32>(plan + PLACES + (<usize>field << 2)) + 1
}

@inline
export function endOf(plan: usize, field: i32): usize {
  return load<u32>(plan + PLACES + (<usize>field << 2), 4)
}

/** Microseconds from 1970 to the day at `at`, which is mostly the row's before. */
@inline
export function dayOf(plan: usize, at: usize): f64 {
  const start = load<u64>(at)
  const end = load<u16>(at, 8)
  if (load<u64>(plan, DAY_START) === start && load<u16>(plan, DAY_END) === end) {
    return load<f64>(plan, DAY)
  }
  const day = dayAt(at)
  store<u64>(plan, start, DAY_START)
  store<u16>(plan, end, DAY_END)
  store<f64>(plan, day, DAY)
  return day
}

/** The cell at hand is the one that was kept last under this number. */
@inline
export function isKnownAs(plan: usize, which: u32, at: usize, length: usize): bool {
  return (
    <usize>load<u32>(plan + KNOWN_LENGTHS + (<usize>which << 2)) === length &&
    same(plan + KNOWN + <usize>which * KNOWN_LENGTH, at, length)
  )
}

/** The host was shown this cell before: few servers stand in a log, but they may take turns. */
@inline
export function isKnown(plan: usize, at: usize, length: usize): bool {
  const last = load<u32>(plan, KNOWN_LAST)
  const count = load<u32>(plan, KNOWN_COUNT)
  if (last < count && isKnownAs(plan, last, at, length)) return true
  for (let which: u32 = 0; which < count; which++) {
    if (!isKnownAs(plan, which, at, length)) continue
    store<u32>(plan, which, KNOWN_LAST)
    return true
  }
  return false
}

/** From now on this cell is the one under this number; a long one is not kept. */
export function rowsKeep(plan: usize, which: u32, at: usize, length: usize): void {
  const fits = length <= KNOWN_LENGTH
  store<u32>(plan + KNOWN_LENGTHS + (<usize>which << 2), fits ? <u32>length : 0xffff_ffff)
  if (fits) memory.copy(plan + KNOWN + <usize>which * KNOWN_LENGTH, at, length)
}

/** The host has seen to this cell; the oldest of too many is forgotten, a long one not kept. */
export function rowsKnow(plan: usize, at: usize, length: usize): void {
  if (length > KNOWN_LENGTH || isKnown(plan, at, length)) return
  const which = load<u32>(plan, KNOWN_NEXT)
  store<u32>(plan, (which + 1) % KNOWN_CAPACITY, KNOWN_NEXT)
  const count = load<u32>(plan, KNOWN_COUNT)
  if (which >= count) store<u32>(plan, which + 1, KNOWN_COUNT)
  rowsKeep(plan, which, at, length)
}

/** A byte of value 0 is in [at, at + length). Up to 63 bytes more are loaded. */
export function holdsNul(at: usize, length: usize): bool {
  const end = at + length
  while (at < end) {
    const least = i8x16.min_u(
      i8x16.min_u(v128.load(at), v128.load(at, 16)),
      i8x16.min_u(v128.load(at, 32), v128.load(at, 48)),
    )
    if (!i8x16.all_true(least)) {
      for (const stop = min(at + 64, end); at < stop; at++) if (!load<u8>(at)) return true
    } else at += 64
  }
  return false
}
