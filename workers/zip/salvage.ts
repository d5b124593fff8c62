import type { Bytes } from '../../src/model/units.js'
import type { ByteWindow } from './byte-window.js'
import {
  CENTRAL_SIGNATURE,
  findCentralRecord,
  MAX_CENTRAL_SIZE,
  type CentralRecord,
} from './central-record.js'
import { DESCRIPTOR_SIGNATURE, signedDescriptor, type Descriptor } from './descriptor.js'
import type { RawZipEntry } from './directory.js'
import type { Span } from './extents.js'
import { methodOf } from './methods.js'
import { LOCAL_SIGNATURE, readLocalHeader, type LocalHeader } from './local-header.js'
import { salvageEnd, soundEnd } from './salvage-end.js'
import { nextRecord } from './signature-scan.js'

export interface Salvage {
  readonly entries: RawZipEntry[]
  /** What each entry takes, from its header to behind its descriptor. */
  readonly spans: Span[]
  /** Directory records met on the way: they know what a header does not. */
  readonly records: CentralRecord[]
}

/**
 * Walks the local headers between two offsets. Goes by the sizes that headers state wherever these
 * hold, so that headers inside an entry's data become no entries and nothing is read that need not
 * be; else the data is searched for its end. Entries start before `last`.
 */
export async function walkHeaders(
  window: ByteWindow,
  from: Bytes,
  to: Bytes,
  room: number,
  last = to,
): Promise<Salvage> {
  const entries: RawZipEntry[] = []
  const spans: Span[] = []
  const records: CentralRecord[] = []
  let at = from
  while (entries.length < room && at < last) {
    const next = await nextRecord(window, at, to)
    if (!next) break
    at = next.at + 1
    if (next.signature === CENTRAL_SIGNATURE && records.length < room) {
      const record = findCentralRecord(await window.at(next.at, MAX_CENTRAL_SIZE))
      if (record) records.push(record)
      if (record) at = next.at + record.length
    } else if (next.signature === LOCAL_SIGNATURE) {
      const header = await readLocalHeader(window, next.at)
      if (!header || header.dataAt > to) continue
      const { entry, end } = await salvaged(window, header, to)
      entries.push(entry)
      spans.push({ start: next.at, end })
      at = Math.max(end, header.dataAt)
    }
  }
  return { entries, spans, records }
}

async function salvaged(
  window: ByteWindow,
  header: LocalHeader,
  to: Bytes,
): Promise<{ entry: RawZipEntry; end: Bytes }> {
  const { entry, dataAt } = header
  const stated = dataAt + entry.compressedSize
  const sized = !header.unsized && (await soundEnd(window, header, to))
  if (sized) {
    if (!header.described) return { entry, end: stated }
    const descriptor = await descriptorAt(window, header, stated, to)
    // Whoever writes a descriptor has mostly left the checksum out before the data.
    const crc32 = descriptor?.crc32 ?? (entry.crc32 === 0 ? NaN : entry.crc32)
    return { entry: { ...entry, crc32 }, end: descriptor?.end ?? stated }
  }
  const { end, compressedSize, descriptor } = await salvageEnd(window, header, to)
  const { size, crc32 } = descriptor ?? (header.unsized ? { size: NaN, crc32: NaN } : entry)
  const directory = /[\\/]$/.test(entry.name) && compressedSize === 0
  const notRead = Number.isNaN(size) && needsSize(entry) ? NO_SIZE : ''
  return { entry: { ...entry, directory, compressedSize, size, crc32, notRead }, end }
}

const NO_SIZE = 'found without its size, which encryption and Deflate64 are not read without'

function needsSize({ encrypted, method }: RawZipEntry): boolean {
  return encrypted || methodOf(method) === 'deflate64'
}

async function descriptorAt(
  window: ByteWindow,
  { entry }: LocalHeader,
  at: Bytes,
  to: Bytes,
): Promise<Descriptor | null> {
  const next = await nextRecord(window, at, Math.min(at + 4, to))
  if (next?.at !== at || next.signature !== DESCRIPTOR_SIGNATURE) return null
  return signedDescriptor(window, at, entry.compressedSize, to)
}
