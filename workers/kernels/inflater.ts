import type { Bytes } from '../../src/model/units.js'
import type { Kernel, KernelModule } from './module.js'

/** Distances of Deflate reach so far back (RFC 1951, 2). */
const HISTORY_BYTES = 32_768
/** Most that one step puts out. */
const STEP_BYTES = 262_144
/** Most compressed bytes that wait at a time. */
const INPUT_BYTES = 262_144
const NO_STOP = 0xffff_ffff

const RESULT_NEEDS_INPUT = 1
const RESULT_OUTPUT_FULL = 2
const RESULT_ENDED = 3
const RESULT_BLOCK = 4
const FIRST_ERROR = 16

/** What is wrong with the data, by the error's number in assembly/inflate-state.ts less 16. */
const ERRORS = [
  'a block is of a type that does not exist',
  'the length of a stored block contradicts itself',
  'a block announces more codes than there are',
  'the lengths of the codes for code lengths make no code',
  'a repeated code length repeats nothing or goes past the last code',
  'a block has no code for its end',
  'the lengths of the codes for literals make no code',
  'the lengths of the codes for distances make no code',
  'a code for a literal or length stands for nothing',
  'a code for a distance stands for nothing',
  'a distance reaches before the start of the data',
] as const

/**
 * - `needs-input`: all that was fed is taken; more is needed, or the data is cut short
 * - `more`: `step` goes on
 * - `block`: at the start of a block that `stopAfter` asked for; `snapshot` can be taken, `step` goes on
 * - `ended`, `failed`: nothing more comes
 */
export type InflaterState = 'needs-input' | 'more' | 'block' | 'ended' | 'failed'

/** The start of a block inside a Deflate stream, from which it can be inflated on. */
export interface InflateSnapshot {
  /** Byte of the compressed data that the block starts in: the first to be fed. */
  readonly at: Bytes
  /** Bits of that byte, 0 to 7, that belong to what is before. */
  readonly bits: number
  /** Bytes put out before. */
  readonly produced: Bytes
  /** The last of them, at most 32 KiB. */
  readonly history: Uint8Array
}

/**
 * One Deflate stream (RFC 1951) at a time through windows of kernel memory: feed, step until it needs
 * input, feed again. Several may be under way at once, each with its own `Inflater`; `start` makes it
 * ready for the next stream. What is strict is what zlib is strict about.
 */
export class Inflater {
  private readonly inflate: Kernel
  private readonly consumedBy: Kernel
  private readonly producedBy: Kernel
  private readonly block: number
  private readonly input: number
  private readonly output: number
  private inputFrom = 0
  private inputEnd = 0
  /** Where the next output goes in the output window; what is before it is history. */
  private outputTo = 0
  private stopAt = Infinity
  private outputAt_ = 0
  private state_: InflaterState = 'needs-input'
  private error_ = ''
  private consumed_ = 0
  private produced_ = 0

  /** Throws RangeError when the kernels' memory cannot grow. */
  constructor(private readonly module: KernelModule) {
    this.inflate = this.kernel('inflate')
    this.consumedBy = this.kernel('inflateConsumed')
    this.producedBy = this.kernel('inflateProduced')
    this.block = module.allocate(this.kernel('inflateStateSize')())
    this.input = module.allocate(INPUT_BYTES)
    this.output = module.allocate(HISTORY_BYTES + STEP_BYTES)
    this.start()
  }

  start(): void {
    this.begin(0, 0, 0, 0)
  }

  startAt(snapshot: InflateSnapshot): void {
    const { at, bits, produced, history } = snapshot
    this.begin(at, bits, produced, history.length)
    this.module.bytes().set(history, this.output)
  }

  get state(): InflaterState {
    return this.state_
  }

  /** What is wrong, a sentence for the user; empty unless `failed`. */
  get error(): string {
    return this.error_
  }

  /** Address of what the last step put out. The next step may overwrite it. */
  get outputAt(): number {
    return this.outputAt_
  }

  /** Bytes of compressed data that are used, from the stream's start; at its end, exactly its length. */
  get consumed(): Bytes {
    return this.consumed_
  }

  /** Bytes put out, from the stream's start. */
  get produced(): Bytes {
    return this.produced_
  }

