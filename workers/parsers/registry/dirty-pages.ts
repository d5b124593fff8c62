import type { Bytes } from '../../../src/model/units.js'
import { SECTOR } from './base-block.js'

const MAGIC = 0x54524944
const BITMAP_AT = SECTOR + 4

/** Does the log hold the old format's bitmap? */
export function hasDirtyPages(log: Uint8Array): boolean {
  if (log.length < BITMAP_AT) return false
  return new DataView(log.buffer, log.byteOffset, log.byteLength).getUint32(SECTOR, true) === MAGIC
}

/**
 * Calls `take` with each page of a log of the old format: a bit for every 512 bytes behind the base
 * block, and from the next sector on a page for every bit that is set. The number of pages that the
 * log is too short for.
 */
export function dirtyPages(
  log: Uint8Array,
  binsLength: Bytes,
  take: (offset: number, from: Bytes, to: Bytes) => void,
): number {
  const bits = Math.ceil(binsLength / SECTOR)
  const bitmapEnd = BITMAP_AT + Math.ceil(bits / 8)
  let from = Math.ceil(bitmapEnd / SECTOR) * SECTOR
  let missing = 0
  for (let bit = 0; bit < bits; bit++) {
    const byte = log[BITMAP_AT + (bit >> 3)] ?? 0
    if ((byte & (1 << (bit & 7))) === 0) continue
    if (from + SECTOR > log.length) missing++
    else take(bit * SECTOR, from, from + SECTOR)
    from += SECTOR
  }
  return missing
}
