import type { Bytes } from '../../src/model/units.js'

/** Bytes go to the browser in pieces of this size, so that this thread never holds more. */
const PIECE_BYTES: Bytes = 4 * 1024 * 1024

/** Puts a Blob together piece by piece, up to a limit. */
export class BlobBuilder {
  size: Bytes = 0
  private readonly pieces: Blob[] = []
  private waiting: Uint8Array<ArrayBuffer>[] = []
  private waitingSize = 0

  constructor(private readonly most: Bytes) {}

  /** Copies the bytes; false where they no longer fit. */
  add(bytes: Uint8Array): boolean {
    if (this.size + bytes.length > this.most) return false
    this.size += bytes.length
    this.waiting.push(new Uint8Array(bytes))
    this.waitingSize += bytes.length
    if (this.waitingSize >= PIECE_BYTES) this.flush()
    return true
  }

  finish(): Blob {
    this.flush()
    return new Blob(this.pieces)
  }

  private flush(): void {
    if (this.waitingSize > 0) this.pieces.push(new Blob(this.waiting))
    this.waiting = []
    this.waitingSize = 0
  }
}
