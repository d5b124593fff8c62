import type { Bytes } from '../../src/model/units.js'
import { Inflater } from './inflater.js'
import type { Kernel, KernelModule } from './module.js'

/** What one Deflate stream gave. */
export interface InflatedStream {
  /** Bytes of compressed data that it takes up; all of them where it does not end. */
  readonly consumed: Bytes
  readonly produced: Bytes
  readonly crc32: number
  /** Why it ends where it does, '' where it is whole. */
  readonly error: string
}

/** Inflates one stream after another and counts what comes out, CRC-32 included. One at a time. */
export class CheckedInflater {
  private readonly inflater: Inflater

  constructor(private readonly module: KernelModule) {
    this.inflater = new Inflater(module)
  }

  /**
   * One stream. `next` gives compressed bytes, null at their end; what it gives beyond the stream's
   * end is left to the caller by `consumed`. `onOutput` sees each piece, which the next overwrites.
   */
  async run(
    next: () => Promise<Uint8Array | null>,
    onOutput: (bytes: Uint8Array) => boolean = () => true,
  ): Promise<InflatedStream> {
    const { inflater, module } = this
    const crc32 = module.exports['crc32'] as Kernel
    let crc = 0
    let fed: Uint8Array = new Uint8Array(0)
    const end = (error: string): InflatedStream => ({
      consumed: inflater.consumed,
      produced: inflater.produced,
      crc32: crc >>> 0,
      error,
    })
    inflater.start()
    for (;;) {
      if (inflater.state === 'ended') return end('')
      if (inflater.state === 'failed') return end(inflater.error)
      if (inflater.state === 'needs-input') {
        if (fed.length === 0) {
          const more = await next()
          if (!more) return end('the data is cut off')
          fed = more
        }
        fed = fed.subarray(inflater.feed(fed))
      }
      const length = inflater.step()
      if (length === 0) continue
      const at = inflater.outputAt
      crc = crc32(crc, at, length)
      if (!onOutput(module.bytes().subarray(at, at + length))) return end('stopped')
    }
  }
}
