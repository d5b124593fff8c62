import { buildAutomaton } from './matcher.js'

/** Bytes of an entry that go through the kernels at once; windows stay in the second-level cache. */
export const STEP_BYTES = 256 * 1_024
/** Text window: a line carried over from earlier steps, and a step. */
export const WINDOW_BYTES = 1_536 * 1_024
/** Kernels load and store 16 bytes at a time, the hash four blocks, behind the end of what they are given. */
const SLACK_BYTES = 256
/** A step that holds nothing but newlines, the line carried over, and the rest behind the last one. */
export const MAX_LINES = STEP_BYTES + 2
const PAGE_BYTES = 65_536

interface Exports {
  readonly memory: WebAssembly.Memory
  heapBase(): number
  crc32(previous: number, at: number, length: number): number
  sha256Start(): void
  sha256Update(at: number, length: number): void
  sha256Digest(): number
  lines(
    text: number,
    from: number,
    end: number,
    lineStart: number,
    starts: number,
    ends: number,
    capacity: number,
  ): number
  decode(
    text: number,
    starts: number,
    ends: number,
    count: number,
    scratch: number,
    copyStarts: number,
    copyEnds: number,
    copyOf: number,
  ): number
  match(
    classes: number,
    table: number,
    text: number,
    starts: number,
    ends: number,
    linesOf: number,
    count: number,
    flags: number,
  ): void
}

/**
 * Where the windows stand, one behind the other from the kernels' heap base on:
 * raw bytes | text | decoded copies | starts | ends | starts, ends and lines of copies | flags | classes | table
 */
interface Layout {
  readonly raw: number
  readonly text: number
  readonly copies: number
  readonly starts: number
  readonly ends: number
  readonly copyStarts: number
  readonly copyEnds: number
  readonly copyOf: number
  readonly flags: number
  readonly classes: number
  readonly table: number
}

function layOut(base: number): Layout {
  let at = base
  const take = (bytes: number): number => {
    const here = at
    at = (at + bytes + SLACK_BYTES + 15) & ~15
    return here
  }
  return {
    raw: take(STEP_BYTES),
    text: take(WINDOW_BYTES),
    copies: take(WINDOW_BYTES),
    starts: take(MAX_LINES * 4),
    ends: take(MAX_LINES * 4),
    copyStarts: take(MAX_LINES * 4),
    copyEnds: take(MAX_LINES * 4),
    copyOf: take(MAX_LINES * 4),
    flags: take(MAX_LINES),
    classes: take(256 * 2),
    table: take(0),
  }
}

/**
 * The kernels and their memory. One text at a time: the windows, the line table and the SHA-256 state
 * are there once. Views are valid until `setLiterals`, which may move the memory.
 */
export class Kernels {
  private readonly layout: Layout
  private memoryBytes = new Uint8Array(0)

  private constructor(private readonly exports: Exports) {
    this.layout = layOut((exports.heapBase() + 15) & ~15)
    this.setLiterals([])
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

  /** The literals that `match` looks for from now on; see matcher.ts for what is folded. */
  setLiterals(literals: readonly string[]): void {
    const { classes, table } = buildAutomaton(literals)
    const { memory } = this.exports
    const missing = this.layout.table + table.length + SLACK_BYTES - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
    this.memoryBytes = new Uint8Array(memory.buffer)
    this.memoryBytes.set(new Uint8Array(classes.buffer), this.layout.classes)
    this.memoryBytes.set(table, this.layout.table)
  }

  /** `STEP_BYTES` for bytes that are hashed but not read as text. */
  rawWindow(): Uint8Array {
    return this.view(this.layout.raw, STEP_BYTES)
  }

  /** `WINDOW_BYTES` of text. */
  textWindow(): Uint8Array {
    return this.view(this.layout.text, WINDOW_BYTES)
  }

  /** CRC-32 of all bytes, given that of the bytes before (0 at the start). */
  crc32(bytes: Uint8Array, previous: number): number {
    let crc = previous
    this.eachPart(bytes, (at, length) => {
      crc = this.exports.crc32(crc, at, length) >>> 0
    })
    return crc
  }

  sha256Start(): void {
    this.exports.sha256Start()
  }

  sha256Update(bytes: Uint8Array): void {
    this.eachPart(bytes, (at, length) => {
      this.exports.sha256Update(at, length)
    })
  }

  /** Ends the stream; 64 lower-case hexadecimal digits. */
  sha256Digest(): string {
    const digest = this.view(this.exports.sha256Digest(), 32)
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  }

  /**
   * Lines of the text window that end in [from, end), the first of which began at `lineStart`; they
   * are then in `lineStarts` and `lineEnds`, without line ends. At most `capacity` of them.
   */
  lines(from: number, end: number, lineStart: number, capacity = MAX_LINES): number {
    const { text, starts, ends } = this.layout
    return this.exports.lines(
      text,
      from,
      end,
      lineStart,
      starts,
      ends,
      Math.min(capacity, MAX_LINES),
    )
  }

  /** Offsets in the text window, a line each. */
  lineStarts(count: number): Uint32Array {
    return new Uint32Array(this.exports.memory.buffer, this.layout.starts, count)
  }

  lineEnds(count: number): Uint32Array {
    return new Uint32Array(this.exports.memory.buffer, this.layout.ends, count)
  }

  /** 1 for each line of the line table in which a literal occurs, raw or once percent-decoded. */
  match(count: number): Uint8Array {
    const { classes, table, text, starts, ends, flags } = this.layout
    const { copies, copyStarts, copyEnds, copyOf } = this.layout
    const found = this.view(flags, count)
    found.fill(0)
    this.exports.match(classes, table, text, starts, ends, 0, count, flags)
    const decoded = this.exports.decode(
      text,
      starts,
      ends,
      count,
      copies,
      copyStarts,
      copyEnds,
      copyOf,
    )
    this.exports.match(classes, table, copies, copyStarts, copyEnds, copyOf, decoded, flags)
    return found
  }

  private view(at: number, length: number): Uint8Array {
    return this.memoryBytes.subarray(at, at + length)
  }

  /** Bytes that stand in a window are used in place, others go through the raw window. */
  private eachPart(bytes: Uint8Array, feed: (at: number, length: number) => void): void {
    if (bytes.buffer === this.memoryBytes.buffer) {
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
