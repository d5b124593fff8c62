/** A stream's bytes in pieces of the reader's choice, with a look at the first of them beforehand. */
export class ByteSource {
  private pending: Uint8Array = new Uint8Array(0)
  private ended = false
  private received = 0
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>

  /** `onError` is told once, with the number of bytes that came before; the source then ends. */
  constructor(
    stream: ReadableStream<Uint8Array>,
    private readonly onError: (offset: number, found: string) => void,
  ) {
    this.reader = stream.getReader()
  }

  /** Up to the first `limit` bytes, which `fill` gives again. Call before the first `fill`. */
  async peek(limit: number): Promise<Uint8Array> {
    const head = new Uint8Array(limit)
    const length = await this.fill(head)
    const rest = this.pending
    this.pending = new Uint8Array(length + rest.length)
    this.pending.set(head.subarray(0, length))
    this.pending.set(rest, length)
    return head.subarray(0, length)
  }

  /** Fills `target`, or as much of it as there is; 0 means the end. */
  async fill(target: Uint8Array): Promise<number> {
    let length = 0
    while (length < target.length) {
      if (this.pending.length === 0 && !(await this.receive())) break
      const part = this.pending.subarray(0, target.length - length)
      target.set(part, length)
      this.pending = this.pending.subarray(part.length)
      length += part.length
    }
    return length
  }

  /** The next chunk as it comes, null at the end. */
  async next(): Promise<Uint8Array | null> {
    if (this.pending.length === 0 && !(await this.receive())) return null
    const chunk = this.pending
    this.pending = new Uint8Array(0)
    return chunk
  }

  /** Lets the stream go without reading the rest. */
  async cancel(): Promise<void> {
    this.ended = true
    this.pending = new Uint8Array(0)
    await this.reader.cancel().catch(() => undefined)
  }

  /** False at the end. */
  private async receive(): Promise<boolean> {
    while (!this.ended) {
      try {
        const { done, value } = await this.reader.read()
        if (done) this.ended = true
        else if (value.length > 0) {
          this.received += value.length
          this.pending = value
          return true
        }
      } catch (error) {
        this.ended = true
        this.onError(this.received, error instanceof Error ? error.message : String(error))
      }
    }
    return false
  }
}
