import type { Bytes } from '../../src/model/units.js'
import { viewOf, type ByteWindow } from './byte-window.js'
import type { Directory } from './central-directory.js'
import type { CentralRecord } from './central-record.js'
import type { ArchiveWarning, RawZipEntry } from './directory.js'
import type { EndRecord } from './end-record.js'
import { uncovered, type Span } from './extents.js'
import type { ReadingLimits } from '../../src/model/limits.js'
import { LOCAL_SIGNATURE, LOCAL_SIZE } from './local-header.js'
import { walkHeaders } from './salvage.js'

/** The least that a data descriptor takes. */
const DESCRIPTOR_SIZE = 12

/**
 * The directory's entries and those found by their local headers where no entry of the directory
 * is. A whole archive is covered by its directory, and then next to nothing is read.
 */
export async function complete(
  window: ByteWindow,
  { records, spans }: Directory,
  limits: ReadingLimits,
  warnings: ArchiveWarning[],
): Promise<RawZipEntry[]> {
  const listed = records.map(({ entry }) => entry)
  const here = records.filter(({ entry }) => !entry.notRead)
  const salvaged: RawZipEntry[] = []
  const strays: CentralRecord[] = []
  for (const gap of await gaps(window, here, spans)) {
    const room = limits.entries - listed.length - salvaged.length
    const found = await walkHeaders(window, gap.start, gap.end, room)
    salvaged.push(...found.entries)
    strays.push(...found.records)
    if (found.entries.length === room && room > 0) {
      const what = 'more entries may be found by their local headers than are listed'
      const wanted = `${String(limits.entries)} at most`
      warnings.push({ offset: gap.start, what, wanted, found: 'more' })
    }
  }
  if (salvaged.length === 0 && strays.length === 0) return listed
  const known = informed(salvaged, strays)
  const names = new Set(known.map(({ name }) => name))
  const kept = listed.filter((entry) => !entry.notRead || !names.has(entry.name))
  const lost = withoutData(strays, [...kept, ...known])
  if (known.length > 0) warnings.push(told(known, listed.length))
  return [...kept, ...known, ...lost]
}

/**
 * Whether an end record belongs to an archive that an entry of this one holds as it is. Such an
 * archive seems to have junk before it: the entries of the one that holds it, cut off.
 */
export async function isInsideEntry(
  window: ByteWindow,
  end: EndRecord,
  limits: ReadingLimits,
): Promise<boolean> {
  const shift = end.directoryAt - end.statedAt
  if (!end.sound || !(shift > 0)) return false
  const { spans } = await walkHeaders(window, 0, window.size, limits.entries, shift)
  return spans.some((span) => span.start < shift && span.end >= end.end)
}

/** What neither directory nor entries cover, the ends of the entries taken from their headers. */
async function gaps(
  window: ByteWindow,
  records: readonly CentralRecord[],
  spans: readonly Span[],
): Promise<Span[]> {
  const estimated = records.map((record) => {
    const { headerOffset: start, compressedSize } = record.entry
    const descriptor = record.described ? DESCRIPTOR_SIZE : 0
    return { start, end: start + record.headerBytes + compressedSize + descriptor }
  })
  const rough = uncovered([...estimated, ...spans], window.size)
  if (rough.length === 0) return []
  const ending = new Map(estimated.map(({ end }, index) => [end, records[index]]))
  const exact: Span[] = []
  for (const { start: roughStart, end } of rough) {
    const before = ending.get(roughStart)
    const start = before ? await dataEnd(window, before.entry, roughStart) : roughStart
    if (end - start > LOCAL_SIZE) exact.push({ start, end })
  }
  return exact
}

async function dataEnd(window: ByteWindow, entry: RawZipEntry, estimated: Bytes): Promise<Bytes> {
  const view = viewOf(await window.at(entry.headerOffset, LOCAL_SIZE))
  if (view.byteLength < LOCAL_SIZE || view.getUint32(0, true) !== LOCAL_SIGNATURE) return estimated
  const header = LOCAL_SIZE + view.getUint16(26, true) + view.getUint16(28, true)
  return entry.headerOffset + header + entry.compressedSize
}

/** Entries with what stray records of a directory know better than their headers. */
function informed(
  entries: readonly RawZipEntry[],
  strays: readonly CentralRecord[],
): RawZipEntry[] {
  const byName = new Map<string, RawZipEntry | null>()
  for (const { entry } of strays) byName.set(entry.name, byName.has(entry.name) ? null : entry)
  return entries.map((entry) => {
    const record = byName.get(entry.name)
    if (!record || record.compressedSize > entry.compressedSize) return entry
    const modified = Number.isNaN(record.modified) ? entry.modified : record.modified
    if (!Number.isNaN(entry.size)) return { ...entry, modified }
    const { size, compressedSize, crc32 } = record
    return { ...entry, size, compressedSize, crc32, modified }
  })
}

/** Entries that only a stray record of a directory names: listed, though there is nothing to read. */
function withoutData(
  strays: readonly CentralRecord[],
  known: readonly RawZipEntry[],
): RawZipEntry[] {
  const names = new Set(known.map(({ name }) => name))
  const notRead = 'the directory names it, but its data is not in the archive'
  return strays
    .filter(({ entry }) => !names.has(entry.name) && !entry.directory)
    .map(({ entry }) => ({ ...entry, headerOffset: NaN, salvaged: true, notRead }))
}

function told(salvaged: readonly RawZipEntry[], listed: number): ArchiveWarning {
  const count = salvaged.length
  const open = salvaged.filter(({ size }) => Number.isNaN(size)).length
  const entries = count === 1 ? '1 entry' : `${String(count)} entries`
  const unknown = open > 0 ? `, the size of ${String(open)} unknown` : ''
  return {
    offset: salvaged[0]?.headerOffset ?? NaN,
    what: `${entries} not in the directory, found by local headers and read as far as there is data`,
    wanted: 'a directory that lists all entries',
    found: `${String(listed)} listed, ${String(count)} salvaged${unknown}`,
  }
}
