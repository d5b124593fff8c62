import { BASE_BLOCK } from './base-block.js'
import { fileTime, type FileTime } from './file-time.js'
import type { Bytes } from '../../../src/model/units.js'

/** Told of what cannot be read: offset in the hive file, what, wanted, found. */
export type Damage = (at: Bytes, what: string, wanted: string, found: string) => void

const NONE = 0xffff_ffff
const NO_CELL = -1
/** Signatures, as little-endian words. */
const NK = 0x6b6e
const VK = 0x6b76
const LF = 0x666c
const LH = 0x686c
const LI = 0x696c
const RI = 0x6972
const DB = 0x6264
/** Of the cell: its size, and the key's fixed part. */
const KEY_BYTES = 4 + 76
const VALUE_BYTES = 4 + 20
const KEY_NAME_IS_LATIN = 0x20
const VALUE_NAME_IS_LATIN = 1
const IN_PLACE = 0x8000_0000
/** A value with its place in a list takes 28 bytes at least, a key 88; values are read twice at most. */
const BYTES_AN_ELEMENT = 10
/** Bytes that one segment of big data holds. */
const SEGMENT = 16_344
/** Windows takes 255 characters of a key and 16,383 of a value; a hostile hive's names are cut. */
const MAX_KEY_NAME_BYTES = 1_024
const MAX_VALUE_NAME_BYTES = 32_766
/** Data that is read of values at all: any number of them may share what takes a hive's half. */
const LEAST_DATA_BUDGET = 4 << 20
/** No value that is shown or read as a list is larger; Shimcache has about 100 KiB. */
export const MAX_VALUE: Bytes = 16 << 20

export interface RawValue {
  readonly type: number
  /** As stated; `data` may be shorter. */
  readonly size: Bytes
  readonly data: Uint8Array
}

/**
 * The cells of a hive in memory (regf 1.x). Positions are offsets in the file of a cell's size field;
 * -1 is no cell. Nothing here throws, follows a loop, or allocates by a length that the bytes do not bear.
 */
export class Hive {
  readonly view: DataView
  /** List elements that may still be read. */
  private budget: number
  private exhausted = false
  /** Bytes of values' names and data that may still be read. */
  private dataBudget: Bytes
  private dataExhausted = false

  constructor(
    readonly bytes: Uint8Array,
    readonly damage: Damage,
    /** Offset of `bytes` in the file, where they are a part of it: positions count from here. */
    private readonly base: Bytes = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.budget = Math.max(1_024, bytes.length / BYTES_AN_ELEMENT)
    this.dataBudget = Math.max(LEAST_DATA_BUDGET, bytes.length * 2)
  }

  /** Position of the cell at an offset from behind the base block. */
  cell(offset: number): number {
    const at = BASE_BLOCK + offset - this.base
    const isOutside = at < 0 || at + 8 > this.bytes.length
    return offset === NONE || offset % 8 !== 0 || isOutside ? NO_CELL : at
  }

  /** Behind the cell's last byte; the cell's own position where its size is impossible. */
  cellEnd(at: number): number {
    const size = Math.abs(this.view.getInt32(at, true))
    return size < 8 || at + size > this.bytes.length ? this.cutEnd(at, size) : at + size
  }

  isFree(at: number): boolean {
    return this.view.getInt32(at, true) > 0
  }

  isKey(at: number): boolean {
    return at !== NO_CELL && this.signature(at) === NK && this.cellEnd(at) >= at + KEY_BYTES
  }

  isValue(at: number): boolean {
    return at !== NO_CELL && this.signature(at) === VK && this.cellEnd(at) >= at + VALUE_BYTES
  }

  keyFlags(at: number): number {
    return this.view.getUint16(at + 6, true)
  }

  keyTime(at: number): FileTime {
    return fileTime(this.view, at + 8)
  }

  keyParent(at: number): number {
    return this.cell(this.view.getUint32(at + 20, true))
  }

  keyNameBytes(at: number): Bytes {
    return this.view.getUint16(at + 76, true)
  }

  keyName(at: number): string {
    const latin = (this.keyFlags(at) & KEY_NAME_IS_LATIN) !== 0
    const length = Math.min(this.keyNameBytes(at), MAX_KEY_NAME_BYTES)
    return this.text(at + KEY_BYTES, length, this.cellEnd(at), latin)
  }

