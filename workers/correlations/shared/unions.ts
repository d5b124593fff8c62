/** Sets that grow together, each thing in one; members by their index. */
export class Unions {
  private readonly parents: Uint32Array

  constructor(count: number) {
    this.parents = Uint32Array.from({ length: count }, (_, index) => index)
  }

  /** The set's least member. */
  find(index: number): number {
    let root = index
    while (this.parents[root] !== root) root = this.parents[root] as number
    for (let at = index; at !== root;) {
      const next = this.parents[at] as number
      this.parents[at] = root
      at = next
    }
    return root
  }

  /** False where they were together before. */
  join(a: number, b: number): boolean {
    const [low, high] = [this.find(a), this.find(b)].sort((x, y) => x - y) as [number, number]
    if (low === high) return false
    this.parents[high] = low
    return true
  }
}
