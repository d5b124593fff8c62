import { LEFT_OUT } from '../../src/model/event-table.js'
import { decodeText } from '../text.js'
import type { KernelModule } from './module.js'

const KEYS_LENGTH = 1_024
const NO_MEMORY = 0xffff_ffff
/** Room for texts that a parser makes itself: a byte of an ANSI page becomes three of UTF-8 at most. */
const TEXT_GROWTH = 3
const OWN_STRINGS = 64
const OWN_BYTES = 4_096

interface Calls {
  internOpen(): number
  internKeys(state: number): number
  internClose(state: number): void
  internFull(state: number, index: number): void
  internCount(state: number): number
  internAddress(state: number, index: number): number
  internLength(state: number, index: number): number
  internReserve(state: number, bytes: number, strings: number): number
  internRoom(state: number, length: number): number
  intern(state: number, at: number, length: number): number
}

/** Chosen anew in each worker, so that evidence cannot be written to make all its strings collide. */
const KEYS = crypto.getRandomValues(new Uint8Array(KEYS_LENGTH))

const encoder = new TextEncoder()

/**
 * Byte strings to small integers, in kernel memory. Index 0 is the empty string; others go up in order
 * of first sight. Memory grows, and views of it are detached, when it is made, in `reserve`, and for
 * what was not reserved. When memory is out, new strings are all given the index of `LEFT_OUT`.
 * `close` gives all back. Making one throws RangeError when memory is out.
 */
export class Interner {
  /** Memory is out: what is new from now on is left out. */
  full = false

  /** Address of the table, for kernels that intern themselves; 0 once closed. */
  state: number
  private readonly calls: Calls
  private standIn = 0

  constructor(private readonly module: KernelModule) {
    this.calls = module.exports as unknown as Calls
    this.state = this.calls.internOpen() >>> 0
    if (this.state === 0) throw outOfMemory()
    module.bytes().set(KEYS, this.calls.internKeys(this.state) >>> 0)
  }

  /**
   * Takes what the strings of `bytes` bytes of text, `strings` of them at most, can need, and texts
   * made of them. Call before a block's bytes are looked at.
   */
  reserve(bytes: number, strings: number): void {
    const room = bytes * TEXT_GROWTH + OWN_BYTES
    if (this.full || this.calls.internReserve(this.state, room, strings + OWN_STRINGS) !== 0) return
    this.fill()
  }

  /** Index of bytes[start .. end); equal bytes give equal indices. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    if (start >= end) return 0
    const length = end - start
    const { calls, module, state } = this
    let at = bytes.byteOffset + start
    if (bytes.buffer !== module.memory.buffer) {
      at = calls.internRoom(state, length) >>> 0
      if (at === 0) return this.fill()
      const into = module.bytes()
      // Most texts are short: a view of each would cost more than the copy.
      for (let byte = 0; byte < length; byte++) into[at + byte] = bytes[start + byte] as number
    }
    const index = calls.intern(state, at, length) >>> 0
    return index === NO_MEMORY ? this.fill() : index
  }

  internText(text: string): number {
    const bytes = encoder.encode(text)
    return this.intern(bytes, 0, bytes.length)
  }

  text(index: number): string {
    const { calls, state } = this
    const at = calls.internAddress(state, index) >>> 0
    const length = calls.internLength(state, index) >>> 0
    return decodeText(this.module.bytes().subarray(at, at + length))
  }

  /** Strings so far, the empty one included. */
  get count(): number {
    return this.calls.internCount(this.state) >>> 0
  }

  /** What was reserved last had room to spare; without it the empty string stands in. */
  private fill(): number {
    if (this.full) return this.standIn
    const bytes = encoder.encode(LEFT_OUT)
    const { calls, state } = this
    const at = calls.internRoom(state, bytes.length) >>> 0
    if (at !== 0) {
      this.module.bytes().set(bytes, at)
      const index = calls.intern(state, at, bytes.length) >>> 0
      if (index !== NO_MEMORY) this.standIn = index
    }
    this.full = true
    calls.internFull(state, this.standIn)
    return this.standIn
  }

  /** Nothing else may be called afterwards. */
  close(): void {
    if (this.state !== 0) this.calls.internClose(this.state)
    this.state = 0
  }
}

function outOfMemory(): RangeError {
  return new RangeError('the memory of the kernels cannot grow')
}
