import type { EventBatch, EventColumns, RowSession } from '../../src/model/event-table.js'
import type { EntryIndex } from '../../src/model/units.js'
import { Segments } from './segments.js'
import { StringPool } from './string-pool.js'

/** Rows with indices into the store's strings; emptied by a merge that takes them. */
export interface StoredBatch {
  readonly columns: EventColumns
  readonly hits: Uint32Array
  readonly sessions?: readonly RowSession[] | undefined
}

/** Batches as they come in: an entry's own string indices become the case's at once. */
export class BatchStore {
  private readonly batches = new Map<EntryIndex, StoredBatch[]>()
  /** Index in `pool` by an entry's own index. */
  private readonly local = new Map<EntryIndex, LocalNumbers>()
  private readonly pool: StringPool
  private readonly segments = new Segments()
  private stored = 0

  constructor(stringLimit = Infinity) {
    this.pool = new StringPool(stringLimit)
  }

  /** Rows of all batches. */
  get rows(): number {
    return this.stored
  }

  get strings(): readonly string[] {
    return this.pool.all
  }

  /** UTF-16 units of all strings. */
  get text(): number {
    return this.pool.held
  }

  get stringsLeftOut(): number {
    return this.pool.leftOut
  }

  /** Entries with batches, ascending. */
  get entries(): EntryIndex[] {
    return [...this.batches.keys()].sort((a, b) => a - b)
  }

  of(entry: EntryIndex): readonly StoredBatch[] {
    return this.batches.get(entry) ?? []
  }

  /** An entry's batches come in their order. */
  add(batch: EventBatch): void {
    const { entry, columns, hits, sessions, newStrings, lateStrings = [] } = batch
    const local = this.local.get(entry) ?? new LocalNumbers()
    this.local.set(entry, local)
    for (const text of newStrings) local.push(this.pool.add(text))
    for (const [index, text] of lateStrings) local.numbers[index] = this.pool.add(text)
    const kept = { columns: this.segments.add(columns, local.numbers), hits, sessions }
    const known = this.batches.get(entry)
    if (known) known.push(kept)
    else this.batches.set(entry, [kept])
    this.stored += columns.length
  }

  /** The entry will send nothing more. */
  done(entry: EntryIndex): void {
    this.local.delete(entry)
  }

  forget(entry: EntryIndex): void {
    for (const { columns } of this.of(entry)) this.stored -= columns.length
    this.batches.delete(entry)
    this.local.delete(entry)
  }

  clear(): void {
    this.batches.clear()
    this.local.clear()
  }
}

/** What an entry's own string indices are in the pool. */
class LocalNumbers {
  numbers = new Uint32Array(64)
  private count = 0

  push(number: number): void {
    if (this.count === this.numbers.length) {
      const bigger = new Uint32Array(2 * this.count)
      bigger.set(this.numbers)
      this.numbers = bigger
    }
    this.numbers[this.count++] = number
  }
}
