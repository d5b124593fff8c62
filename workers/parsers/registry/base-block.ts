import { fileTime } from './file-time.js'
import type { Bytes, Microseconds } from '../../../src/model/units.js'

/** Bytes of the base block; offsets inside a hive count from behind it. */
export const BASE_BLOCK: Bytes = 4096
/** The first sector holds every field; a log has no more of it. */
export const SECTOR: Bytes = 512
const CHECKSUM_AT = 508
const NAME_AT = 48
const NAME_BYTES = 64
const MAGIC = 0x66676572
const TYPE_HIVE = 0

/** First sector of a hive or of one of its transaction logs. */
export interface BaseBlock {
  /** Written before a change, then after it: they differ where a change was not finished. */
  readonly primary: number
  readonly secondary: number
  /** Microseconds, NaN where none is stated. */
  readonly written: Microseconds
  readonly tenths: number
  /** 0 a hive, 1 and 2 a log of the old format, 6 one of the new. */
  readonly type: number
  /** 1.x: big data from 1.4 on. */
  readonly minor: number
  /** From behind the base block. */
  readonly root: number
  readonly length: Bytes
  /** The last 31 characters of the hive's path at most. */
  readonly name: string
  readonly checksumMatches: boolean
}

export function isHive(head: Uint8Array): boolean {
  return isRegf(head) && head[28] === TYPE_HIVE
}

/** A transaction log, of which there are up to three beside a hive. */
export function isLog(head: Uint8Array): boolean {
  return isRegf(head) && head[28] !== TYPE_HIVE
}

function isRegf(head: Uint8Array): boolean {
  if (head.length < SECTOR) return false
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  // A type of 0 to 6 in four bytes, so that no text that begins with the word is taken for one.
  return view.getUint32(0, true) === MAGIC && view.getUint32(28, true) <= 6
}

/** null where `bytes` is shorter than a sector or does not begin with `regf`. */
export function readBaseBlock(bytes: Uint8Array): BaseBlock | null {
  if (bytes.length < SECTOR) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC) return null
  const name = new TextDecoder('utf-16le').decode(bytes.subarray(NAME_AT, NAME_AT + NAME_BYTES))
  const end = name.indexOf('\0')
  return {
    primary: view.getUint32(4, true),
    secondary: view.getUint32(8, true),
    ...fileTime(view, 12),
    type: view.getUint32(28, true),
    minor: view.getUint32(24, true),
    root: view.getUint32(36, true),
    length: view.getUint32(40, true),
    name: end < 0 ? name : name.slice(0, end),
    checksumMatches: view.getUint32(CHECKSUM_AT, true) === checksum(view),
  }
}

/** XOR of the words before it; the two values that it may not have are replaced. */
export function checksum(view: DataView): number {
  let sum = 0
  for (let at = 0; at < CHECKSUM_AT; at += 4) sum ^= view.getUint32(at, true)
  sum >>>= 0
  if (sum === 0xffff_ffff) return 0xffff_fffe
  return sum === 0 ? 1 : sum
}
