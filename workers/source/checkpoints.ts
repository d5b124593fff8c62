import type { Bytes } from '../../src/model/units.js'
import type { InflateSnapshot } from '../kernels/inflater.js'
import type { Checkpoints } from '../protocol.js'

/** Uncompressed bytes between two checkpoints at first: about 50 ms of inflating. */
const FIRST_SPACING: Bytes = 16 * 1_024 * 1_024
const BITS = 8
/** A checkpoint without a window: three numbers. */
const FIXED_BYTES = 28

interface Kept {
  readonly offset: Bytes
  readonly line: number
  readonly bits: number
  readonly window: Promise<Uint8Array<ArrayBuffer>>
}

/**
 * Keeps places from which an entry can be read without its beginning. When they take more than their
 * budget, every second one goes and the spacing doubles.
 */
export class CheckpointKeeper {
  private kept: Kept[] = []
  private spacing: Bytes
  private used: Bytes = 0
  private readonly sizes = new Map<Kept, Bytes>()

  constructor(
    private readonly budget: Bytes,
    spacing: Bytes = FIRST_SPACING,
  ) {
    this.spacing = spacing
  }

  /** From this offset on a checkpoint is wanted. */
  get wantedAt(): Bytes {
    return (this.kept.at(-1)?.offset ?? 0) + this.spacing
  }

  /** `snapshot` is null where the entry is not compressed. */
  add(offset: Bytes, line: number, snapshot: InflateSnapshot | null): void {
    const window = snapshot ? deflate(snapshot.history) : Promise.resolve(new Uint8Array(0))
    const bits = snapshot ? snapshot.at * BITS + snapshot.bits : NaN
    const one: Kept = { offset, line, bits, window }
    this.kept.push(one)
    this.account(one, FIXED_BYTES + (snapshot?.history.length ?? 0))
    void window.then((bytes) => {
      // It may have been thinned out before it was packed.
      if (this.sizes.has(one)) this.account(one, FIXED_BYTES + bytes.length)
      if (this.used > this.budget) this.thin()
    })
  }

  /** null where none was kept. */
  async finish(): Promise<Checkpoints | null> {
    const windows: Uint8Array<ArrayBuffer>[] = []
    const ends: number[] = []
    let end = 0
    await Promise.all(this.kept.map(({ window }) => window))
    while (this.used > this.budget && this.kept.length > 0) this.thin()
    // An empty Blob costs a small entry more than its bytes do.
    if (this.kept.length === 0) return null
    for (const { window } of this.kept) {
      const bytes = await window
      windows.push(bytes)
      ends.push((end += bytes.length))
    }
    return {
      offsets: Float64Array.from(this.kept, ({ offset }) => offset),
      lines: Float64Array.from(this.kept, ({ line }) => line),
      bits: Float64Array.from(this.kept, ({ bits }) => bits),
      windowEnds: Float64Array.from(ends),
      windows: new Blob(windows),
    }
  }

  private account(one: Kept, size: Bytes): void {
    this.used += size - (this.sizes.get(one) ?? 0)
    this.sizes.set(one, size)
  }

  private thin(): void {
    const gone = this.kept.filter((_, index) => index % 2 === 0)
    for (const one of gone) {
      this.used -= this.sizes.get(one) ?? 0
      this.sizes.delete(one)
    }
    this.kept = this.kept.filter((_, index) => index % 2 === 1)
    this.spacing *= 2
  }
}

/** Where reading starts to reach an offset. */
export interface StartingPoint {
  readonly offset: Bytes
  readonly line: number
  readonly snapshot: InflateSnapshot | null
}

const BEGINNING: StartingPoint = { offset: 0, line: 0, snapshot: null }

/** The last checkpoint at or before `offset`, or the beginning. */
export async function startBefore(
  checkpoints: Checkpoints | null,
  offset: Bytes,
): Promise<StartingPoint> {
  if (!checkpoints) return BEGINNING
  const after = checkpoints.offsets.findIndex((at) => at > offset)
  const index = (after < 0 ? checkpoints.offsets.length : after) - 1
  const at = checkpoints.offsets[index]
  if (at === undefined) return BEGINNING
  const line = checkpoints.lines[index] ?? 0
  const bits = checkpoints.bits[index] ?? NaN
  if (Number.isNaN(bits)) return { offset: at, line, snapshot: null }
  const from = index === 0 ? 0 : checkpoints.windowEnds[index - 1]
  const packed = checkpoints.windows.slice(from, checkpoints.windowEnds[index])
  const window = await collect(packed.stream().pipeThrough(new DecompressionStream('deflate-raw')))
  const snapshot = { at: Math.floor(bits / BITS), bits: bits % BITS, produced: at, history: window }
  return { offset: at, line, snapshot }
}

function deflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const blob = new Blob([new Uint8Array(bytes)])
  return collect(blob.stream().pipeThrough(new CompressionStream('deflate-raw')))
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  const reader = stream.getReader()
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    length += value.length
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
