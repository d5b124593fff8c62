import type { Bytes, Microseconds } from '../../src/model/units.js'
import { uint64 } from './byte-window.js'
import { modifiedTime } from './time-stamps.js'

const ZIP64 = 0x0001
const AES = 0x9901
const UNICODE_PATH = 0x7075
const AES_SIZE = 7
/** Version and checksum of the name that it stands for. */
const UNICODE_PATH_HEAD = 5
const UNICODE_PATH_VERSION = 1
const ALL_ONES = 0xffffffff

/** The numbers of a header as its fixed part has them; all ones point to the Zip64 field. */
export interface HeaderNumbers {
  readonly size: Bytes
  readonly compressedSize: Bytes
  /** 0 in a local header, which does not state where it is. */
  readonly headerOffset: Bytes
}

export interface ExtraFields extends HeaderNumbers {
  readonly modified: Microseconds
  /** The method inside where AES wraps it; NaN where no AES field is. */
  readonly wrappedMethod: number
  /** Name in UTF-8 in place of the header's, which is in some code page; empty where none is. */
  readonly unicodeName: Uint8Array
  /** Numbers that are all ones and have no Zip64 value. */
  readonly missing: readonly (keyof HeaderNumbers)[]
  readonly malformed: boolean
}

const NO_NAME = new Uint8Array(0)
const ORDER = ['size', 'compressedSize', 'headerOffset'] as const

/**
 * Reads the extra fields of a header. The Zip64 field holds, in this order, only those numbers that
 * are all ones in the header. Source: APPNOTE 4.5.3, 4.6.9; WinZip's AES specification.
 */
export function readExtraFields(
  extra: Uint8Array,
  fixed: HeaderNumbers,
  name: Uint8Array,
): ExtraFields {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength)
  const numbers = { ...fixed }
  const missing = ORDER.filter((name) => fixed[name] === ALL_ONES)
  let wrappedMethod = NaN
  let unicodeName = NO_NAME
  let malformed = false
  let at = 0
  while (at + 4 <= extra.length) {
    const tag = view.getUint16(at, true)
    const start = at + 4
    const end = start + view.getUint16(at + 2, true)
    malformed ||= end > extra.length
    if (end > extra.length) break
    if (tag === ZIP64) {
      for (let value = start; missing.length > 0 && value + 8 <= end; value += 8) {
        const number = missing.shift()
        if (number) numbers[number] = uint64(view, value)
      }
    } else if (tag === AES && end - start >= AES_SIZE) {
      wrappedMethod = view.getUint16(start + 5, true)
    } else if (tag === UNICODE_PATH && end - start > UNICODE_PATH_HEAD) {
      // The checksum tells whether the name was changed since by a writer that knows no such field.
      const current =
        extra[start] === UNICODE_PATH_VERSION && view.getUint32(start + 1, true) === checksum(name)
      if (current) unicodeName = extra.slice(start + UNICODE_PATH_HEAD, end)
    }
    at = end
  }
  return {
    ...numbers,
    modified: extra.length > 0 ? modifiedTime(extra) : NaN,
    wrappedMethod,
    unicodeName,
    missing,
    malformed,
  }
}

const POLYNOMIAL = 0xedb88320

/** CRC-32 bit by bit: a name is short. */
function checksum(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0)
  }
  return ~crc >>> 0
}
