import { buildAutomaton, foldLiterals } from '../matcher.js'
import type { Kernel, KernelModule } from './module.js'
import { planSieve, type SievePlan } from './sieve-plan.js'
import { pairPasses, sieveTableBytes, writeSieve } from './sieve-tables.js'

/**
 * Lines in kernel memory: addresses of the text, of the u32 offsets at which they start and end, and of
 * a byte a line, which tells of those in which a literal occurs.
 */
export interface LinesAt {
  readonly text: number
  readonly starts: number
  readonly ends: number
  readonly count: number
  readonly flags: number
}

/** `automaton` alone reads every byte; `sieve` jumps where the literals allow it. Flags are the same. */
export type Engine = 'automaton' | 'sieve'

/** Address of a table that is written anew with every set of literals, in room that only grows. */
class Table {
  at = 0
  private room = 0

  constructor(private readonly module: KernelModule) {}

  reserve(bytes: number): number {
    if (bytes > this.room) {
      this.at = this.module.allocate(bytes)
      this.room = bytes
    }
    return this.at
  }
}

/**
 * Flags lines that hold a literal, as they are or percent-decoded once. Windows for `maxLines` lines
 * of `windowBytes` are taken once.
 */
export class LineMatcher {
  private readonly copies: number
  private readonly copyStarts: number
  private readonly copyEnds: number
  private readonly copyOf: number
  private readonly classes: number
  private readonly automaton: Table
  private readonly sieve: Table
  private plan: SievePlan | null = null
  private passes: readonly number[] = []

  constructor(
    private readonly module: KernelModule,
    windowBytes: number,
    maxLines: number,
  ) {
    this.copies = module.allocate(windowBytes)
    this.copyStarts = module.allocate(maxLines * 4)
    this.copyEnds = module.allocate(maxLines * 4)
    this.copyOf = module.allocate(maxLines * 4)
    this.classes = module.allocate(256 * 2)
    this.automaton = new Table(module)
    this.sieve = new Table(module)
    this.setLiterals([])
  }

  /** The literals from now on. Without `engine` the one that is faster for them. May grow the memory. */
  setLiterals(literals: readonly string[], engine: Engine = 'sieve'): void {
    const words = foldLiterals(literals)
    const { classes, table } = buildAutomaton(words)
    const automaton = this.automaton.reserve(table.length)
    this.module.bytes().set(new Uint8Array(classes.buffer), this.classes)
    this.module.bytes().set(table, automaton)
    this.plan = engine === 'sieve' ? planSieve(words) : null
    if (!this.plan) return
    const sieve = this.sieve.reserve(sieveTableBytes(this.plan))
    this.passes = pairPasses(this.plan, sieve)
    writeSieve(this.module, this.plan, sieve, this.copies)
  }

  /** Sets the flags, 1 where a literal occurs, else 0. */
  match(lines: LinesAt): void {
    this.module.bytes().fill(0, lines.flags, lines.flags + lines.count)
    this.flag(lines, 0)
    const decoded = this.decode(lines)
    this.flag(decoded, this.copyOf)
  }

  /** Decoded copies of the lines that may hold a literal only so. */
  private decode({ text, starts, ends, count, flags }: LinesAt): LinesAt {
    const { classes, copies, copyStarts, copyEnds, copyOf } = this
    const decode = this.module.exports['decode'] as Kernel
    const windows = [classes, flags, copies, copyStarts, copyEnds, copyOf]
    const made = decode(text, starts, ends, count, ...windows)
    return { text: copies, starts: copyStarts, ends: copyEnds, count: made, flags }
  }

  private flag(lines: LinesAt, linesOf: number): void {
    if (!this.plan) {
      this.runAutomaton(lines, linesOf, 0)
      return
    }
    const { text, starts, ends, count, flags } = lines
    let done = count
    if (this.plan.sieved.length > 0) {
      const sieve = this.module.exports['sieve'] as Kernel
      done = sieve(this.sieve.at, text, starts, ends, linesOf, count, flags)
    }
    const pairs = this.module.exports['pairs'] as Kernel
    for (const pass of this.passes) {
      done = Math.min(done, pairs(pass, text, starts, ends, linesOf, done, flags))
    }
    this.runAutomaton(lines, linesOf, done)
  }

  /** Lines from `first` on. */
  private runAutomaton(
    { text, starts, ends, count, flags }: LinesAt,
    linesOf: number,
    first: number,
  ): void {
    if (first === count) return
    const match = this.module.exports['match'] as Kernel
    const from = 4 * first
    const indices = linesOf === 0 ? 0 : linesOf + from
    const flagged = linesOf === 0 ? flags + first : flags
    const { classes, automaton } = this
    match(classes, automaton.at, text, starts + from, ends + from, indices, count - first, flagged)
  }
}