  /** Stated numbers; the lists may hold others. */
  subkeyCount(at: number): number {
    return this.view.getUint32(at + 24, true)
  }

  valueCount(at: number): number {
    return this.view.getUint32(at + 40, true)
  }

  /** Calls `take` with the position of each subkey; what leads to none is told as damage, and counted. */
  subkeys(at: number, take: (key: number) => void): number {
    if (this.subkeyCount(at) === 0) return 0
    const list = this.cell(this.view.getUint32(at + 32, true))
    const signature = list === NO_CELL ? 0 : this.signature(list)
    if (signature !== RI) return this.leaf(at, list, take)
    let lost = 0
    const count = this.elements(list, 4)
    for (let index = 0; index < count; index++) {
      if (!this.mayRead(list)) return lost + 1
      lost += this.leaf(at, this.cell(this.view.getUint32(list + 8 + index * 4, true)), take)
    }
    return lost
  }

  /** Positions of the key's values; those that lead to none are told as damage. */
  values(at: number): { readonly found: readonly number[]; readonly lost: number } {
    const stated = this.valueCount(at)
    if (stated === 0) return { found: [], lost: 0 }
    const list = this.cell(this.view.getUint32(at + 44, true))
    if (list === NO_CELL) {
      this.damage(at, 'the list of a key’s values cannot be read', 'a cell', 'none there')
      return { found: [], lost: 1 }
    }
    const room = this.words(list)
    const found: number[] = []
    let lost = 0
    for (let index = 0; index < Math.min(stated, room); index++) {
      if (!this.mayRead(list)) return { found, lost: lost + 1 }
      const value = this.cell(this.view.getUint32(list + 4 + index * 4, true))
      if (this.isValue(value)) found.push(value)
      else {
        lost++
        this.damage(list + 4 + index * 4, 'a value cannot be read', 'vk', this.found(value))
      }
    }
    if (stated > room) {
      lost++
      this.damage(list, 'a list of values is cut short', `${stated} values`, `${room}`)
    }
    return { found, lost }
  }

  /** '' is the key's default value. */
  valueName(at: number): string {
    const latin = (this.view.getUint16(at + 20, true) & VALUE_NAME_IS_LATIN) !== 0
    const length = Math.min(this.view.getUint16(at + 6, true), MAX_VALUE_NAME_BYTES)
    return this.text(at + VALUE_BYTES, this.granted(at, length), this.cellEnd(at), latin)
  }

  valueType(at: number): number {
    return this.view.getUint32(at + 16, true)
  }

  /** A value's first `limit` bytes; short where the hive does not hold them. */
  value(at: number, limit: Bytes = MAX_VALUE): RawValue {
    const stated = this.view.getUint32(at + 8, true)
    const type = this.valueType(at)
    if (stated >= IN_PLACE) {
      const size = stated - IN_PLACE
      return { type, size, data: this.bytes.subarray(at + 12, at + 12 + Math.min(size, 4)) }
    }
    const wanted = this.granted(at, Math.min(stated, limit))
    return { type, size: stated, data: this.cellData(at, stated, wanted) }
  }

  signature(at: number): number {
    return this.view.getUint16(at + 4, true)
  }

  private cellData(value: number, size: Bytes, wanted: Bytes): Uint8Array {
    if (size === 0) return this.bytes.subarray(0, 0)
    const at = this.cell(this.view.getUint32(value + 12, true))
    if (at === NO_CELL) {
      this.damage(value, 'a value’s data cannot be read', 'a cell', 'none there')
      return this.bytes.subarray(0, 0)
    }
    const room = this.cellEnd(at) - at - 4
    if (room >= size) return this.bytes.subarray(at + 4, at + 4 + wanted)
    if (size > SEGMENT && room >= 8 && this.signature(at) === DB)
      return this.bigData(at, size, wanted)
    this.damage(at, 'a value’s data is cut short', `${size} bytes`, `${Math.max(0, room)}`)
    return this.bytes.subarray(at + 4, at + 4 + Math.max(0, Math.min(room, wanted)))
  }

