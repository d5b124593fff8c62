// Records of Exchange's comma-separated logs (RFC 4180), straight into columns; the plan, `lines` and
// `out` as in w3c.ts; a cell of -1 is one that the log does not have. Only plain records: everything out of the ordinary is left to the host, line by line.
//
// A record is plain when it has exactly the plan's number of cells, its quotes open at the start of a
// cell or are doubled inside one, its time is in ISO 8601 and UTC, the cells that are interned hold no
// quote inside, and build and server are those of the record before.

import {
  addressEnd,
  addressStart,
  firstBits,
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
  dayOf,
  endOf,
  EXTRA,
  FIELD,
  FIELDS,
  FORWARDED,
  isKnownAs,
  LINE,
  NEEDED,
  OFFSET,
  PLACES,
  ROWS,
  SIZE,
  startOf,
  STATUS,
  TARGET,
  TENTHS,
  TIME,
  USER,
} from './rows'
import { NO_TIME, secondsAt } from './times'

const RETURN: u8 = 0x0d
const QUOTE: u8 = 0x22
const COMMA: u8 = 0x2c

const TIME_CELL: usize = 0
const CLIENT_CELL: usize = 1
const USER_CELL: usize = 2
const AGENT_CELL: usize = 3
const METHOD_CELL: usize = 4
const STEM_CELL: usize = 5
const PROTOCOL_CELL: usize = 6
const STATUS_CELL: usize = 7
const SERVER_CELL: usize = 8
/** First and last cell of the build; they stand side by side. */
const BUILD_CELL: usize = 9
const BUILD_END_CELL: usize = 10

const KEPT_SERVER: u32 = 0
const KEPT_BUILD: u32 = 1

/** No string: the cell is for the host. */
const ODD: u32 = 0xffff_ffff
/** Digits below the microsecond, as times have them: seven of a fraction of a second. */
const FRACTION_DIGITS: usize = 7

/** Units of 100 ns of the fraction that `readTime` read. */
let fraction: u32 = 0

/** Each bit the parity of the bits up to it. */
@inline
function parities(bits: u64): u64 {
  bits ^= bits << 1
  bits ^= bits << 2
  bits ^= bits << 4
  bits ^= bits << 8
  bits ^= bits << 16
  return bits ^ (bits << 32)
}

/** Ends of the first `needed` cells of [at, end), from PLACES; the number of all, -1 for odd quotes. */
@inline
function splitAtCommas(plan: usize, at: usize, end: usize, needed: u32): i32 {
  const comma = i8x16.splat(COMMA)
  const quote = i8x16.splat(QUOTE)
  let commas: u32 = 0
  let inside: u64 = 0
  // What the byte before is: the end of a cell, a quote.
  let afterCell: u64 = 1
  let afterQuote: u64 = 0
  for (let from = at; from < end; from += 64) {
    const valid = firstBits(end - from)
    let separators = placesOf(comma, from) & valid
    const quotes = placesOf(quote, from) & valid
    if (quotes | inside) {
      const quoted = parities(quotes) ^ inside
      separators &= ~quoted
      const mayOpen = (separators << 1) | afterCell | (quotes << 1) | afterQuote
      if (quotes & quoted & ~mayOpen) return -1
      inside = <u64>(<i64>quoted >> 63)
    }
    afterQuote = quotes >>> 63
    afterCell = separators >>> 63
    const all = commas + <u32>popcnt(separators)
    while (separators && commas < needed) {
      commas++
      store<u32>(plan + PLACES + (<usize>commas << 2), <u32>(from + <usize>ctz(separators)))
      separators &= separators - 1
    }
    commas = all
  }
  if (inside) return -1
  store<u32>(plan, <u32>(at - 1), PLACES)
  if (commas < needed) store<u32>(plan + PLACES + (<usize>(commas + 1) << 2), <u32>end)
  return commas + 1
}

/** Microseconds of `YYYY-MM-DDTHH:MM:SS[.fraction]Z`, NO_TIME for anything else. */
@inline
function readTime(plan: usize, at: usize, end: usize): f64 {
  const length = end - at
  if (length < 20 || length > 21 + FRACTION_DIGITS) return NO_TIME
  if (load<u8>(at, 10) !== 0x54 || load<u8>(end - 1) !== 0x5a) return NO_TIME
  const day = dayOf(plan, at)
  if (day === NO_TIME) return NO_TIME
  const seconds = secondsAt(at + 11)
  if (seconds < 0) return NO_TIME
  let units: u32 = 0
  if (length !== 20) {
    if (length === 21 || load<u8>(at, 19) !== 0x2e) return NO_TIME
    for (let place: usize = 0; place < FRACTION_DIGITS; place++) {
      const from = at + 20 + place
      const digit: u32 = from < end - 1 ? <u32>load<u8>(from) - 0x30 : 0
      if (digit > 9) return NO_TIME
      units = units * 10 + digit
    }
  }
  fraction = units
  return day + (<f64>seconds * 1e6 + <f64>(units / 10))
}

