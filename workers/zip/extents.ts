import type { Bytes } from '../../src/model/units.js'
import { LOCAL_SIZE } from './local-header.js'

export interface Extent {
  readonly headerOffset: Bytes
  readonly compressedSize: Bytes
}

/** From its first byte up to, not with, its end. */
export interface Span {
  readonly start: Bytes
  readonly end: Bytes
}

/**
 * How many compressed bytes each entry may have before the next header, or the archive's end,
 * begins; -1 for an entry that starts at the same header as an earlier one. Honest entries never
 * overlap; overlapping ones multiply what is read without growing the archive, or state a size
 * that is wrong. An entry without a header in the archive has as many as it states.
 */
export function availableBytes(extents: readonly Extent[], archiveSize: Bytes): number[] {
  const order = byOffset(extents)
  const available = extents.map(({ compressedSize }) => compressedSize)
  let end = archiveSize
  for (let at = order.length - 1; at >= 0; at--) {
    const index = order[at] ?? 0
    const start = offset(extents, index)
    const previous = at > 0 ? offset(extents, order[at - 1] ?? 0) : NaN
    if (previous === start) {
      available[index] = -1
      continue
    }
    available[index] = Math.max(0, end - start - LOCAL_SIZE)
    end = start
  }
  return available
}

/** What none of the spans covers and could hold a header, in order. */
export function uncovered(spans: readonly Span[], archiveSize: Bytes): Span[] {
  const gaps: Span[] = []
  let covered = 0
  const add = (end: Bytes): void => {
    if (end - covered > LOCAL_SIZE) gaps.push({ start: covered, end })
  }
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    add(Math.min(start, archiveSize))
    covered = Math.max(covered, end)
  }
  add(archiveSize)
  return gaps
}

/** Indices of the entries that have a header, by its offset, then in their order. */
function byOffset(extents: readonly Extent[]): Uint32Array {
  const all = Uint32Array.from(extents.keys()).filter((index) => offset(extents, index) >= 0)
  // Nearly every archive lists its entries in the order in which it holds them.
  const sorted = all.every(
    (index, at) => at === 0 || offset(extents, all[at - 1]!) <= offset(extents, index),
  )
  return sorted ? all : all.sort((a, b) => offset(extents, a) - offset(extents, b) || a - b)
}

function offset(extents: readonly Extent[], index: number): number {
  return extents[index]?.headerOffset ?? 0
}
