import type { Bytes } from '../../src/model/units.js'
import type { KernelModule } from '../kernels/module.js'
import type { Gate } from './gate.js'
import type { Piece, Pieces } from './piece.js'

/**
 * Told between two pieces, when all bytes before were given out: how many there were, and how many
 * newlines among them. Reading could be taken up again here.
 */
export type OnSeam = (offset: Bytes, newlines: number) => void

interface NewlineKernel {
  newlines(at: number, length: number): number
}

/**
 * An entry's bytes, put into kernel memory in steps of the reader's choice, with a look at the first
 * of them beforehand. Never rejects: what is wrong is told by the gate, and the bytes end there.
 */
export class EntrySource {
  private head: Uint8Array = new Uint8Array(0)
  private peeked = false
  private piece: Piece | null = null
  /** Bytes of `piece` that were given out. */
  private taken = 0
  private pieceLength = 0
  private offset: Bytes = 0
  private lines = 0

  constructor(
    private readonly module: KernelModule,
    private readonly pieces: Pieces,
    private readonly gate: Gate,
    private readonly onSeam: OnSeam | null = null,
  ) {}

  /** Up to the first `limit` bytes, which are given again. Call before any other; once is enough. */
  async peek(limit: number): Promise<Uint8Array> {
    if (this.peeked) return this.head
    this.peeked = true
    const parts: Uint8Array[] = []
    let length = 0
    while (length < limit) {
      const part = await this.next(limit - length)
      if (!part) break
      parts.push(part)
      length += part.length
    }
    const head = new Uint8Array(length)
    let at = 0
    for (const part of parts) {
      head.set(part, at)
      at += part.length
    }
    this.head = head
    return head
  }

  /** Puts the next bytes at an address; fewer than `length` only at the end. */
  async fill(at: number, length: number): Promise<number> {
    let filled = 0
    if (this.head.length > 0) {
      filled = Math.min(length, this.head.length)
      this.module.bytes().set(this.head.subarray(0, filled), at)
      this.head = this.head.subarray(filled)
      this.count(at, filled)
    }
    while (filled < length) {
      if (!this.piece) {
        this.onSeam?.(this.offset, this.lines)
        if (!(await this.receive())) break
      }
      const part = Math.min(length - filled, this.pieceLength - this.taken)
      this.copy(part, at + filled)
      this.count(at + filled, part)
      filled += part
    }
    return filled
  }

  /** Up to `limit` next bytes, a copy; null at the end. */
  async next(limit: number): Promise<Uint8Array | null> {
    if (this.head.length > 0) {
      const part = this.head.subarray(0, limit)
      this.head = this.head.subarray(part.length)
      return part
    }
    if (!this.piece && !(await this.receive())) return null
    const { piece, taken } = this
    if (!piece) return null
    const length = Math.min(limit, this.pieceLength - taken)
    const bytes =
      piece instanceof Uint8Array
        ? piece.slice(taken, taken + length)
        : this.module.bytes().slice(piece.at + taken, piece.at + taken + length)
    this.took(length)
    return bytes
  }

  async cancel(): Promise<void> {
    this.piece = null
    this.gate.close()
    await this.pieces.cancel()
  }

  private copy(length: number, to: number): void {
    const { piece, taken } = this
    const memory = this.module.bytes()
    if (piece instanceof Uint8Array) memory.set(piece.subarray(taken, taken + length), to)
    else if (piece) memory.copyWithin(to, piece.at + taken, piece.at + taken + length)
    this.took(length)
  }

  private count(at: number, length: number): void {
    if (!this.onSeam) return
    this.lines += (this.module.exports as unknown as NewlineKernel).newlines(at, length)
  }

  private took(length: number): void {
    this.taken += length
    if (this.taken === this.pieceLength) this.piece = null
  }

  /** False at the end. */
  private async receive(): Promise<boolean> {
    if (this.gate.isClosed()) return false
    try {
      const piece = await this.pieces.next()
      if (!piece) {
        this.gate.end()
        return false
      }
      const given = this.gate.pass(piece.length)
      if (this.gate.isClosed()) await this.pieces.cancel()
      if (given === 0) return false
      this.piece = piece
      this.pieceLength = given
      this.taken = 0
      this.offset += given
      return true
    } catch (error) {
      this.gate.fail(error)
      return false
    }
  }
}
