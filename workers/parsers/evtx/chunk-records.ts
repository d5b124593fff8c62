import type { ChunkBytes } from './binary-xml.js'

/** First bytes of a chunk: `ElfChnk` and a NUL. */
const CHUNK_MAGIC = [0x45, 0x6c, 0x66, 0x43, 0x68, 0x6e, 0x6b, 0] as const
const RECORD_MAGIC = 0x2a2a
const ASTERISK = 0x2a
/** The chunk's header with its tables of names and templates; the first record stands behind it. */
export const CHUNK_HEADER = 512
/** Magic, size, number, time of writing. */
export const RECORD_HEADER = 24
/** The record's size once more. */
export const RECORD_END = 4
const FREE_SPACE_AT = 48
/** Binary XML of the least length: header of the fragment and its end. */
const LEAST_RECORD = RECORD_HEADER + 5 + RECORD_END
/** Header of the fragment with which the binary XML of every record begins. */
const FRAGMENT = 0x0001010f

export function isChunk(bytes: Uint8Array, at: number): boolean {
  return CHUNK_MAGIC.every((byte, index) => bytes[at + index] === byte)
}

/** Place of the next chunk from `from` on, -1 where none is. */
export function nextChunk(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(CHUNK_MAGIC[0], from); at >= 0;) {
    if (isChunk(bytes, at)) return at
    at = bytes.indexOf(CHUNK_MAGIC[0], at + 1)
  }
  return -1
}

/** Where the chunk's header says that its records end; -1 where that cannot be. */
export function freeSpaceOf({ bytes, view }: ChunkBytes): number {
  if (bytes.length < CHUNK_HEADER) return -1
  const free = view.getUint32(FREE_SPACE_AT, true)
  return free >= CHUNK_HEADER && free <= bytes.length ? free : -1
}

/**
 * Finds a chunk's records: first one behind the other, then, behind damage and behind the chunk's last
 * record, wherever the bytes of a record's beginning stand.
 */
export class ChunkRecords {
  at = 0
  size = 0
  /** The size at the record's end is not that at its beginning: a part of it is gone. */
  isTorn = false
  private next = 0
  private bytes: Uint8Array = new Uint8Array(0)
  private view: DataView = new DataView(this.bytes.buffer)

  begin({ bytes, view }: ChunkBytes, from: number): void {
    this.bytes = bytes
    this.view = view
    this.next = from
    this.at = from
    this.size = 0
  }

  /** Place behind the record found last; what stands from here to the next is none. */
  get behind(): number {
    return this.next
  }

  /** Sets `at`, `size` and `isTorn` to the next record; false where there is none. */
  find(): boolean {
    const { bytes } = this
    for (let at = bytes.indexOf(ASTERISK, this.next); at >= 0;) {
      if (this.isRecord(at)) return true
      at = bytes.indexOf(ASTERISK, at + 1)
    }
    this.next = bytes.length
    return false
  }

  private isRecord(at: number): boolean {
    const { bytes, view } = this
    const left = bytes.length - at
    if (left < RECORD_HEADER + RECORD_END || view.getUint32(at, true) !== RECORD_MAGIC) return false
    const size = view.getUint32(at + 4, true)
    const isWhole =
      size >= LEAST_RECORD && size <= left && view.getUint32(at + size - RECORD_END, true) === size
    if (!isWhole && view.getUint32(at + RECORD_HEADER, true) !== FRAGMENT) return false
    this.at = at
    this.isTorn = !isWhole
    this.size = isWhole ? size : Math.min(Math.max(size, LEAST_RECORD), left)
    // A size that is wrong would lead past the records behind.
    this.next = isWhole ? at + size : at + RECORD_HEADER
    return true
  }
}
