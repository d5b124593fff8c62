import type { Bytes, Microseconds } from '../../src/model/units.js'
import { ByteWindow } from './byte-window.js'
import { readDirectory } from './central-directory.js'
import { complete, isInsideEntry } from './complete.js'
import { findEnd } from './end-record.js'
import { READING_LIMITS, type ReadingLimits } from '../../src/model/limits.js'
import { whatIsWrong } from './refusal.js'

/** One entry, as the directory or, where it is salvaged, its local header states it. */
export interface RawZipEntry {
  /** Decoded, never rewritten. */
  readonly name: string
  readonly directory: boolean
  /** NaN where a salvaged entry's is not known: it is read until its data ends. */
  readonly size: Bytes
  readonly compressedSize: Bytes
  /** Number of the compression method; that inside where AES wraps it. */
  readonly method: number
  /** 0 where AES leaves it out. */
  readonly crc32: number
  readonly encrypted: boolean
  /** By PKWARE's strong encryption. */
  readonly strong: boolean
  /** From the first byte of the file, junk before the archive included; NaN where it has none here. */
  readonly headerOffset: Bytes
  readonly archiveTime: string
  readonly modified: Microseconds
  /** Found by its local header: the directory does not list it. */
  readonly salvaged: boolean
  /** Why its bytes are not in the archive, '' where they are. */
  readonly notRead: string
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

export interface ListOptions {
  readonly limits?: ReadingLimits
  /** Called with the offset of each part of the archive that is read, in no order. */
  readonly onProgress?: (offset: Bytes) => void
}

/**
 * Lists an archive: what its directory states and, where that is missing, damaged or leaves bytes
 * unaccounted for, what the local headers there tell. Never rejects: what is wrong is told in the
 * warnings. Duplicates are kept; salvaged entries come last.
 */
export async function listZip(
  file: Blob,
  name = '',
  { limits = READING_LIMITS, onProgress = ignore }: ListOptions = {},
): Promise<ZipListing> {
  const window = new ByteWindow(file, onProgress)
  const warnings: ArchiveWarning[] = []
  try {
    const last = await findEnd(window)
    const found = last && (await isInsideEntry(window, last, limits)) ? null : last
    const refusal = await whatIsWrong(window, name, found)
    if (refusal && !refusal.salvage) return { entries: [], warnings: [refusal.warning] }
    if (refusal) warnings.push(refusal.warning)
    const directory = await readDirectory(window, found, limits, warnings)
    const entries = await complete(window, directory, limits, warnings)
    return { entries, warnings }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    warnings.push({
      offset: NaN,
      what: `${name || 'the file'} can no longer be read`,
      wanted: 'a readable file',
      found,
    })
    return { entries: [], warnings }
  }
}

function ignore(): void {
  // Nobody asked.
}
