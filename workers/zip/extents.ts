import type { Bytes } from '../../src/model/units.js'

export interface Extent {
  readonly headerOffset: Bytes
  readonly compressedSize: Bytes
}

/** Fixed part of a local header; the data cannot start sooner. */
const LOCAL_HEADER_SIZE = 30

/**
 * How many compressed bytes each entry may have before the next header, or the archive's end,
 * begins; -1 for an entry that starts at the same header as an earlier one. Honest entries never
 * overlap; overlapping ones multiply what is read without growing the archive, or state a size
 * that is wrong.
 */
export function availableBytes(extents: readonly Extent[], archiveSize: Bytes): number[] {
  const order = extents
    .map((_, index) => index)
    .sort((a, b) => offset(extents, a) - offset(extents, b) || a - b)
  const available = new Array<number>(extents.length).fill(0)
  let end = archiveSize
  for (let at = order.length - 1; at >= 0; at--) {
    const index = order[at] ?? 0
    const start = offset(extents, index)
    const previous = at > 0 ? offset(extents, order[at - 1] ?? 0) : NaN
    if (previous === start) {
      available[index] = -1
      continue
    }
    available[index] = Math.max(0, end - start - LOCAL_HEADER_SIZE)
    end = start
  }
  return available
}

function offset(extents: readonly Extent[], index: number): number {
  return extents[index]?.headerOffset ?? 0
}
