import type { Pieces } from './piece.js'

/** The chunks of a stream. */
export class StreamPieces implements Pieces {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>

  constructor(stream: ReadableStream<Uint8Array>) {
    this.reader = stream.getReader()
  }

  async next(): Promise<Uint8Array | null> {
    for (;;) {
      const { done, value } = await this.reader.read()
      if (done) return null
      if (value.length > 0) return value
    }
  }

  async cancel(): Promise<void> {
    // A source that fails while it is dropped has nothing left to say.
    await this.reader.cancel().catch(() => undefined)
  }
}
