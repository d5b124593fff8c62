import type { Chunk } from '../parser.js'
import { MOST_RECORD_BYTES, UsnRecord } from './usn-record.js'

/** Takes the record that `record` holds, of `view`; `offset` is its place in the entry. */
export interface TakeUsn {
  record(record: UsnRecord, view: DataView, offset: number): void
  /** Bytes that are neither records nor zeros; `end` is where records go on. */
  damage(offset: number, end: number, first: string): void
}

const ALIGNED = 8
const NO_WORDS = new Uint32Array(0)

/**
 * Finds the records of a journal in its bytes, given chunk by chunk. Between them stand zeros, gigabytes
 * of them where a collector wrote out the part that Windows had given back.
 */
export class UsnPages {
  private readonly record = new UsnRecord()
  /** The bytes carried over and a chunk. */
  private bytes = new Uint8Array(0)
  private words = NO_WORDS
  /** Bytes of an unfinished record from the chunk before. */
  private carried = 0
  /** Offset in the entry of what comes next. */
  private next = 0
  private damagedAt = NaN
  private firstDamaged = ''

  constructor(private readonly take: TakeUsn) {}

  /** Chunks are given in order without a gap, and `end` behind the last. */
  read({ bytes, base }: Chunk): void {
    if (this.carried === 0 && isZero(bytes)) {
      this.endDamage(base)
      this.next = base + bytes.length
      return
    }
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.carried)
    this.next = base + bytes.length
    this.scan(this.carried + bytes.length, false)
  }

  end(): void {
    this.scan(this.carried, true)
    this.endDamage(this.next)
  }

  /** Reads the first `length` bytes of the buffer, whose end is at `next` in the entry. */
  private scan(length: number, isLast: boolean): void {
    const { bytes, words } = this
    const base = this.next - length
    // What stands behind the end is of an earlier chunk.
    bytes.fill(0, length, length + ALIGNED)
    const view = new DataView(bytes.buffer, 0, length)
    const sure = isLast ? length : length - MOST_RECORD_BYTES
    let at = 0
    while (at < length) {
      const word = at >>> 2
      if (words[word] === 0 && words[word + 1] === 0) {
        this.endDamage(base + at)
        at += ALIGNED
      } else if (this.record.load(view, at)) {
        this.endDamage(base + at)
        this.take.record(this.record, view, base + at)
        at += this.record.size
      } else if (at > sure) break
      else {
        this.beginDamage(at, base)
        at += ALIGNED
      }
    }
    this.carried = Math.max(0, length - at)
    bytes.copyWithin(0, at, at + this.carried)
  }

  private reserve(chunk: number): void {
    const needed = (chunk + MOST_RECORD_BYTES + 2 * ALIGNED) & -ALIGNED
    if (this.bytes.length >= needed) return
    const bytes = new Uint8Array(needed)
    bytes.set(this.bytes.subarray(0, this.carried))
    this.bytes = bytes
    this.words = new Uint32Array(bytes.buffer)
  }

  private beginDamage(at: number, base: number): void {
    if (!Number.isNaN(this.damagedAt)) return
    this.damagedAt = base + at
    this.firstDamaged = this.bytes.subarray(at, at + ALIGNED).toString()
  }

  private endDamage(offset: number): void {
    if (Number.isNaN(this.damagedAt)) return
    this.take.damage(this.damagedAt, offset, this.firstDamaged)
    this.damagedAt = NaN
  }
}

/** Sixteen bytes at a time where they lie so. */
function isZero(bytes: Uint8Array): boolean {
  const { buffer, byteOffset, length } = bytes
  const whole = (byteOffset & 3) === 0 ? length >>> 4 : 0
  const words = whole === 0 ? NO_WORDS : new Uint32Array(buffer, byteOffset, 4 * whole)
  for (let at = 0; at < words.length; at += 4) {
    const some =
      (words[at] as number) |
      (words[at + 1] as number) |
      (words[at + 2] as number) |
      (words[at + 3] as number)
    if (some !== 0) return false
  }
  for (let at = 16 * whole; at < length; at++) if (bytes[at] !== 0) return false
  return true
}
