import type { EventBatch, EventColumns } from '../src/model/event-table.js'
import { INTERNED } from '../src/model/event-table.js'

/** What an entry's own string indices stand for. */
interface Strings {
  readonly count: number
  text(index: number): string
}

/**
 * Which of an entry's strings went out with its batches. Each goes once, with the first batch that has
 * a row that needs it: strings of folded rows never do.
 */
export class SentStrings {
  /** The empty string needs no sending. */
  private sent = new Uint8Array(1_024).fill(1, 0, 1)
  /** Strings that earlier batches gave a place. */
  private known = 0

  constructor(private readonly strings: Strings) {}

  /** Strings for a batch of these rows. */
  take(columns: EventColumns): Pick<EventBatch, 'newStrings' | 'lateStrings'> {
    const { count } = this.strings
    const needed = new Uint8Array(count)
    for (const name of INTERNED) mark(needed, columns[name], columns.length)
    this.reserve(count)
    const newStrings: string[] = []
    const lateStrings: [number, string][] = []
    for (let index = 0; index < count; index++) {
      const goes = needed[index] === 1 && this.sent[index] === 0
      if (goes) this.sent[index] = 1
      if (index >= this.known) newStrings.push(goes ? this.strings.text(index) : '')
      else if (goes) lateStrings.push([index, this.strings.text(index)])
    }
    this.known = count
    return { newStrings, lateStrings }
  }

  private reserve(count: number): void {
    if (count <= this.sent.length) return
    const bigger = new Uint8Array(Math.max(this.sent.length * 2, count))
    bigger.set(this.sent)
    this.sent = bigger
  }
}

/** A small function is soon made fast code, which costs the reading of a drop little. */
function mark(needed: Uint8Array, column: Uint32Array, rows: number): void {
  for (let row = 0; row < rows; row++) needed[column[row] as number] = 1
}
