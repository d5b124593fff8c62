import type { EventTable } from '../../src/model/event-table.js'
import { addressOf } from '../../src/model/query/address.js'
import { TEXT_FIELDS } from '../../src/model/query/fields.js'
import type { Test } from '../../src/model/query/query.js'

export type TextColumn = (typeof TEXT_FIELDS)[number]

/** The distinct values of a column of texts, as indices of strings, the most frequent first. */
export interface Distinct {
  readonly values: Uint32Array
  /** Records of each. */
  readonly counts: Float64Array
}

/** Rank of an empty text: it stands last whichever way the rows are sorted. */
export const NO_RANK = 0xffffffff

/** Tests whose result is kept: those of one query. Each takes a byte a string. */
const REMEMBERED = 12

/** What is worked out once of a table, when it is first asked for. */
export class TableIndex {
  private readonly distincts = new Map<TextColumn, Distinct>()
  private readonly ranked = new Map<TextColumn, Uint32Array>()
  private readonly memory = new Map<string, Uint8Array>()
  private entries = -1

  constructor(
    readonly table: EventTable,
    /** Path of an entry. */
    readonly pathOf: (entry: number) => string,
  ) {}

  /** One more than the highest entry that rows stand in. */
  get entriesEnd(): number {
    if (this.entries >= 0) return this.entries
    const { entry, length } = this.table
    let highest = -1
    for (let row = 0; row < length; row++) {
      if ((entry[row] as number) > highest) highest = entry[row] as number
    }
    this.entries = highest + 1
    return this.entries
  }

  /**
   * Which strings meet a test, as `work` gives it or gave it before: a range that is dragged and a change
   * of order ask the same again and again.
   */
  remembered(test: Test, work: () => Uint8Array): Uint8Array {
    const key = JSON.stringify(test)
    const bits = this.memory.get(key) ?? work()
    this.memory.delete(key)
    this.memory.set(key, bits)
    const [oldest] = this.memory.keys()
    if (this.memory.size > REMEMBERED && oldest !== undefined) this.memory.delete(oldest)
    return bits
  }

  distinct(column: TextColumn): Distinct {
    const known = this.distincts.get(column)
    if (known) return known
    const made = distinctOf(this.table[column], this.table)
    this.distincts.set(column, made)
    return made
  }

  /** Counts the values of a column that is not counted yet; false where there is none. */
  prepareNext(): boolean {
    const next = TEXT_FIELDS.find((column) => !this.distincts.has(column))
    if (next) this.distinct(next)
    return next !== undefined
  }

  /** By index of a string: its place among the column's values in order, addresses by number. */
  ranks(column: TextColumn): Uint32Array {
    const known = this.ranked.get(column)
    if (known) return known
    const { strings } = this.table
    const { values } = this.distinct(column)
    const address = column === 'client' || column === 'forwarded'
    const ordered = Array.from(values, (index) => keyOf(index, strings[index] ?? '', address))
    ordered.sort(compareKeys)
    const ranks = new Uint32Array(strings.length)
    ordered.forEach(({ index }, rank) => (ranks[index] = rank))
    ranks[0] = NO_RANK
    this.ranked.set(column, ranks)
    return ranks
  }
}

function distinctOf(column: Uint32Array, { further, length, strings }: EventTable): Distinct {
  const counted = new Float64Array(strings.length)
  for (let row = 0; row < length; row++) {
    counted[column[row] as number]! += 1 + (further[row] as number)
  }
  const used: number[] = []
  for (let index = 0; index < counted.length; index++) if (counted[index] !== 0) used.push(index)
  used.sort((a, b) => (counted[b] as number) - (counted[a] as number) || a - b)
  const values = Uint32Array.from(used)
  return { values, counts: Float64Array.from(used, (index) => counted[index] as number) }
}

interface Key {
  readonly index: number
  readonly text: string
  /** Of an address; addresses stand before what is none. */
  readonly number: readonly number[] | null
}

function keyOf(index: number, text: string, address: boolean): Key {
  return { index, text, number: address ? addressOf(text) : null }
}

function compareKeys(a: Key, b: Key): number {
  if (a.number && b.number) {
    for (const [at, group] of a.number.entries()) {
      const differs = group - (b.number[at] as number)
      if (differs !== 0) return differs
    }
  } else if (a.number || b.number) return a.number ? -1 : 1
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0
}
