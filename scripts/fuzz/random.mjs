/** Numbers that are the same in every run of the same seed (xorshift, 32 bits). */
export class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed >>> 0 || 1
  }

  /**
   * A whole number from 0 to `below` less one.
   * @param {number} below
   * @returns {number}
   */
  below(below) {
    this.state ^= this.state << 13
    this.state ^= this.state >>> 17
    this.state ^= this.state << 5
    return (this.state >>> 0) % below
  }

  /**
   * @template T
   * @param {readonly T[]} list
   * @returns {T}
   */
  pick(list) {
    return list[this.below(list.length)]
  }

  /**
   * @param {number} length
   * @returns {Uint8Array}
   */
  bytes(length) {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; at++) bytes[at] = this.below(256)
    return bytes
  }
}
