import { RATIO_CHECKED_FROM, READING_LIMITS, type ReadingLimits } from '../../src/model/limits.js'
import type { Bytes } from '../../src/model/units.js'
import type { ArchiveWarning } from '../zip/directory.js'
import { CUT_OFF } from './inflate-pieces.js'

export interface Bounds {
  /** Bytes that the directory declares; NaN where they are not known. */
  readonly size: Bytes
  /** Compressed bytes that they come from; NaN where nothing is compressed. */
  readonly compressedSize: Bytes
  /** The usual ones where left out. */
  readonly limits?: ReadingLimits | undefined
}

/** What inflaters say of bytes behind the end of their data: a descriptor, mostly. */
const BEHIND_THE_END = /junk|trailing/i

/**
 * Lets an entry's bytes pass within its bounds. One that is out of all proportion, or fails, ends
 * where it does, with a warning at that offset. One that overruns its declared size passes, with a
 * warning: the declaration is wrong, not the data.
 */
export class Gate {
  private ended = false
  private passed: Bytes = 0
  private readonly most: Bytes
  private readonly limits: ReadingLimits

  constructor(
    private readonly bounds: Bounds,
    private readonly warnings: ArchiveWarning[],
  ) {
    this.limits = bounds.limits ?? READING_LIMITS
    this.most = bounds.compressedSize * this.limits.ratio
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
    const { size, compressedSize } = this.bounds
    const { ratio, entrySize } = this.limits
    const before = this.passed
    this.passed += length
    if (before <= size && this.passed > size) {
      const what = 'the data goes on after its declared size; it is read to its end'
      this.warnings.push({ offset: size, what, wanted: this.declared(), found: 'more' })
    }
    if (this.passed > RATIO_CHECKED_FROM && this.passed > this.most) {
      const found = `${String(this.passed)} bytes from ${String(compressedSize)}`
      const what = 'the data is packed beyond what logs can be; the rest is not read'
      this.stop(what, found, `${String(ratio)}:1 at most`)
    } else if (this.passed > entrySize) {
      const most = `${String(entrySize)} bytes an entry`
      this.stop('the data is larger than the limit; the rest is not read', 'more', most)
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
    if (reason === CUT_OFF && !Number.isNaN(size)) {
      this.end()
      return
    }
    const behind = !(this.passed < size) && BEHIND_THE_END.test(reason)
    const whole = this.passed === size || behind
    if (!whole) {
      this.stop('the data is damaged here; the rest cannot be read', reason, 'readable data')
    }
    this.ended = true
  }

  private declared(): string {
    return `${String(this.bounds.size)} bytes, as declared`
  }

  private stop(what: string, found: string, wanted = this.declared()): void {
    this.warnings.push({ offset: this.passed, what, wanted, found })
    this.ended = true
  }
}
