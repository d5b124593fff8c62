/** Seed that Windows hashes its log entries with, as two words. */
const SEED_LOW = 0x7a4e55c5
const SEED_HIGH = 0x82ef4d88

/**
 * Marvin32 of bytes[start .. end) with the seed of registry logs: the low word, then the high one.
 * Checked against the logs that Windows wrote; the function is in Microsoft's SymCrypt.
 */
export function marvin(view: DataView, start: number, end: number): readonly [number, number] {
  let low = SEED_LOW
  let high = SEED_HIGH
  const words = (end - start) >>> 2
  for (let word = 0; word < words + 2; word++) {
    const at = start + word * 4
    const value =
      word < words ? view.getUint32(at, true) : word === words ? lastWord(view, at, end) : 0
    low = (low + value) | 0
    high ^= low
    low = (rotate(low, 20) + high) | 0
    high = rotate(high, 9) ^ low
    low = (rotate(low, 27) + high) | 0
    high = rotate(high, 19)
  }
  return [low >>> 0, high >>> 0]
}

/** Up to three bytes that are left, and the bit that ends every message. */
function lastWord(view: DataView, at: number, end: number): number {
  let value = 0x80
  for (let byte = end - 1; byte >= at; byte--) value = (value << 8) | view.getUint8(byte)
  return value
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
