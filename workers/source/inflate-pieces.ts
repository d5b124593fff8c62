import type { Inflater } from '../kernels/inflater.js'
import type { KernelBytes, Pieces } from './piece.js'

/** What is wrong with a Deflate stream whose end is missing. */
export const CUT_OFF = 'the data is cut off'

/** Inflates compressed pieces in kernel memory. Rejects where the data is damaged. */
export class InflatePieces implements Pieces {
  private fed: Uint8Array = new Uint8Array(0)
  private drained = false

  constructor(
    private readonly compressed: Pieces,
    private readonly inflater: Inflater,
  ) {}

  async next(): Promise<KernelBytes | null> {
    const { inflater } = this
    for (;;) {
      // Bytes that it could still make out are given before it is told that it failed.
      if (inflater.state === 'failed') throw new Error(inflater.error)
      if (inflater.state === 'ended') return null
      if (inflater.state === 'needs-input') {
        if (this.fed.length === 0) await this.receive()
        if (this.drained) throw new Error(CUT_OFF)
        this.fed = this.fed.subarray(inflater.feed(this.fed))
      }
      const length = inflater.step()
      if (length > 0) return { at: inflater.outputAt, length }
    }
  }

  async cancel(): Promise<void> {
    await this.compressed.cancel()
  }

  private async receive(): Promise<void> {
    const piece = await this.compressed.next()
    if (piece instanceof Uint8Array) this.fed = piece
    else this.drained = true
  }
}
