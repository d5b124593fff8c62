import type { Bytes } from '../../src/model/units.js'
import type { ArchiveWarning } from '../zip/directory.js'
import { MAX_INFLATE_RATIO, RATIO_CHECKED_FROM } from '../zip/limits.js'

export interface Bounds {
  /** Bytes that the directory declares, more are not given out; NaN: until the data ends. */
  readonly size: Bytes
  /** Compressed bytes that they come from; NaN where nothing is compressed. */
  readonly compressedSize: Bytes
}

/** What inflaters say of bytes behind the end of their data: a descriptor, mostly. */
const BEHIND_THE_END = /junk|trailing/i

/**
 * Lets an entry's bytes pass within its bounds. One that overruns its declared size, is out of all
 * proportion, or fails, ends where it does, with a warning at that offset.
 */
export class Gate {
  private ended = false
  private passed: Bytes = 0
  private readonly most: Bytes

  constructor(
    private readonly bounds: Bounds,
    private readonly warnings: ArchiveWarning[],
  ) {
    this.most = bounds.compressedSize * MAX_INFLATE_RATIO
  }

  /** Nothing more may pass. */
  isClosed(): boolean {
    return this.ended
  }

  close(): void {
    this.ended = true
  }

  /** How many of the next `length` bytes may pass. */
  pass(length: number): number {
    if (this.ended) return 0
    const room = this.bounds.size - this.passed
    if (length > room) {
      this.passed = this.bounds.size
      this.stop('the data goes on after its declared size; the rest is not read', 'more')
      return Math.max(0, room)
    }
    this.passed += length
    if (this.passed > RATIO_CHECKED_FROM && this.passed > this.most) {
      const found = `${String(this.passed)} bytes from ${String(this.bounds.compressedSize)}`
      const wanted = `${String(MAX_INFLATE_RATIO)}:1 at most`
      this.stop('the data is packed beyond what logs can be; the rest is not read', found, wanted)
    }
    return length
  }

  /** The source has nothing more to give. */
  end(): void {
    if (this.ended) return
    if (this.passed < this.bounds.size) {
      this.stop('the data ends early', `${String(this.passed)} bytes`)
    }
    this.ended = true
  }

  /** The source cannot give more. An inflater may stumble over bytes behind a stream that is all there. */
  fail(error: unknown): void {
    if (this.ended) return
    const { size } = this.bounds
    const reason = error instanceof Error ? error.message : String(error)
    const whole = Number.isNaN(size) ? BEHIND_THE_END.test(reason) : this.passed >= size
    if (!whole) {
      this.stop('the data is damaged here; the rest cannot be read', reason, 'readable data')
    }
    this.ended = true
  }

  private stop(
    what: string,
    found: string,
    wanted = `${String(this.bounds.size)} bytes, as declared`,
  ): void {
    this.warnings.push({ offset: this.passed, what, wanted, found })
    this.ended = true
  }
}
