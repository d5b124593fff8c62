import { Gate, type Bounds } from '../source/gate.js'
import { StreamPieces } from '../source/stream-pieces.js'
import type { ArchiveWarning } from './directory.js'

export interface BoundedStream {
  /** First bytes, for a look at what it is; the stream gives them again. */
  readonly head: Uint8Array
  readonly stream: ReadableStream<Uint8Array>
}

/**
 * Passes a stream on within its bounds. It never errors: what is wrong with the source is a warning
 * where it ends. Warnings are complete once the stream has ended.
 */
export async function boundStream(
  source: ReadableStream<Uint8Array>,
  bounds: Bounds,
  warnings: ArchiveWarning[],
): Promise<BoundedStream> {
  const pieces = new StreamPieces(source)
  const gate = new Gate(bounds, warnings)

  const next = async (): Promise<Uint8Array | null> => {
    if (gate.isClosed()) return null
    try {
      const piece = await pieces.next()
      if (!piece) {
        gate.end()
        return null
      }
      const given = gate.pass(piece.length)
      if (gate.isClosed()) await pieces.cancel()
      return given > 0 ? piece.subarray(0, given) : null
    } catch (error) {
      gate.fail(error)
      return null
    }
  }

  let first = await next()
  return {
    head: first ?? new Uint8Array(0),
    stream: new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const chunk = first ?? (await next())
          first = null
          if (chunk) controller.enqueue(chunk)
          else controller.close()
        },
        async cancel() {
          await pieces.cancel()
        },
      },
      { highWaterMark: 0 },
    ),
  }
}
