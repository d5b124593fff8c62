/** Shortest part of a name that is looked for. */
const SHORTEST = 3
const PAIRS = 1 << 16

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte
}

/**
 * Tells whether a name of a file holds one of some words. Of millions of names nearly all are told by
 * pairs of bytes, without a string. Letters of ASCII in either case; others as they are.
 */
export class NameSieve {
  private readonly pairs = new Uint8Array(PAIRS)
  private readonly words = new Map<number, Uint8Array[]>()
  private readonly empty: boolean

  /** Throws RangeError for a word of fewer than three bytes, which would hold nearly nothing back. */
  constructor(words: readonly string[]) {
    this.empty = words.length === 0
    for (const word of new Set(words)) {
      const bytes = new TextEncoder().encode(word).map(lower)
      if (bytes.length < SHORTEST) throw new RangeError(`${word} is too short for a name`)
      const pair = ((bytes[0] as number) << 8) | (bytes[1] as number)
      this.pairs[pair] = 1
      this.words.set(pair, [...(this.words.get(pair) ?? []), bytes])
    }
  }

  /** Of bytes[start .. end). */
  holds(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.empty || end - start < SHORTEST) return false
    let before = lower(bytes[start] as number)
    for (let at = start + 1; at < end; at++) {
      const byte = lower(bytes[at] as number)
      const pair = (before << 8) | byte
      before = byte
      if (this.pairs[pair] === 1 && this.startsAt(bytes, at - 1, end, pair)) return true
    }
    return false
  }

  private startsAt(bytes: Uint8Array, start: number, end: number, pair: number): boolean {
    const words = this.words.get(pair) ?? []
    return words.some(
      (word) =>
        word.length <= end - start &&
        word.every((byte, at) => byte === lower(bytes[start + at] as number)),
    )
  }
}
