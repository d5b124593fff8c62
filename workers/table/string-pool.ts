import { LEFT_OUT } from '../../src/model/event-table.js'

/** Distinct strings of a case, by index in order of first sight; 0 is the empty string. */
export class StringPool {
  readonly all: string[] = ['']
  /** UTF-16 units of all strings. */
  held = 0
  /** Strings that were given the same stand-in, for want of room. */
  leftOut = 0
  private readonly index = new Map<string, number>([['', 0]])

  /** `limit`: UTF-16 units after which no more strings are kept. */
  constructor(private readonly limit: number) {}

  add(text: string): number {
    const known = this.index.get(text)
    if (known !== undefined) return known
    if (this.held + text.length > this.limit && text !== LEFT_OUT) {
      this.leftOut++
      return this.add(LEFT_OUT)
    }
    const index = this.all.length
    this.all.push(text)
    this.index.set(text, index)
    this.held += text.length
    return index
  }
}
