import type { Random } from '../../../../scripts/fuzz/random.mjs'

/** Words that length and offset fields are read wrongly with. */
const EDGES = [0, 1, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]
const MOST_CHANGES = 6
const MOST_JUNK = 48

/** A sample damaged as evidence is: bits, words, stretches, the end cut off, parts moved. Same seed, same bytes. */
export function mutate(sample: Uint8Array, random: Random): Uint8Array {
  let bytes: Uint8Array = sample.slice()
  for (let change = random.below(MOST_CHANGES) + 1; change > 0; change--) {
    if (bytes.length === 0) return bytes
    bytes = changed(bytes, random)
  }
  return bytes
}

function changed(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length)
  switch (random.below(8)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
      return bytes
    case 1:
    case 2: {
      const word = random.pick(EDGES)
      for (let byte = 0; byte < 4; byte++) bytes[at + byte] = word >>> (8 * byte)
      return bytes
    }
    case 3:
      // Most fields stand at a multiple of four, and count little.
      for (let byte = 0; byte < 4; byte++) {
        bytes[(at & ~3) + byte] = byte === 0 ? random.below(256) : 0
      }
      return bytes
    case 4:
      bytes.set(random.bytes(Math.min(MOST_JUNK, bytes.length - at)), at)
      return bytes
    case 5:
      return random.below(3) === 0 ? bytes.slice(0, at) : bytes
    case 6: {
      const from = random.below(bytes.length)
      bytes.copyWithin(at, from, from + random.below(MOST_JUNK))
      return bytes
    }
    default: {
      const gap = random.below(MOST_JUNK)
      const moved = new Uint8Array(bytes.length + gap)
      moved.set(bytes.subarray(0, at))
      moved.set(bytes.subarray(at), at + gap)
      return moved
    }
  }
}