  private bigData(at: number, size: Bytes, wanted: Bytes): Uint8Array {
    const list = this.cell(this.view.getUint32(at + 8, true))
    const room = list === NO_CELL ? 0 : this.words(list)
    const count = Math.min(this.view.getUint16(at + 6, true), room)
    const parts: Uint8Array[] = []
    let length = 0
    for (let index = 0; index < count && length < wanted; index++) {
      const segment = this.cell(this.view.getUint32(list + 4 + index * 4, true))
      if (segment === NO_CELL || !this.mayRead(list)) break
      const bytes = Math.min(SEGMENT, this.cellEnd(segment) - segment - 4, wanted - length)
      if (bytes <= 0) break
      parts.push(this.bytes.subarray(segment + 4, segment + 4 + bytes))
      length += bytes
    }
    if (length < wanted)
      this.damage(at, 'a value’s data is cut short', `${size} bytes`, `${length}`)
    const data = new Uint8Array(length)
    let filled = 0
    for (const part of parts) {
      data.set(part, filled)
      filled += part.length
    }
    return data
  }

  /** Elements of a list that holds one kind; `width` is 8 where a hash stands beside each. */
  private leaf(key: number, list: number, take: (key: number) => void): number {
    const signature = list === NO_CELL ? 0 : this.signature(list)
    const width = signature === LF || signature === LH ? 8 : signature === LI ? 4 : 0
    if (width === 0) {
      this.damage(key, 'a list of subkeys cannot be read', 'lf, lh, li or ri', this.found(list))
      return 1
    }
    let lost = 0
    const count = this.elements(list, width)
    for (let index = 0; index < count; index++) {
      if (!this.mayRead(list)) return lost + 1
      const at = list + 8 + index * width
      const subkey = this.cell(this.view.getUint32(at, true))
      if (this.isKey(subkey)) take(subkey)
      else {
        lost++
        this.damage(at, 'a key cannot be read', 'nk', this.found(subkey))
      }
    }
    return lost
  }

  private elements(list: number, width: number): number {
    const stated = this.view.getUint16(list + 6, true)
    const room = Math.max(0, Math.floor((this.cellEnd(list) - list - 8) / width))
    if (stated > room)
      this.damage(list, 'a list of subkeys is cut short', `${stated} keys`, `${room}`)
    return Math.min(stated, room)
  }

  /** Words that a cell holds. */
  private words(at: number): number {
    return Math.max(0, this.cellEnd(at) - at - 4) >>> 2
  }

  /** Lists that many keys share would make the reading quadratic. */
  private mayRead(list: number): boolean {
    if (this.budget-- > 0) return true
    if (!this.exhausted)
      this.damage(
        list,
        'lists name more keys and values than the hive has room for',
        'each once',
        'more',
      )
    this.exhausted = true
    return false
  }

  /** So many bytes, or none once too many were read. */
  private granted(at: number, bytes: Bytes): Bytes {
    this.dataBudget -= bytes
    if (this.dataBudget >= 0) return bytes
    if (!this.dataExhausted)
      this.damage(
        at,
        'values have more data than the hive has room for',
        'each its own',
        'shared data',
      )
    this.dataExhausted = true
    return 0
  }

  private cutEnd(at: number, size: Bytes): number {
    return size < 8 ? at : this.bytes.length
  }

  private found(at: number): string {
    if (at === NO_CELL) return 'nothing: it points outside the hive'
    const [first = 0, second = 0] = this.bytes.subarray(at + 4, at + 6)
    const hex = (byte: number) => byte.toString(16).padStart(2, '0')
    return `bytes ${hex(first)} ${hex(second)} at ${at}`
  }

  private text(start: number, length: Bytes, cellEnd: number, latin: boolean): string {
    const end = Math.min(start + length, cellEnd)
    if (end <= start) return ''
    if (!latin) return UTF16.decode(this.bytes.subarray(start, end))
    let text = ''
    // Windows drops the upper halves: bytes of 80 to 9f are the control characters of that number.
    for (let at = start; at < end; at++) text += String.fromCharCode(this.bytes[at] as number)
    return text
  }
}

const UTF16 = new TextDecoder('utf-16le', { ignoreBOM: true })
