import type { Bytes } from '../../src/model/units.js'
import { release } from '../release.js'
import type { Pieces } from './piece.js'

/** Read at once: large enough that the disk and not the calls are the limit, small beside the windows. */
const SLICE_BYTES = 1_024 * 1_024

/** A Blob, or part of an archive that stands in for one. */
interface Slices {
  readonly size: Bytes
  slice(start: Bytes, end: Bytes): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** A file's bytes from `from` on, the next slice being read while the last one is used. */
export class BlobPieces implements Pieces {
  private at: Bytes
  private ahead: Promise<ArrayBuffer> | null = null
  /** The piece before, of which nobody wants anything any more. */
  private last: Uint8Array | null = null

  constructor(
    private readonly blob: Slices,
    from: Bytes = 0,
  ) {
    this.at = from
  }

  async next(): Promise<Uint8Array | null> {
    const slice = this.ahead ?? this.read()
    this.ahead = null
    if (!slice) return null
    if (this.last) release(this.last)
    const bytes = new Uint8Array(await slice)
    this.last = bytes
    if (bytes.length === 0) return null
    this.ahead = this.read()
    // Whoever takes it gets the failure; one that nobody takes is nobody's concern.
    this.ahead?.catch(() => undefined)
    return bytes
  }

  cancel(): Promise<void> {
    this.ahead = null
    this.at = this.blob.size
    return Promise.resolve()
  }

  private read(): Promise<ArrayBuffer> | null {
    if (this.at >= this.blob.size) return null
    const from = this.at
    this.at = Math.min(from + SLICE_BYTES, this.blob.size)
    return this.blob.slice(from, this.at).arrayBuffer()
  }
}
