const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * Deterministic pseudo-random numbers: xorshift128 seeded from a text, so that every day and every
 * source of traffic has its own stream and none depends on the others.
 */
export class Random {
  private readonly state: Uint32Array

  constructor(seed: string) {
    let hash = 0x811c9dc5
    const state = new Uint32Array(4)
    for (let word = 0; word < 4; word++) {
      for (let at = 0; at < seed.length; at++) {
        hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193) ^ (hash >>> 15)
      }
      state[word] = (hash ^ (0x9e3779b9 * (word + 1))) | 1
    }
    this.state = state
    for (let turn = 0; turn < 16; turn++) this.word()
  }

  /** 32 random bits. */
  word(): number {
    const { state } = this
    const first = state[0] as number
    let mixed = state[3] as number
    state[3] = state[2] as number
    state[2] = state[1] as number
    state[1] = first
    mixed ^= mixed << 11
    mixed ^= mixed >>> 8
    const next = (mixed ^ first ^ (first >>> 19)) >>> 0
    state[0] = next
    return next
  }

  /** A whole number from `low` up to and including `high`. */
  between(low: number, high: number): number {
    return low + (this.word() % (high - low + 1))
  }

  pick<T>(list: readonly T[]): T {
    return list[this.word() % list.length] as T
  }

  /** Lower-case hexadecimal digits, eight a word. */
  hex(words: number): string {
    let text = ''
    for (let word = 0; word < words; word++) {
      const bits = this.word()
      text += `${HEX[bits >>> 24] ?? ''}${HEX[(bits >>> 16) & 255] ?? ''}`
      text += `${HEX[(bits >>> 8) & 255] ?? ''}${HEX[bits & 255] ?? ''}`
    }
    return text
  }

  guid(): string {
    const digits = this.hex(4)
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      `a${digits.slice(17, 20)}`,
      digits.slice(20),
    ].join('-')
  }
}
