/**
 * A pipe that loses nothing: an error at the writing end reaches the reading end only after every
 * chunk that was written before it. (A TransformStream drops what it still holds.)
 */
export function handover(): {
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<Uint8Array>
} {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null
  let gone = false
  let wanted: () => void = () => undefined
  let given: () => void = () => undefined
  const nextPull = (): Promise<void> =>
    new Promise((resolve) => {
      wanted = resolve
    })
  let pulled = nextPull()

  /** Waits for the reader to ask; false when it has gone. */
  const asked = async (): Promise<boolean> => {
    await pulled
    return !gone
  }
  const readable = new ReadableStream<Uint8Array>(
    {
      start(one) {
        controller = one
      },
      pull() {
        wanted()
        return new Promise<void>((resolve) => {
          given = resolve
        })
      },
      cancel() {
        gone = true
        wanted()
      },
    },
    { highWaterMark: 0 },
  )
  const writable = new WritableStream<Uint8Array>({
    async write(chunk) {
      if (chunk.length === 0) return
      if (!(await asked())) throw new Error('nobody reads this any more')
      pulled = nextPull()
      controller?.enqueue(chunk)
      given()
    },
    async close() {
      if (await asked()) controller?.close()
      given()
    },
    async abort(reason) {
      if (await asked()) controller?.error(reason)
      given()
    },
  })
  return { readable, writable }
}
