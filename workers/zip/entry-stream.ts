import { REASON_NESTED, type Entry } from '../../src/model/evidence.js'
import type { Bytes } from '../../src/model/units.js'
import { boundStream } from './bounded-stream.js'
import { inflate64 } from './deflate64.js'
import type { ArchiveWarning } from './directory.js'
import { openEncrypted, REASON_NO_PASSWORD } from './encrypted.js'
import { decodeEntryName } from './entry-name.js'
import { readExtraFields } from './extra-fields.js'
import { inflater } from './inflater.js'
import type { ReadingLimits } from '../../src/model/limits.js'
import { methodOf, unsupportedMethod } from './methods.js'
import { isContainer } from './signature.js'

export interface OpenedEntry {
  /** The entry's bytes, uncompressed. Never errors; ends early where they cannot be read. */
  readonly stream: ReadableStream<Uint8Array>
  /** Grows while the stream is read; complete once it has ended. Offsets are uncompressed. */
  readonly warnings: readonly ArchiveWarning[]
}

/** What finding an entry's data takes of the file that holds it: a Blob is one. */
export interface Sliceable<Part> {
  readonly size: Bytes
  slice(start: Bytes, end: Bytes): Part
  arrayBuffer(): Promise<ArrayBuffer>
}

/** Why an entry is not opened, as a value: the rest of the case goes on. */
export interface Unopened {
  readonly reason: string
}

/** `headerOffset` of a loose file, which has no header: its bytes are the file. */
export const NO_HEADER = -1

/** Opens an entry of an archive, or a loose file, for one pass over its bytes. */
export async function openEntry(
  file: Blob,
  entry: Entry,
  password?: Uint8Array,
  limits?: ReadingLimits,
): Promise<OpenedEntry | Unopened> {
  const warnings: ArchiveWarning[] = []
  const data = await findBytes(file, entry, password, warnings)
  if ('reason' in data) return data
  const { head, stream } = await bounded(data, entry, warnings, limits)
  if (isContainer(head, entry.rawPath)) {
    await stream.cancel()
    return { reason: REASON_NESTED }
  }
  return { stream, warnings }
}

/** Opens an archive that is an entry: as a part of the file where its bytes stand there as they are. */
export async function openWhole(
  file: Blob,
  entry: Entry,
  password?: Uint8Array,
  limits?: ReadingLimits,
): Promise<{ blob: Blob; warnings: readonly ArchiveWarning[] } | OpenedEntry | Unopened> {
  const warnings: ArchiveWarning[] = []
  const data = await findBytes(file, entry, password, warnings)
  if ('reason' in data) return data
  if ('blob' in data) return { blob: data.blob, warnings }
  const { stream } = await bounded(data, entry, warnings, limits)
  return { stream, warnings }
}

interface Inflating {
  readonly stream: ReadableStream<Uint8Array>
  /** NaN where nothing is compressed. */
  readonly compressedSize: Bytes
}

function bounded(
  data: { blob: Blob } | Inflating,
  { size }: Entry,
  warnings: ArchiveWarning[],
  limits?: ReadingLimits,
) {
  const { stream, compressedSize } =
    'blob' in data ? { stream: data.blob.stream(), compressedSize: NaN } : data
  return boundStream(stream, { size, compressedSize, limits }, warnings)
}

async function findBytes(
  file: Blob,
  entry: Entry,
  password: Uint8Array | undefined,
  warnings: ArchiveWarning[],
): Promise<{ blob: Blob } | Inflating | Unopened> {
  if (entry.notReadReason) return { reason: entry.notReadReason }
  if (entry.encrypted && !password) return { reason: REASON_NO_PASSWORD }
  try {
    if (entry.headerOffset === NO_HEADER) return { blob: file }
    if (password && entry.encrypted) {
      const packed = await openEncrypted(file, entry, password, warnings)
      if ('reason' in packed) return packed
      if (entry.method === 'stored') return { stream: packed.stream, compressedSize: NaN }
      const stream = await inflatedStream(packed.stream, entry)
      return { stream, compressedSize: packed.size }
    }
    const data = await findData(file, entry, warnings)
    if ('reason' in data || entry.method === 'stored') return data
    return { stream: inflated(data.blob, entry), compressedSize: data.blob.size }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { reason: `the file can no longer be read: ${why}` }
  }
}

