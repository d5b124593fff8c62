import { BLANK, NUL } from '../shared/bytes.js'

const FIRST_CAPACITY = 64

function isBlank(byte: number): boolean {
  return byte === BLANK || byte === NUL
}

/** The fields of one row as byte ranges; the arrays are reused for every row. */
export class Tokens {
  starts = new Int32Array(FIRST_CAPACITY)
  ends = new Int32Array(FIRST_CAPACITY)
  count = 0

  /** Splits at blanks, a run of them being one separator; NUL counts as a blank. */
  split(bytes: Uint8Array, start: number, end: number): void {
    let { starts, ends } = this
    let count = 0
    let at = start
    for (;;) {
      while (at < end && isBlank(bytes[at] as number)) at++
      if (at >= end) break
      if (count === starts.length) {
        this.grow()
        starts = this.starts
        ends = this.ends
      }
      starts[count] = at
      while (at < end && !isBlank(bytes[at] as number)) at++
      ends[count++] = at
    }
    this.count = count
  }

  /** Splits at every single blank, so that two in a row have an empty field between them. */
  splitAtEach(bytes: Uint8Array, start: number, end: number): void {
    this.count = 0
    let from = start
    for (let at = start; at <= end; at++) {
      if (at < end && bytes[at] !== BLANK) continue
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
