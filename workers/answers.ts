const UNKNOWN = 0xff

/** Answers below 255 to a question about interned strings, asked of each string once. */
export class Answers {
  private known = new Uint8Array(1_024).fill(UNKNOWN)

  constructor(private readonly ask: (index: number) => number) {}

  of(index: number): number {
    const known = this.known[index]
    return known === undefined || known === UNKNOWN ? this.find(index) : known
  }

  private find(index: number): number {
    if (index >= this.known.length) {
      const bigger = new Uint8Array(Math.max(this.known.length * 2, index + 1)).fill(UNKNOWN)
      bigger.set(this.known)
      this.known = bigger
    }
    const answer = this.ask(index)
    this.known[index] = answer
    return answer
  }
}