async function inflatedStream(
  data: ReadableStream<Uint8Array>,
  entry: Entry,
): Promise<ReadableStream<Uint8Array>> {
  if (entry.method === 'deflate64') return inflate64(await new Response(data).blob(), entry.size)
  return data.pipeThrough(inflater())
}

function inflated(data: Blob, entry: Entry): ReadableStream<Uint8Array> {
  if (entry.method === 'deflate64') return inflate64(data, entry.size)
  return data.stream().pipeThrough(inflater())
}

const HEADER_SIGNATURE = 0x04034b50
const HEADER_SIZE = 30

/**
 * The entry's data in the archive. The directory is believed, as every unpacker does; the local
 * header says only where the data starts, and what differs from the directory is warned about.
 * Source: APPNOTE 4.3.7.
 */
export async function findData<Part extends Sliceable<Part>>(
  file: Part,
  entry: Entry,
  warnings: ArchiveWarning[],
): Promise<{ readonly blob: Part } | Unopened> {
  const at = entry.headerOffset
  const view = new DataView(await file.slice(at, at + HEADER_SIZE).arrayBuffer())
  if (view.byteLength < HEADER_SIZE) {
    return { reason: `the archive ends before this entry; ${String(file.size)} bytes` }
  }
  const method = view.getUint16(8, true)
  if (entry.method === 'other') return { reason: unsupportedMethod(method) }
  if (methodOf(method) !== entry.method) {
    const found = `method ${String(method)}`
    warnings.push(differs('its compression method', entry.method, found))
  }
  const nameLength = view.getUint16(26, true)
  const nameAt = at + HEADER_SIZE
  const start = nameAt + nameLength + view.getUint16(28, true)
  const rest = new Uint8Array(await file.slice(nameAt, start).arrayBuffer())
  const rawName = rest.subarray(0, nameLength)
  const numbers = { size: view.getUint32(22, true), compressedSize: 0, headerOffset: 0 }
  const { size, unicodeName } = readExtraFields(rest.subarray(nameLength), numbers, rawName)
  const name = decodeEntryName(unicodeName.length > 0 ? unicodeName : rawName)
  const signature = view.getUint32(0, true)
  if (signature !== HEADER_SIGNATURE) {
    const found = hex(signature)
    if (name !== entry.rawPath) {
      return { reason: `no local header at offset ${String(at)} (found ${found})` }
    }
    // Where the name still stands, only the signature is damaged.
    warnings.push({ offset: 0, what: 'the local header is damaged', wanted: '0x04034b50', found })
  }
  if (name !== entry.rawPath) warnings.push(differs('its name', entry.rawPath, name))
  // Both are 0 where a descriptor states them, and in some headers that leave them out.
  if (size > 0 && size !== entry.size && !Number.isNaN(entry.size)) {
    warnings.push(differs('its size', `${String(entry.size)} bytes`, `${String(size)} bytes`))
  }
  const crc32 = view.getUint32(14, true)
  if (crc32 !== 0 && crc32 !== entry.crc32 && !Number.isNaN(entry.crc32)) {
    warnings.push(differs('its checksum', hex(entry.crc32), hex(crc32)))
  }
  const end = Math.min(start + entry.compressedSize, entry.endsAt ?? file.size)
  if (entry.compressedSize > 0 && start >= file.size) {
    return { reason: `the archive ends before this entry's data; ${String(file.size)} bytes` }
  }
  return { blob: file.slice(start, Math.max(start, end)) }
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}

function differs(what: string, wanted: string, found: string): ArchiveWarning {
  const beginning: Bytes = 0
  return {
    offset: beginning,
    what: `the local header and the directory differ in ${what}; the directory is followed`,
    wanted,
    found,
  }
}
