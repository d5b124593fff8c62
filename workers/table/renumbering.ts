/**
 * Numbers strings anew by first sight in the table, so that their order does not tell in which order
 * batches came. Give it the columns in a fixed order, and each in the order of its rows.
 */
export class Renumbering {
  readonly strings: string[] = ['']
  private readonly numbers: Uint32Array

  constructor(private readonly old: readonly string[]) {
    this.numbers = new Uint32Array(old.length)
  }

  /** Rows of `to` from `at` on, which are zero, become those of `from`. */
  copy(from: Uint32Array, to: Uint32Array, at: number): void {
    const { numbers } = this
    for (let row = 0; row < from.length; row++) {
      const index = from[row] as number
      if (index !== 0) to[at + row] = (numbers[index] as number) || this.add(index)
    }
  }

  replace(column: Uint32Array): void {
    this.copy(column, column, 0)
  }

  private add(index: number): number {
    const number = this.strings.push(this.old[index] ?? '') - 1
    this.numbers[index] = number
    return number
  }
}
