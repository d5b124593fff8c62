const FIRST_ROWS = 256

/** Rows of `stride` numbers of 32 bits that grow at their end, `most` rows of them. */
export class RowStore {
  data: Uint32Array
  count = 0

  constructor(
    readonly stride: number,
    readonly most: number,
  ) {
    this.data = new Uint32Array(FIRST_ROWS * stride)
  }

  /** Place in `data` of a new row of zeros; -1 where there are as many as there may be. */
  add(): number {
    const { count, stride } = this
    if (count === this.most) return -1
    const at = count * stride
    if (at === this.data.length) {
      const bigger = new Uint32Array(this.data.length * 2)
      bigger.set(this.data)
      this.data = bigger
    }
    this.count = count + 1
    return at
  }
}
