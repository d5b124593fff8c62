import { leastSize } from '../../src/model/evidence.js'
import type { Bytes } from '../../src/model/units.js'
import type { ListedEntry } from '../protocol.js'
import type { ArchiveWarning } from '../zip/directory.js'
import type { ReadingLimits } from '../../src/model/limits.js'

export interface WithinLimits {
  readonly entries: readonly ListedEntry[]
  /** What was left out. */
  readonly warnings: readonly ArchiveWarning[]
}

/** Leaves out what is larger than the limits allow, by itself or in sum; what decides most is kept. */
export function withinLimits(
  entries: readonly ListedEntry[],
  { entrySize, totalSize }: ReadingLimits,
): WithinLimits {
  const reasons = new Map<ListedEntry, string>()
  const left = { count: 0, bytes: 0, first: '' }
  let total: Bytes = 0
  const read = entries.filter(({ notReadReason }) => notReadReason === '')
  for (const entry of read.sort((a, b) => a.priority - b.priority)) {
    const size = leastSize(entry)
    if (size > entrySize) {
      reasons.set(entry, `larger than the limit of ${String(entrySize)} bytes an entry`)
    } else if (total + size > totalSize) {
      reasons.set(entry, `beyond the limit of ${String(totalSize)} bytes in all`)
    } else {
      total += size
      continue
    }
    left.first ||= entry.rawPath
    left.count++
    left.bytes += size
  }
  if (left.count === 0) return { entries, warnings: [] }
  const others = left.count > 1 ? ` and ${String(left.count - 1)} more` : ''
  const what = `${left.first}${others} not read: larger than the limits, which can be raised`
  const wanted = `${String(entrySize)} bytes an entry, ${String(totalSize)} in all`
  return {
    entries: entries.map((entry) => {
      const notReadReason = reasons.get(entry)
      return notReadReason === undefined ? entry : { ...entry, notReadReason }
    }),
    warnings: [{ offset: NaN, what, wanted, found: `${String(left.bytes)} bytes` }],
  }
}
