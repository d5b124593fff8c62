import { COMMA, QUOTE } from '../shared/bytes.js'
import { decodeText } from '../../text.js'

const FIRST_CAPACITY = 128

/** The cells of one comma-separated line as byte ranges, RFC 4180 quoting; arrays are reused. */
export class Cells {
  starts = new Int32Array(FIRST_CAPACITY)
  ends = new Int32Array(FIRST_CAPACITY)
  count = 0

  /**
   * Splits a line; a quoted cell keeps its quotes. Exchange writes one record a line, so a quote still
   * open at the end is damage: then the line is split at every comma, and the result is false.
   */
  split(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.splitQuoted(bytes, start, end)) return true
    this.splitPlain(bytes, start, end)
    return false
  }

  private splitQuoted(bytes: Uint8Array, start: number, end: number): boolean {
    let { starts, ends } = this
    const last = starts.length - 1
    let limit = last
    let count = 0
    let at = start
    for (;;) {
      if (count > limit) {
        this.grow()
        starts = this.starts
        ends = this.ends
        limit = starts.length - 1
      }
      starts[count] = at
      if (bytes[at] === QUOTE && at < end) {
        at++
        for (;;) {
          while (at < end && bytes[at] !== QUOTE) at++
          if (at >= end) return false
          at++
          if (at >= end || bytes[at] !== QUOTE) break
          at++
        }
      }
      while (at < end && bytes[at] !== COMMA) at++
      ends[count++] = at
      if (at >= end) break
      at++
    }
    this.count = count
    return true
  }

  private splitPlain(bytes: Uint8Array, start: number, end: number): void {
    this.count = 0
    let from = start
    for (let at = start; at <= end; at++) {
      if (at < end && bytes[at] !== COMMA) continue
      if (this.count === this.starts.length) this.grow()
      this.starts[this.count] = from
      this.ends[this.count++] = at
      from = at + 1
    }
  }

  private grow(): void {
    const starts = new Int32Array(this.starts.length * 2)
    starts.set(this.starts)
    this.starts = starts
    const ends = new Int32Array(starts.length)
    ends.set(this.ends)
    this.ends = ends
  }
}

/** Text of a cell without its quotes. */
export function cellText(bytes: Uint8Array, start: number, end: number): string {
  return unquote(decodeText(bytes.subarray(start, end)))
}

export function unquote(cell: string): string {
  if (!cell.startsWith('"')) return cell
  const inner = cell.length > 1 && cell.endsWith('"') ? cell.slice(1, -1) : cell.slice(1)
  return inner.replaceAll('""', '"')
}