  /** Bytes that `feed` takes now. */
  get room(): Bytes {
    return INPUT_BYTES - (this.inputEnd - this.inputFrom)
  }

  /** Bytes fed and not taken: at the stream's end, what follows it. */
  get waiting(): Bytes {
    return this.inputEnd - this.inputFrom
  }

  /** Appends compressed bytes, as many as there is room for; how many it took. */
  feed(bytes: Uint8Array): Bytes {
    const taken = Math.min(bytes.length, this.room)
    const memory = this.module.bytes()
    if (this.inputEnd + taken > INPUT_BYTES) {
      memory.copyWithin(this.input, this.input + this.inputFrom, this.input + this.inputEnd)
      this.inputEnd -= this.inputFrom
      this.inputFrom = 0
    }
    memory.set(
      taken === bytes.length ? bytes : bytes.subarray(0, taken),
      this.input + this.inputEnd,
    )
    this.inputEnd += taken
    if (taken > 0 && this.state_ === 'needs-input') this.state_ = 'more'
    return taken
  }

  /** Stops once at the first start of a block by which so many bytes, from the stream's, are put out. */
  stopAfter(produced: Bytes): void {
    this.stopAt = produced
  }

  /** Puts out at most `most` bytes, and no more than 256 KiB; how many. They stand at `outputAt`. */
  step(most: Bytes = STEP_BYTES): Bytes {
    if (this.state_ === 'ended' || this.state_ === 'failed') return 0
    const room = Math.min(most, STEP_BYTES)
    this.makeRoom(room)
    this.outputAt_ = this.output + this.outputTo
    const result = this.inflate(
      this.block,
      this.input + this.inputFrom,
      this.inputEnd - this.inputFrom,
      this.outputAt_,
      room,
      Math.min(Math.max(this.stopAt - this.produced_, 0), NO_STOP),
    )
    const consumed = this.consumedBy(this.block)
    const produced = this.producedBy(this.block)
    this.inputFrom += consumed
    this.consumed_ += consumed
    this.outputTo += produced
    this.produced_ += produced
    this.take(result)
    return produced
  }

  /** Only while the state is `block`. */
  snapshot(): InflateSnapshot {
    if (this.state_ !== 'block') throw new RangeError('a snapshot is taken at the start of a block')
    const bits = this.kernel('inflateBitsHeld')(this.block)
    const length = Math.min(this.outputTo, HISTORY_BYTES)
    const end = this.output + this.outputTo
    return {
      at: this.consumed_ - Math.ceil(bits / 8),
      bits: (8 - (bits % 8)) % 8,
      produced: this.produced_,
      history: this.module.bytes().slice(end - length, end),
    }
  }

  private begin(at: Bytes, bits: number, produced: Bytes, history: Bytes): void {
    this.kernel('inflateStart')(this.block, bits, history)
    this.inputFrom = 0
    this.inputEnd = 0
    this.outputTo = history
    this.outputAt_ = this.output + history
    this.stopAt = Infinity
    this.state_ = 'needs-input'
    this.error_ = ''
    this.consumed_ = at
    this.produced_ = produced
  }

  /** Moves the history to the window's start when the rest of the window is too small. */
  private makeRoom(room: Bytes): void {
    if (this.outputTo + room <= HISTORY_BYTES + STEP_BYTES) return
    const from = this.output + this.outputTo - HISTORY_BYTES
    this.module.bytes().copyWithin(this.output, from, from + HISTORY_BYTES)
    this.outputTo = HISTORY_BYTES
  }

  private take(result: number): void {
    if (result === RESULT_NEEDS_INPUT) this.state_ = 'needs-input'
    else if (result === RESULT_OUTPUT_FULL) this.state_ = 'more'
    else if (result === RESULT_ENDED) this.state_ = 'ended'
    else if (result === RESULT_BLOCK) {
      this.state_ = 'block'
      this.stopAt = Infinity
    } else {
      this.state_ = 'failed'
      this.error_ = ERRORS[result - FIRST_ERROR] ?? 'the compressed data is damaged'
    }
  }

  private kernel(name: string): Kernel {
    return this.module.exports[name] as Kernel
  }
}
