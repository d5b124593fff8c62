import { decodeText } from '../../text.js'
import { TYPE, TYPE_ARRAY } from './binary-xml.js'
import type { TextOut } from './text-out.js'
import { writeFileTime, writeSystemTime } from './time-text.js'
import { eachItem } from './value-arrays.js'

const BLANK = 0x20
const COMMA = 0x2c
const DASH = 0x2d
const TWO_32 = 0x1_0000_0000
const SAFE_HIGH = 0x20_0000
const BILLION = 1_000_000_000
/** Digits that tell any two of these numbers apart. */
const REAL32_DIGITS = 9
const HEX_UPPER = new TextEncoder().encode('0123456789ABCDEF')
/** Order of a GUID's bytes in its text; -1 is a dash. */
const GUID_ORDER = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15]

/**
 * Writes a value as Windows shows it: numbers in decimal, hexadecimal ones as 0x without leading zeros,
 * times in ISO 8601, GUIDs in small letters, bytes in capital hexadecimal. A value that is shorter than
 * its type is written as bytes.
 */
export function writeValue(
  out: TextOut,
  bytes: Uint8Array,
  view: DataView,
  type: number,
  at: number,
  size: number,
): void {
  if (size === 0 || type === TYPE.none) return
  if ((type & TYPE_ARRAY) !== 0) {
    writeArray(out, bytes, view, type & ~TYPE_ARRAY, at, size)
    return
  }
  switch (type) {
    case TYPE.string:
      out.utf16(bytes, at, trimmed(bytes, at, at + size, 2))
      return
    case TYPE.ansiString:
      out.string(decodeText(bytes.subarray(at, trimmed(bytes, at, at + size, 1))))
      return
    case TYPE.int8:
      signed(out, view.getInt8(at))
      return
    case TYPE.uint8:
      out.decimal(bytes[at] as number)
      return
    case TYPE.bool:
      out.string(
        size < 4
          ? bytes[at] === 0
            ? 'false'
            : 'true'
          : view.getUint32(at, true) === 0
            ? 'false'
            : 'true',
      )
      return
    case TYPE.sizeT:
    case TYPE.handle:
      if (size >= 8) hexadecimal(out, view.getUint32(at + 4, true), view.getUint32(at, true))
      else if (size >= 4) hexadecimal(out, 0, view.getUint32(at, true))
      else binary(out, bytes, at, size)
      return
    case TYPE.sid:
      sid(out, bytes, view, at, size)
      return
    default:
      if (size < widthOf(type)) binary(out, bytes, at, size)
      else wide(out, bytes, view, type, at, size)
  }
}

function widthOf(type: number): number {
  switch (type) {
    case TYPE.int16:
    case TYPE.uint16:
      return 2
    case TYPE.int32:
    case TYPE.uint32:
    case TYPE.hex32:
    case TYPE.real32:
      return 4
    case TYPE.guid:
    case TYPE.systemTime:
      return 16
    default:
      return 8
  }
}

function wide(
  out: TextOut,
  bytes: Uint8Array,
  view: DataView,
  type: number,
  at: number,
  size: number,
): void {
  switch (type) {
    case TYPE.int16:
      signed(out, view.getInt16(at, true))
      return
    case TYPE.uint16:
      out.decimal(view.getUint16(at, true))
      return
    case TYPE.int32:
      signed(out, view.getInt32(at, true))
      return
    case TYPE.uint32:
      out.decimal(view.getUint32(at, true))
      return
    case TYPE.hex32:
      hexadecimal(out, 0, view.getUint32(at, true))
      return
    case TYPE.real32:
      out.string(real32(view.getFloat32(at, true)))
      return
    case TYPE.real64:
      out.string(String(view.getFloat64(at, true)))
      return
    case TYPE.int64:
      int64(out, view, at)
      return
    case TYPE.uint64:
      unsigned64(out, view.getUint32(at + 4, true), view.getUint32(at, true))
      return
    case TYPE.hex64:
      hexadecimal(out, view.getUint32(at + 4, true), view.getUint32(at, true))
      return
    case TYPE.guid:
      guid(out, bytes, at)
      return
    case TYPE.fileTime:
      writeFileTime(out, view.getUint32(at, true), view.getUint32(at + 4, true))
      return
    case TYPE.systemTime:
      if (!writeSystemTime(out, view, at)) binary(out, bytes, at, size)
      return
    default:
      binary(out, bytes, at, size)
  }
}

