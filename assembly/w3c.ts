// Rows of an IIS log in W3C extended format, straight into columns. Only plain rows: everything out of
// the ordinary is left to the host, line by line, so that there is one reader of oddities.
//
//   plan     where which field stands (fields below, -1 for none) and what was seen lately
//   lines    u32 starts and ends, from `text`
//   out      the columns of rows.ts
//
// A row is plain when it has exactly the plan's number of fields between single blanks, a day and a
// time of day to the second, and a server address that the host has seen.

import {
  addressEnd,
  addressStart,
  decimal,
  firstBits,
  isDash,
  placesOf,
  readAddress,
  statusOf,
} from './cells'
import { intern } from './intern'
import {
  ACTION,
  AGENT,
  CAPACITY,
  CLIENT,
  column,
  EXTRA,
  FIELD,
  FIELDS,
  FORWARDED,
  isKnown,
  LINE,
  OFFSET,
  PLACES,
  ROWS,
  dayOf,
  endOf,
  startOf,
  SIZE,
  STATUS,
  TARGET,
  TENTHS,
  TIME,
  USER,
} from './rows'
import { NO_TIME, secondsAt } from './times'

const BLANK: u8 = 0x20
const RETURN: u8 = 0x0d
const HASH: u8 = 0x23

const DATE_FIELD: usize = 0
const TIME_FIELD: usize = 1
const CLIENT_FIELD: usize = 2
const FORWARDED_FIELD: usize = 3
const USER_FIELD: usize = 4
const AGENT_FIELD: usize = 5
const METHOD_FIELD: usize = 6
const STEM_FIELD: usize = 7
const PORT_FIELD: usize = 8
const STATUS_FIELD: usize = 9
const SERVER_FIELD: usize = 10

/** Places of the blanks of [at, end) behind one another from PLACES; their number, -1 for odd blanks. */
@inline
function splitAtBlanks(plan: usize, at: usize, end: usize, most: u32): i32 {
  const blank = i8x16.splat(BLANK)
  let places = plan + PLACES + 4
  let count: u32 = 0
  let carry: u64 = 1
  for (let from = at; from < end; from += 64) {
    let mask = placesOf(blank, from) & firstBits(end - from)
    if (mask & ((mask << 1) | carry)) return -1
    carry = mask >>> 63
    count += <u32>popcnt(mask)
    if (count > most) return -1
    while (mask) {
      store<u32>(places, <u32>(from + <usize>ctz(mask)))
      mask &= mask - 1
      places += 4
    }
  }
  return count
}

@inline
function internField(plan: usize, table: usize, which: usize): u32 {
  const field = load<i32>(plan + FIELD + (which << 2))
  if (field < 0) return 0
  const at = startOf(plan, field)
  const end = endOf(plan, field)
  return isDash(at, end) ? 0 : intern(table, at, end - at)
}

/**
 * Reads lines [from, count) until one is not plain, or CAPACITY rows are read: the line where it
 * stopped. The number of rows is at ROWS of the plan. `base` is the offset of `text` in the entry.
 */
export function w3cRows(
  plan: usize,
  table: usize,
  text: usize,
  starts: usize,
  ends: usize,
  from: u32,
  count: u32,
  base: f64,
  out: usize,
): u32 {
  const fields = load<u32>(plan, FIELDS)
  let row: u32 = 0
  let line = from
  for (; line < count && row < CAPACITY; line++) {
    const offset = load<u32>(starts + (<usize>line << 2))
    const at = text + offset
    let end = text + load<u32>(ends + (<usize>line << 2))
    if (end > at && load<u8>(end - 1) === RETURN) end--
    if (at >= end) continue
    if (load<u8>(at) === HASH) break
    const blanks = splitAtBlanks(plan, at, end, fields - 1)
    if (<u32>blanks !== fields - 1 || load<u8>(end - 1) === BLANK) break
    store<u32>(plan, <u32>(at - 1), PLACES)
    store<u32>(plan + PLACES + (<usize>fields << 2), <u32>end)

    const dateField = load<i32>(plan + FIELD + (DATE_FIELD << 2))
    const dateStart = startOf(plan, dateField)
    if (endOf(plan, dateField) - dateStart !== 10) break
    const timeField = load<i32>(plan + FIELD + (TIME_FIELD << 2))
    const timeStart = startOf(plan, timeField)
    if (endOf(plan, timeField) - timeStart !== 8) break
    const day = dayOf(plan, dateStart)
    if (day === NO_TIME) break
    const seconds = secondsAt(timeStart)
    if (seconds < 0) break

    const serverField = load<i32>(plan + FIELD + (SERVER_FIELD << 2))
    if (serverField >= 0) {
      const server = startOf(plan, serverField)
      if (!isKnown(plan, server, endOf(plan, serverField) - server)) break
    }
    let client: u32 = 0
    const clientField = load<i32>(plan + FIELD + (CLIENT_FIELD << 2))
    if (clientField >= 0) {
      const start = startOf(plan, clientField)
      const stop = endOf(plan, clientField)
      if (!isDash(start, stop)) {
        readAddress(start, stop)
        client = intern(table, addressStart, addressEnd - addressStart)
      }
    }
    let forwarded: u32 = 0
    const forwardedField = load<i32>(plan + FIELD + (FORWARDED_FIELD << 2))
    if (forwardedField >= 0) {
      const start = startOf(plan, forwardedField)
      const stop = endOf(plan, forwardedField)
      if (!isDash(start, stop) && readAddress(start, stop)) {
        forwarded = intern(table, addressStart, addressEnd - addressStart)
      }
    }
    const at4 = <usize>row << 2
    store<u32>(column(out, CLIENT) + at4, client)
    store<u32>(column(out, FORWARDED) + at4, forwarded)
    store<u32>(column(out, USER) + at4, internField(plan, table, USER_FIELD))
    store<u32>(column(out, AGENT) + at4, internField(plan, table, AGENT_FIELD))
    store<u32>(column(out, ACTION) + at4, internField(plan, table, METHOD_FIELD))
    store<u32>(column(out, TARGET) + at4, internField(plan, table, STEM_FIELD))
    const port = load<i32>(plan + FIELD + (PORT_FIELD << 2))
    store<i32>(
      column(out, EXTRA) + at4,
      port < 0 ? -1 : decimal(startOf(plan, port), endOf(plan, port)),
    )
    const status = load<i32>(plan + FIELD + (STATUS_FIELD << 2))
    store<u16>(
      column(out, STATUS) + (<usize>row << 1),
      status < 0 ? 0 : <u16>statusOf(startOf(plan, status), endOf(plan, status)),
    )
    store<u8>(column(out, TENTHS) + row, 0)
    store<f64>(column(out, TIME) + (<usize>row << 3), day + <f64>seconds * 1e6)
    store<f64>(column(out, OFFSET) + (<usize>row << 3), base + <f64>offset)
    store<u32>(column(out, SIZE) + at4, <u32>(end - at))
    store<u32>(column(out, LINE) + at4, line)
    row++
  }
  store<u32>(plan, row, ROWS)
  return line
}
