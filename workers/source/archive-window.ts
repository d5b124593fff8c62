import type { Entry } from '../../src/model/evidence.js'
import type { Bytes } from '../../src/model/units.js'
import { NO_HEADER, type Sliceable } from '../zip/entry-stream.js'

/** Read at once. */
const WINDOW_BYTES = 256 * 1_024
/** Longer stretches are read by themselves. */
const SMALL_BYTES = 64 * 1_024

/** Whether an entry is read with its neighbours: asking the browser takes longer than its bytes. */
export function isSmall(compressedSize: Bytes): boolean {
  return compressedSize <= SMALL_BYTES
}

/** The archive that a worker reads small entries of: those that stand together are read together. */
export class ArchiveWindow {
  private size: Bytes = NaN
  private evidence = -1
  private start: Bytes = 0
  private end: Bytes = 0
  private held: Promise<ArrayBuffer> | null = null

  /**
   * A dropped archive by way of the window. Each message brings a handle of its own to the same file,
   * so it is known by the index of its evidence, which is one archive. null for loose files and for
   * archives inside others: of these one evidence has many.
   */
  of(file: Blob, { evidence, headerOffset, depth = 0 }: Entry): Stretch | null {
    if (!(file instanceof File) || headerOffset === NO_HEADER || depth > 0) return null
    return new Stretch(this, file, evidence, 0, file.size)
  }

  async read(file: File, evidence: number, start: Bytes, end: Bytes): Promise<ArrayBuffer> {
    if (end - start > SMALL_BYTES) return file.slice(start, end).arrayBuffer()
    if (evidence !== this.evidence || file.size !== this.size) {
      this.evidence = evidence
      this.size = file.size
      this.held = null
    }
    if (!this.held || start < this.start || end > this.end) {
      this.start = start
      this.end = Math.min(start + WINDOW_BYTES, file.size)
      this.held = file.slice(this.start, this.end).arrayBuffer()
    }
    const { held, start: from } = this
    try {
      return (await held).slice(start - from, end - from)
    } catch (error) {
      this.held = null
      throw error
    }
  }
}

/** Part of a file. */
export class Stretch implements Sliceable<Stretch> {
  constructor(
    private readonly window: ArchiveWindow,
    private readonly file: File,
    private readonly evidence: number,
    private readonly start: Bytes,
    private readonly end: Bytes,
  ) {}

  get size(): Bytes {
    return this.end - this.start
  }

  slice(start: Bytes, end: Bytes): Stretch {
    const from = Math.min(this.start + start, this.end)
    const to = Math.min(Math.max(from, this.start + end), this.end)
    return new Stretch(this.window, this.file, this.evidence, from, to)
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.window.read(this.file, this.evidence, this.start, this.end)
  }
}
