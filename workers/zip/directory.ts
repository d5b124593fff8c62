import type { Bytes, Microseconds } from '../../src/model/units.js'
import { decodeEntryName } from './entry-name.js'
import { BlobReader, READER_OPTIONS, ZipReader } from './library.js'
import { MAX_ENTRIES } from './limits.js'
import { METHOD_UNSTATED } from './methods.js'
import { SIGNATURE_BYTES, signatureOf } from './signature.js'
import { dosTime, modifiedTime } from './time-stamps.js'

/** One record of the central directory, as it stands there. */
export interface RawZipEntry {
  /** Decoded, never rewritten. */
  readonly name: string
  readonly directory: boolean
  readonly size: Bytes
  readonly compressedSize: Bytes
  /** Number of the compression method; that inside where AES wraps it. */
  readonly method: number
  /** 0 where AES leaves it out. */
  readonly crc32: number
  readonly encrypted: boolean
  /** From the first byte of the file, junk before the archive included. */
  readonly headerOffset: Bytes
  readonly archiveTime: string
  readonly modified: Microseconds
}

/** A warning about the archive; who lists it adds which evidence it is. */
export interface ArchiveWarning {
  readonly offset: Bytes
  readonly what: string
  readonly wanted: string
  readonly found: string
}

export interface ZipListing {
  readonly entries: readonly RawZipEntry[]
  readonly warnings: readonly ArchiveWarning[]
}

/** How zip.js names what it had to tolerate, and what that means for the reader of the evidence. */
const TOLERATED: ReadonlyMap<string, string> = new Map([
  ['prepended data', 'bytes stand before the archive'],
  ['appended data', 'bytes stand after the archive'],
  ['duplicate filename', 'several entries have the same name; all are kept'],
  ['malformed extra field', 'an extra field is malformed; times may be missing'],
  ['missing zip64 extra field', 'a Zip64 size is missing'],
  ['mismatched central directory offset', 'the directory is not where the archive says'],
  [
    'multiple end of central directory records',
    'the archive ends more than once; the last is used',
  ],
  ['trailing central directory data', 'unknown bytes stand after the directory'],
])

/**
 * Reads the central directory. Never rejects: what cannot be read is told in the warnings, and the
 * entries read before it are kept. Duplicates are kept, in the order of the directory.
 */
export async function listZip(file: Blob, name = ''): Promise<ZipListing> {
  const entries: RawZipEntry[] = []
  const warnings: ArchiveWarning[] = []
  const reader = new ZipReader(new BlobReader(file), READER_OPTIONS)
  try {
    for await (const entry of reader.getEntriesGenerator({ decodeText: decodeEntryName })) {
      if (entries.length === MAX_ENTRIES) {
        const limit = String(MAX_ENTRIES)
        warnings.push(warning('the archive has more entries than are listed', limit, 'more'))
        break
      }
      entries.push(rawEntry(entry))
    }
    for (const { reason, filename } of reader.warnings ?? []) {
      const what = TOLERATED.get(reason) ?? reason
      warnings.push(warning(what, 'a well-formed archive', filename ?? 'tolerated'))
    }
  } catch (error) {
    warnings.push(await failure(file, name, entries.length, error))
  }
  return { entries, warnings }
}

type LibraryEntry = Awaited<ReturnType<ZipReader<unknown>['getEntries']>>[number]

function rawEntry(entry: LibraryEntry): RawZipEntry {
  const { filename, uncompressedSize, compressedSize } = entry
  // The attribute alone could hide a file's bytes behind "this is a folder".
  const holdsBytes = uncompressedSize > 0 || compressedSize > EMPTY_DEFLATE_SIZE
  return {
    name: filename,
    directory: !holdsBytes && (entry.directory || /[\\/]$/.test(filename)),
    size: uncompressedSize,
    compressedSize,
    method: Number.isInteger(entry.compressionMethod) ? entry.compressionMethod : METHOD_UNSTATED,
    crc32: entry.crc32 ?? 0,
    encrypted: entry.encrypted,
    headerOffset: entry.offset,
    archiveTime: dosTime(Number(entry.rawLastModDate)),
    modified: modifiedTime(entry.rawExtraField),
  }
}

/** A Deflate stream of nothing. */
const EMPTY_DEFLATE_SIZE = 2

async function failure(
  file: Blob,
  name: string,
  listed: number,
  error: unknown,
): Promise<ArchiveWarning> {
  const size = `${String(file.size)} bytes`
  const label = name || 'the file'
  const reason = error instanceof Error ? error.message : String(error)
  if (listed > 0) {
    const found = `${reason} after ${String(listed)} entries`
    return warning(
      `the directory of ${label} is damaged; what it lists before is read`,
      WHOLE,
      found,
    )
  }
  const looks = signatureOf(await head(file))
  if (file.size === 0) return warning(`${label} is empty (0 bytes); copy it again`, WHOLE, size)
  if (reason === 'Split zip file') {
    const what = `${label} is one part of a split archive; join its parts and drop the result`
    return warning(what, 'a zip in one piece', size)
  }
  if (reason.startsWith('Encrypted central directory')) {
    return warning(`the list of names in ${label} is encrypted; unpack it first`, WHOLE, size)
  }
  const isZip = looks.name.endsWith('zip archive')
  if (reason === 'End of central directory not found' || file.size < END_RECORD_SIZE) {
    if (!isZip) {
      return warning(
        `${label} is not a zip archive; it looks like ${looks.name}`,
        WHOLE,
        looks.name,
      )
    }
    const what = `${label}: the archive ends before its directory; ${size}. Copy it again from where it was made`
    return warning(what, 'the directory at the end', size)
  }
  return warning(`the directory of ${label} cannot be read; copy it again`, WHOLE, reason)
}

/** The least that an archive can be: an end record. */
const END_RECORD_SIZE = 22
const WHOLE = 'a whole zip archive'

async function head(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, SIGNATURE_BYTES).arrayBuffer())
  } catch {
    return new Uint8Array(0)
  }
}

function warning(what: string, wanted: string, found: string): ArchiveWarning {
  return { offset: NaN, what, wanted, found }
}
