import { decodeText } from './text.js'

const FIRST_SLOTS = 1_024

/**
 * Byte strings to small integers, by an open hash table over one growing arena, so that the hot path
 * makes no JavaScript string. Index 0 is the empty string.
 */
export class Interner {
  private arena = new Uint8Array(16_384)
  private used = 0
  private slots = new Uint32Array(FIRST_SLOTS)
  private hashes: number[] = [0]
  private starts: number[] = [0]
  private ends: number[] = [0]
  private taken = 1

  intern(bytes: Uint8Array, start: number, end: number): number {
    if (start >= end) return 0
    const hash = hashBytes(bytes, start, end)
    const mask = this.slots.length - 1
    let slot = hash & mask
    for (;;) {
      const index = this.slots[slot] as number
      if (index === 0) break
      if (this.hashes[index] === hash && this.equals(index, bytes, start, end)) return index
      slot = (slot + 1) & mask
    }
    return this.add(slot, hash, bytes, start, end)
  }

  internText(text: string): number {
    const bytes = new TextEncoder().encode(text)
    return this.intern(bytes, 0, bytes.length)
  }

  text(index: number): string {
    return decodeText(this.arena.subarray(this.starts[index], this.ends[index]))
  }

  /** Strings added since the last call; the first call starts with index 0, the empty string. */
  takeNew(): string[] {
    const strings: string[] = []
    if (this.taken === 1) strings.push('')
    for (; this.taken < this.starts.length; this.taken++) strings.push(this.text(this.taken))
    return strings
  }

  private add(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const length = end - start
    if (this.used + length > this.arena.length) {
      const bigger = new Uint8Array(Math.max(this.arena.length * 2, this.used + length))
      bigger.set(this.arena)
      this.arena = bigger
    }
    this.arena.set(bytes.subarray(start, end), this.used)
    const index = this.starts.length
    this.hashes.push(hash)
    this.starts.push(this.used)
    this.ends.push(this.used + length)
    this.used += length
    this.slots[slot] = index
    if (index * 2 > this.slots.length) this.rehash()
    return index
  }

  private rehash(): void {
    const slots = new Uint32Array(this.slots.length * 2)
    const mask = slots.length - 1
    for (let index = 1; index < this.hashes.length; index++) {
      let slot = (this.hashes[index] as number) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = index
    }
    this.slots = slots
  }

  private equals(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.starts[index] as number
    if ((this.ends[index] as number) - from !== end - start) return false
    const { arena } = this
    for (let at = start; at < end; at++) if (arena[from + at - start] !== bytes[at]) return false
    return true
  }
}

/** FNV-1a, 32 bits. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return hash >>> 0
}