/** End of a text without the NULs behind it. */
function trimmed(bytes: Uint8Array, from: number, end: number, unit: 1 | 2): number {
  let at = unit === 2 ? end - ((end - from) & 1) : end
  while (at > from && bytes[at - 1] === 0 && bytes[at - unit] === 0) at -= unit
  return at
}

function writeArray(
  out: TextOut,
  bytes: Uint8Array,
  view: DataView,
  type: number,
  from: number,
  size: number,
): void {
  let first = true
  eachItem(view, type, from, size, (at, length) => {
    if (!first) {
      out.byte(COMMA)
      out.byte(BLANK)
    }
    first = false
    writeValue(out, bytes, view, type, at, length)
    return true
  })
}

function signed(out: TextOut, value: number): void {
  if (value < 0) out.byte(DASH)
  out.decimal(Math.abs(value))
}

function int64(out: TextOut, view: DataView, at: number): void {
  const high = view.getInt32(at + 4, true)
  const low = view.getUint32(at, true)
  if (high >= 0) {
    unsigned64(out, high, low)
    return
  }
  out.byte(DASH)
  const borrow = low === 0 ? 0 : 1
  unsigned64(out, (~high + 1 - borrow) >>> 0, low === 0 ? 0 : TWO_32 - low)
}

function unsigned64(out: TextOut, high: number, low: number): void {
  if (high === 0) out.decimal(low)
  else if (high < SAFE_HIGH) {
    const value = high * TWO_32 + low
    const upper = Math.floor(value / BILLION)
    out.decimal(upper)
    out.padded(value - upper * BILLION, 9)
  } else out.string(((BigInt(high) << 32n) | BigInt(low)).toString())
}

function hexadecimal(out: TextOut, high: number, low: number): void {
  out.byte(0x30)
  out.byte(0x78)
  if (high !== 0) {
    out.hex(high, digitsOf(high))
    out.hex(low, 8)
  } else out.hex(low, digitsOf(low))
}

function digitsOf(value: number): number {
  return value === 0 ? 1 : (35 - Math.clz32(value)) >> 2
}

function real32(value: number): string {
  for (let digits = 1; digits < REAL32_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(value)
}

function binary(out: TextOut, bytes: Uint8Array, at: number, size: number): void {
  out.reserve(2 * size)
  for (let place = at; place < at + size; place++) {
    const byte = bytes[place] as number
    out.bytes[out.length++] = HEX_UPPER[byte >> 4] as number
    out.bytes[out.length++] = HEX_UPPER[byte & 15] as number
  }
}

function guid(out: TextOut, bytes: Uint8Array, at: number): void {
  out.byte(0x7b)
  for (const place of GUID_ORDER) {
    if (place < 0) out.byte(DASH)
    else out.hex(bytes[at + place] as number, 2)
  }
  out.byte(0x7d)
}

/** `S-revision-authority-…`: the authority's six bytes are big-endian, what follows is not. */
function sid(out: TextOut, bytes: Uint8Array, view: DataView, at: number, size: number): void {
  const count = size >= 8 ? (bytes[at + 1] as number) : 0
  if (size < 8 || 8 + 4 * count > size) {
    binary(out, bytes, at, size)
    return
  }
  out.byte(0x53)
  out.byte(DASH)
  out.decimal(bytes[at] as number)
  out.byte(DASH)
  unsigned64(out, view.getUint16(at + 2), view.getUint32(at + 4))
  for (let index = 0; index < count; index++) {
    out.byte(DASH)
    out.decimal(view.getUint32(at + 8 + 4 * index, true))
  }
}
