import type { Bytes } from '../../src/model/units.js'
import { viewOf, type ByteWindow } from './byte-window.js'
import { MAX_CENTRAL_SIZE, readCentralRecord, type CentralRecord } from './central-record.js'
import type { ArchiveWarning, RawZipEntry } from './directory.js'
import type { EndRecord } from './end-record.js'
import type { Span } from './extents.js'
import type { ReadingLimits } from '../../src/model/limits.js'
import { LOCAL_SIGNATURE } from './local-header.js'
import { METHOD_UNSTATED } from './methods.js'

/** Stands behind the records of a signed directory. APPNOTE 4.3.13. */
const DIGITAL_SIGNATURE = 0x05054b50
/** Marks an archive that was meant to be split and is in one piece. APPNOTE 8.5.4. */
const SPLIT_MARK_BYTES = 4
const WELL_FORMED = 'a well-formed archive'

export interface Directory {
  /** Offsets are from the first byte of the file. */
  readonly records: readonly CentralRecord[]
  /** What directory and end take of the archive. */
  readonly spans: readonly Span[]
}

/** Reads the directory that an end record leads to, as far as its records make sense. */
export async function readDirectory(
  window: ByteWindow,
  end: EndRecord | null,
  limits: ReadingLimits,
  warnings: ArchiveWarning[],
): Promise<Directory> {
  if (!end) return { records: [], spans: [] }
  const tail = { start: end.directoryEnd, end: end.end }
  if (end.end < window.size) warnings.push(tolerated(end.end, 'bytes stand after the archive'))
  if (!end.sound) return { records: [], spans: [tail] }

  const stated: CentralRecord[] = []
  let at = end.directoryAt
  reading: while (at < end.directoryEnd && stated.length < limits.entries) {
    const bytes = await window.from(at, MAX_CENTRAL_SIZE)
    const whole = at + bytes.length >= window.size
    let from = 0
    while (at + from < end.directoryEnd && stated.length < limits.entries) {
      const record = readCentralRecord(bytes.subarray(from))
      if (!record) {
        const cut = !whole && from > 0 && bytes.length - from < MAX_CENTRAL_SIZE
        at += from
        if (cut) continue reading
        break reading
      }
      stated.push(record)
      from += record.length
    }
    at += from
  }
  const readTo = Math.min(await afterSignature(window, at), end.directoryEnd)
  if (stated.length === limits.entries && at < end.directoryEnd) {
    const limit = String(limits.entries)
    const what = 'the archive has more entries than are listed'
    warnings.push({ offset: at, what, wanted: `${limit} at most`, found: 'more' })
  } else if (readTo < end.directoryEnd) warnings.push(damaged(at, end, stated.length))
  else if (stated.length !== end.count) warnings.push(miscounted(end, stated.length))

  const shift = await shiftOf(window, end, stated)
  if (shift > 0) warnings.push(tolerated(shift, 'bytes stand before the archive'))
  if (shift < 0) warnings.push(tolerated(end.directoryAt, 'the archive lost bytes at its start'))
  const records = stated.map((record) => placed(record, shift, end))
  warnings.push(...oddities(records, shift))
  return { records, spans: [{ start: end.directoryAt, end: readTo }, tail] }
}

async function afterSignature(window: ByteWindow, at: Bytes): Promise<Bytes> {
  const view = viewOf(await window.at(at, 6))
  if (view.byteLength < 6 || view.getUint32(0, true) !== DIGITAL_SIGNATURE) return at
  return at + 6 + view.getUint16(4, true)
}

/** How far the archive's offsets are off: junk before it moved it, unless they allow for the junk. */
async function shiftOf(
  window: ByteWindow,
  end: EndRecord,
  records: readonly CentralRecord[],
): Promise<Bytes> {
  const shift = end.directoryAt - end.statedAt
  const first = records.find(({ entry }) => entry.method !== METHOD_UNSTATED)?.entry.headerOffset
  if (shift === 0 || first === undefined || !Number.isSafeInteger(shift)) return 0
  for (const by of [shift, 0]) {
    if (first + by < 0) continue
    const view = viewOf(await window.at(first + by, 4))
    if (view.byteLength === 4 && view.getUint32(0, true) === LOCAL_SIGNATURE) return by
  }
  return shift
}

function placed(record: CentralRecord, shift: Bytes, end: EndRecord): CentralRecord {
  const notRead = whyNotHere(record, end)
  if (!notRead && shift === 0) return record
  const headerOffset = notRead ? NaN : record.entry.headerOffset + shift
  return { ...record, entry: { ...record.entry, headerOffset, notRead } }
}

function whyNotHere({ entry, disk }: CentralRecord, end: EndRecord): string {
  if (end.disk > 0 && disk !== end.disk && !Number.isNaN(disk)) {
    return `it starts in part ${String(disk + 1)} of a split archive; join its parts`
  }
  return entry.method === METHOD_UNSTATED ? 'its Zip64 sizes are missing from the directory' : ''
}

function oddities(records: readonly CentralRecord[], shift: Bytes): ArchiveWarning[] {
  const found: ArchiveWarning[] = []
  const names = new Set<string>()
  let twice: RawZipEntry | null = null
  let first = Infinity
  for (const { entry } of records) {
    if (names.has(entry.name)) twice ??= entry
    names.add(entry.name)
    if (entry.headerOffset < first) first = entry.headerOffset
  }
  if (twice) {
    const what = 'several entries have the same name; all are kept'
    found.push(tolerated(twice.headerOffset, what, twice.name))
  }
  const malformed = records.find((record) => record.malformed)?.entry
  if (malformed) {
    const what = 'an extra field is malformed; times may be missing'
    found.push(tolerated(malformed.headerOffset, what, malformed.name))
  }
  if (shift === 0 && first > SPLIT_MARK_BYTES && Number.isFinite(first)) {
    found.push(tolerated(first, 'bytes stand before the archive'))
  }
  return found
}

function damaged(at: Bytes, end: EndRecord, read: number): ArchiveWarning {
  return {
    offset: at,
    what: 'the directory is damaged here; what it lists before is read',
    wanted: `${String(end.count)} entries`,
    found: `${String(read)} entries`,
  }
}

function miscounted(end: EndRecord, read: number): ArchiveWarning {
  const what = 'the directory lists another number of entries than it states'
  return { offset: end.at, what, wanted: String(end.count), found: String(read) }
}

function tolerated(offset: Bytes, what: string, found = 'tolerated'): ArchiveWarning {
  return { offset, what, wanted: WELL_FORMED, found }
}
