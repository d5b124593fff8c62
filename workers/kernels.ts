import { HashState, runHashes } from './kernels/hash-state.js'
import { LineMatcher, type Engine } from './kernels/line-matcher.js'
import type { KernelModule } from './kernels/module.js'

/** Bytes of an entry that go through the kernels at once; windows stay in the second-level cache. */
export const STEP_BYTES = 256 * 1_024
/** Text window: a line carried over from earlier steps, and a step. */
export const WINDOW_BYTES = 1_536 * 1_024
/** Kernels load and store 16 bytes at a time behind the end of what they are given. */
const SLACK_BYTES = 256
/** A step that holds nothing but newlines, the line carried over, and the rest behind the last one. */
export const MAX_LINES = STEP_BYTES + 2

interface Exports {
  readonly memory: WebAssembly.Memory
  allocate(bytes: number): number
  crc32(previous: number, at: number, length: number): number
  lines(
    text: number,
    from: number,
    end: number,
    lineStart: number,
    starts: number,
    ends: number,
    capacity: number,
  ): number
}

/** Addresses of the windows. */
interface Layout {
  readonly raw: number
  readonly text: number
  readonly starts: number
  readonly ends: number
  readonly flags: number
}

function layOut(take: (bytes: number) => number): Layout {
  return {
    raw: take(STEP_BYTES),
    text: take(WINDOW_BYTES),
    starts: take(MAX_LINES * 4),
    ends: take(MAX_LINES * 4),
    flags: take(MAX_LINES),
  }
}

/**
 * The kernels, their memory, and the windows of one text. A fork has windows of its own in the same
 * memory, so that several texts are read side by side. Views are valid until the memory grows.
 */
export class Kernels implements KernelModule {
  readonly exports: KernelModule['exports']
  readonly memory: WebAssembly.Memory
  private readonly layout: Layout
  private readonly matcher: LineMatcher
  private readonly hash: HashState
  private view_ = new Uint8Array(0)

  private constructor(
    private readonly calls: Exports,
    matcher?: LineMatcher,
  ) {
    this.exports = calls as unknown as KernelModule['exports']
    this.memory = calls.memory
    this.layout = layOut((bytes) => this.allocate(bytes))
    this.hash = new HashState(this)
    this.matcher = matcher ?? new LineMatcher(this, WINDOW_BYTES, MAX_LINES)
  }

  /** Windows of their own for one more text; the literals are shared. */
  fork(): Kernels {
    return new Kernels(this.calls, this.matcher)
  }

  /** Fails with a sentence for the user where WebAssembly or its SIMD instructions are missing. */
  static async instantiate(wasm: Uint8Array): Promise<Kernels> {
    if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly')
    const bytes = new Uint8Array(wasm)
    if (!WebAssembly.validate(bytes)) {
      throw new Error('this browser has no WebAssembly SIMD instructions')
    }
    const { instance } = await WebAssembly.instantiate(bytes)
    return new Kernels(instance.exports as unknown as Exports)
  }

  bytes(): Uint8Array {
    if (this.view_.buffer !== this.memory.buffer) this.view_ = new Uint8Array(this.memory.buffer)
    return this.view_
  }

  allocate(length: number): number {
    const at = this.calls.allocate(length + SLACK_BYTES) >>> 0
    if (at === 0) throw new RangeError('the memory of the kernels cannot grow')
    return at
  }

  /**
   * The literals that `match` looks for from now on; see matcher.ts for what is folded. `engine` is for
   * tests and measurements.
   */
  setLiterals(literals: readonly string[], engine?: Engine): void {
    this.matcher.setLiterals(literals, engine)
  }

  get rawAt(): number {
    return this.layout.raw
  }

  get textAt(): number {
    return this.layout.text
  }

  /** `STEP_BYTES` for bytes that are hashed but not read as text. */
  rawWindow(): Uint8Array {
    return this.view(this.layout.raw, STEP_BYTES)
  }

  /** `WINDOW_BYTES` of text. */
  textWindow(): Uint8Array {
    return this.view(this.layout.text, WINDOW_BYTES)
  }

  /** CRC-32 of all bytes, given that of the bytes before those at `at` (0 at the start). */
  crc32At(at: number, length: number, previous: number): number {
    return this.calls.crc32(previous, at, length) >>> 0
  }

  /** CRC-32 of all bytes, given that of the bytes before (0 at the start). */
  crc32(bytes: Uint8Array, previous: number): number {
    let crc = previous
    this.eachPart(bytes, (at, length) => {
      crc = this.calls.crc32(crc, at, length) >>> 0
    })
    return crc
  }

  sha256Start(): void {
    this.hash.open({ sha256: true })
  }

  sha256Update(bytes: Uint8Array): void {
    this.eachPart(bytes, (at, length) => {
      this.hash.feed(at, length)
      runHashes(this, [this.hash])
    })
  }

  /** Ends the stream; 64 lower-case hexadecimal digits. */
  sha256Digest(): string {
    this.hash.end()
    runHashes(this, [this.hash])
    return this.hash.digests().sha256
  }

  /**
   * Lines of the text window that end in [from, end), the first of which began at `lineStart`; they
   * are then in `lineStarts` and `lineEnds`, without line ends. At most `capacity` of them.
   */
  lines(from: number, end: number, lineStart: number, capacity = MAX_LINES): number {
    const { text, starts, ends } = this.layout
    return this.calls.lines(text, from, end, lineStart, starts, ends, Math.min(capacity, MAX_LINES))
  }

  /** Offsets in the text window, a line each. */
  lineStarts(count: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, this.layout.starts, count)
  }

  lineEnds(count: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, this.layout.ends, count)
  }

  /** What `match` found. */
  candidates(count: number): Uint8Array {
    return this.view(this.layout.flags, count)
  }

  /** 1 for each line of the line table in which a literal occurs, raw or once percent-decoded. */
  match(count: number): Uint8Array {
    const { text, starts, ends, flags } = this.layout
    this.matcher.match({ text, starts, ends, count, flags })
    return this.candidates(count)
  }

  private view(at: number, length: number): Uint8Array {
    return this.bytes().subarray(at, at + length)
  }

  /** Bytes that stand in a window are used in place, others go through the raw window. */
  private eachPart(bytes: Uint8Array, feed: (at: number, length: number) => void): void {
    if (bytes.buffer === this.memory.buffer) {
      feed(bytes.byteOffset, bytes.length)
      return
    }
    const window = this.rawWindow()
    for (let from = 0; from < bytes.length; from += STEP_BYTES) {
      const part = bytes.subarray(from, from + STEP_BYTES)
      window.set(part)
      feed(window.byteOffset, part.length)
    }
  }
}
