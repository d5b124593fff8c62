import type { Bytes } from '../../src/model/units.js'
import { MAX_INFLATE_RATIO, RATIO_CHECKED_FROM } from './limits.js'
import type { ArchiveWarning } from './directory.js'

export interface Bounds {
  /** Bytes that the directory declares, more are not given out; NaN: until the data ends. */
  readonly size: Bytes
  /** Compressed bytes that they come from; NaN where nothing is compressed. */
  readonly compressedSize: Bytes
}

export interface BoundedStream {
  /** First bytes, for a look at what it is; the stream gives them again. */
  readonly head: Uint8Array
  readonly stream: ReadableStream<Uint8Array>
}

/** What inflaters say of bytes behind the end of their data: a descriptor, mostly. */
const BEHIND_THE_END = /junk|trailing/i

/**
 * Passes a stream on within its bounds. It never errors: a source that does, overruns its declared
 * size or is out of all proportion ends where it does, with a warning at that offset. Warnings are
 * complete once the stream has ended.
 */
export async function boundStream(
  source: ReadableStream<Uint8Array>,
  bounds: Bounds,
  warnings: ArchiveWarning[],
): Promise<BoundedStream> {
  const reader = source.getReader()
  const mostOut = bounds.compressedSize * MAX_INFLATE_RATIO
  let given = 0
  let ended = false

  const stop = (what: string, wanted: string, found: string): void => {
    warnings.push({ offset: given, what, wanted, found })
    ended = true
    // A source that fails while it is dropped has nothing left to say.
    reader.cancel().catch(() => undefined)
  }

  const next = async (): Promise<Uint8Array | null> => {
    while (!ended) {
      const chunk = await read()
      if (!chunk) return null
      if (chunk.length === 0) continue
      const room = bounds.size - given
      if (chunk.length > room) {
        const declared = `${String(bounds.size)} bytes, as declared`
        stop('the data goes on after its declared size; the rest is not read', declared, 'more')
        given = bounds.size
        return room > 0 ? chunk.subarray(0, room) : null
      }
      given += chunk.length
      if (given > RATIO_CHECKED_FROM && given > mostOut) {
        const ratio = `${String(MAX_INFLATE_RATIO)}:1 at most`
        const found = `${String(given)} bytes from ${String(bounds.compressedSize)}`
        stop('the data is packed beyond what logs can be; the rest is not read', ratio, found)
      }
      return chunk
    }
    return null
  }

  const read = async (): Promise<Uint8Array | null> => {
    try {
      const { done, value } = await reader.read()
      if (!done) return value
      ended = true
      if (given < bounds.size) {
        const declared = `${String(bounds.size)} bytes, as declared`
        stop('the data ends early', declared, `${String(given)} bytes`)
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      // An inflater may stumble over bytes behind the end of a stream that is all there.
      const whole = Number.isNaN(bounds.size) ? BEHIND_THE_END.test(reason) : given >= bounds.size
      if (!whole) {
        stop('the data is damaged here; the rest cannot be read', 'readable data', reason)
      }
      ended = true
    }
    return null
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
          ended = true
          await reader.cancel().catch(() => undefined)
        },
      },
      { highWaterMark: 0 },
    ),
  }
}
