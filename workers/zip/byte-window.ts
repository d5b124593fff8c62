import type { Bytes } from '../../src/model/units.js'

/** Read at once: large enough that the disk, not the calls, is the limit. */
const WINDOW_BYTES = 1 << 20
/** A look at one place somewhere in the archive; its neighbours are seldom wanted. */
const GLANCE_BYTES = 4 << 10

/** Reads a file by windows, never whole. Rejects where the file can no longer be read. */
export class ByteWindow {
  readonly size: Bytes
  /** Bytes looked through so far behind what may be an entry's end: hostile archives make many. */
  lookedAhead: Bytes = 0
  private start = 0
  private bytes = new Uint8Array(0)

  constructor(
    private readonly file: Blob,
    /** Told of each window that is read. */
    private readonly onProgress: (offset: Bytes) => void,
  ) {
    this.size = file.size
  }

  /** `length` bytes from `at`, fewer at the file's end; valid until the next call. */
  async at(at: Bytes, length: number): Promise<Uint8Array> {
    if (!this.holds(at, length)) await this.load(at, Math.max(length, GLANCE_BYTES))
    const from = at - this.start
    return this.bytes.subarray(from, from + length)
  }

  /** A whole window from `at`, or what is left of one already read if that is `least` at least. */
  async from(at: Bytes, least: number): Promise<Uint8Array> {
    if (!this.holds(at, least)) await this.load(at, Math.max(least, WINDOW_BYTES))
    return this.bytes.subarray(at - this.start)
  }

  private holds(at: Bytes, length: number): boolean {
    const end = Math.min(at + length, this.size)
    return at >= this.start && end <= this.start + this.bytes.length && at <= this.size
  }

  private async load(at: Bytes, length: number): Promise<void> {
    this.bytes = new Uint8Array(await this.file.slice(at, at + length).arrayBuffer())
    this.start = at
    this.onProgress(at)
  }
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** An unsigned integer of 64 bits; beyond 2^53 it is no offset of any file, and inexact. */
export function uint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32
}