@inline
function cellOf(plan: usize, which: usize): i32 {
  return load<i32>(plan + FIELD + (which << 2))
}

/**
 * A quoted cell's content is the string where its bytes are the text's: all ASCII and no quote, which
 * a quote that closes before the cell's end would be too.
 */
@inline
function internCell(plan: usize, table: usize, which: usize): u32 {
  const cell = cellOf(plan, which)
  if (cell < 0) return 0
  const at = startOf(plan, cell)
  const end = endOf(plan, cell)
  if (at < end && load<u8>(at) === QUOTE) return internQuoted(table, at + 1, end - 1)
  return intern(table, at, end - at)
}

function internQuoted(table: usize, at: usize, end: usize): u32 {
  const quote = i8x16.splat(QUOTE)
  for (let from = at; from < end; from += 16) {
    const bytes = v128.load(from)
    const odd = <u32>i8x16.bitmask(v128.or(bytes, i8x16.eq(bytes, quote)))
    if (<u64>odd & firstBits(end - from)) return ODD
  }
  return intern(table, at, end - at)
}

/** The client's address; a quoted one is for the host. */
@inline
function internAddress(plan: usize, table: usize): u32 {
  const cell = cellOf(plan, CLIENT_CELL)
  if (cell < 0) return 0
  const at = startOf(plan, cell)
  const end = endOf(plan, cell)
  if (at < end && load<u8>(at) === QUOTE) return ODD
  readAddress(at, end)
  return intern(table, addressStart, addressEnd - addressStart)
}

/** Reads lines [from, count) until one is not plain, as `w3cRows` does. */
export function csvRows(
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
  const cells = load<i32>(plan, FIELDS)
  const needed = load<u32>(plan, NEEDED)
  let row: u32 = 0
  let line = from
  for (; line < count && row < CAPACITY; line++) {
    const offset = load<u32>(starts + (<usize>line << 2))
    const at = text + offset
    let end = text + load<u32>(ends + (<usize>line << 2))
    if (end > at && load<u8>(end - 1) === RETURN) end--
    if (at >= end) continue
    // Directives, and column names that stand as a record.
    if (<u32>load<u8>(at) - 0x30 > 9) break
    if (splitAtCommas(plan, at, end, needed) !== cells) break

    const timeCell = cellOf(plan, TIME_CELL)
    const time = readTime(plan, startOf(plan, timeCell), endOf(plan, timeCell))
    if (time === NO_TIME) break
    const serverCell = cellOf(plan, SERVER_CELL)
    if (serverCell >= 0) {
      const start = startOf(plan, serverCell)
      if (!isKnownAs(plan, KEPT_SERVER, start, endOf(plan, serverCell) - start)) break
    }
    const buildCell = cellOf(plan, BUILD_CELL)
    if (buildCell >= 0) {
      const start = startOf(plan, buildCell)
      const stop = endOf(plan, cellOf(plan, BUILD_END_CELL))
      if (!isKnownAs(plan, KEPT_BUILD, start, stop - start)) break
    }
    // In the host's order, so that a record left to it after some of these gets the same indices.
    const client = internAddress(plan, table)
    if (client === ODD) break
    const user = internCell(plan, table, USER_CELL)
    if (user === ODD) break
    const agent = internCell(plan, table, AGENT_CELL)
    if (agent === ODD) break
    const method = internCell(plan, table, METHOD_CELL)
    if (method === ODD) break
    const stem = internCell(plan, table, STEM_CELL)
    if (stem === ODD) break
    const protocol = internCell(plan, table, PROTOCOL_CELL)
    if (protocol === ODD) break
    const at4 = <usize>row << 2
    store<u32>(column(out, CLIENT) + at4, client)
    store<u32>(column(out, FORWARDED) + at4, 0)
    store<u32>(column(out, USER) + at4, user)
    store<u32>(column(out, AGENT) + at4, agent)
    store<u32>(column(out, ACTION) + at4, method)
    store<u32>(column(out, TARGET) + at4, stem)
    store<u32>(column(out, EXTRA) + at4, protocol)
    const cell = cellOf(plan, STATUS_CELL)
    const status = cell < 0 ? 0 : statusOf(startOf(plan, cell), endOf(plan, cell))
    store<u16>(column(out, STATUS) + (<usize>row << 1), <u16>status)
    store<u8>(column(out, TENTHS) + row, <u8>(fraction % 10))
    store<f64>(column(out, TIME) + (<usize>row << 3), time)
    store<f64>(column(out, OFFSET) + (<usize>row << 3), base + <f64>offset)
    store<u32>(column(out, SIZE) + at4, <u32>(end - at))
    store<u32>(column(out, LINE) + at4, line)
    row++
  }
  store<u32>(plan, row, ROWS)
  return line
}
