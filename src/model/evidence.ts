import type { Bytes, EntryIndex, Microseconds, Sha256Hex } from './units.js'

/** What made a package, recognised by its layout and marker files. */
export type Collector = 'kape' | 'velociraptor' | 'cylr' | 'unknown'

/** One dropped thing: a zip, a folder, or a set of loose files. */
export interface Evidence {
  readonly index: number
  readonly name: string
  readonly kind: 'zip' | 'folder' | 'files'
  readonly size: Bytes
  readonly collector: Collector
  /** Host named by the package itself (Velociraptor and CyLR file names), else ''. */
  readonly packageHost: string
  /** null for folders and loose files (their entries carry hashes) and while the hash is pending. */
  sha256: Sha256Hex | null
}

/** Of an entry whose first bytes, not its name, say that it is an archive: it is to be unpacked. */
export const REASON_NESTED = 'archive inside an archive: not read'

/** How an entry's bytes are stored in its archive. */
export type StorageMethod = 'stored' | 'deflate' | 'deflate64' | 'other'

/**
 * What became of an entry. `ignored`: no parser knows it; it was hashed but holds nothing we read.
 * `unpacked`: an archive whose files are entries of their own.
 */
export type EntryState =
  'waiting' | 'reading' | 'read' | 'partial' | 'ignored' | 'not-read' | 'unpacked'

/** One file inside an evidence. Duplicates are kept as entries of their own. */
export interface Entry {
  readonly index: EntryIndex
  readonly evidence: number
  /** As stored, hostile characters and all; shown escaped, never used as a path on disk. */
  readonly rawPath: string
  /** Forward slashes, collector prefix removed, percent-decoding of Velociraptor undone. */
  readonly path: string
  /** Machine this entry belongs to inside its evidence: the prefix before the drive, mostly ''. */
  readonly machine: string
  /** NaN where it is not known: the archive has no directory and the entry's end states no size. */
  readonly size: Bytes
  readonly compressedSize: Bytes
  readonly method: StorageMethod
  /** NaN where none is stated. A loose file's means nothing. */
  readonly crc32: number
  readonly encrypted: boolean
  /** Offset of the local header in the archive; -1 for loose files, which have none. */
  readonly headerOffset: Bytes
  /** Archive time, `YYYY-MM-DD HH:MM:SS`, zone unknown; '' where there is none. */
  readonly archiveTime: string
  /** Modification time in UTC where the archive states one (NTFS or extended time stamp), else NaN. */
  readonly modified: Microseconds
  /** 0 is read first: the families that decide. */
  readonly priority: number
  /** Why it is not read, '' where it is. */
  readonly notReadReason: string
  /** Found by its local header: the archive's directory does not list it. */
  readonly salvaged?: boolean
  /** Offset in the archive of what comes next, where it comes before the declared end of the data. */
  readonly endsAt?: Bytes
  /** An archive by its name: what is inside is listed before anything of it is read. */
  readonly container?: boolean
  /** Archives that it stands in, besides the evidence itself; `path` starts with their names. */
  readonly depth?: number
}

/** An entry's size, or the least that it can be. */
export function leastSize({ size, compressedSize }: Pick<Entry, 'size' | 'compressedSize'>): Bytes {
  return Number.isNaN(size) ? compressedSize : size
}

/** Of a file that counts as evidence, so much of its records must have been readable. */
export const READABLE_SHARE = 0.95

/** What reading an entry gave. */
export interface EntryResult {
  readonly entry: EntryIndex
  readonly state: EntryState
  readonly parser: string | null
  readonly sha256: Sha256Hex | null
  /** Of files small enough to be code, since lists of indicators name them so; else null. */
  readonly sha1: string | null
  readonly md5: string | null
  readonly crcMatches: boolean | null
  readonly events: number
  /** Lines (or records) that held data; those that could not be read are in `unreadable`. */
  readonly records: number
  readonly unreadable: number
  readonly kernelBytes: KernelBytes
  /** Lines that hold no record, as an extended regular expression; '' where the file is no list of lines. */
  readonly noRecord: string
  readonly reason: string
}

/** The result of an entry that gave nothing. */
export function emptyResult(entry: Entry, state: EntryState, reason: string): EntryResult {
  return {
    entry: entry.index,
    state,
    parser: null,
    sha256: null,
    sha1: null,
    md5: null,
    crcMatches: null,
    events: 0,
    records: 0,
    unreadable: 0,
    kernelBytes: { crc32: 0, sha256: 0, lines: 0, match: 0 },
    noRecord: '',
    reason,
  }
}

/** Bytes that went through each kernel, to show that the kernels did the work. */
export interface KernelBytes {
  readonly crc32: Bytes
  readonly sha256: Bytes
  readonly lines: Bytes
  readonly match: Bytes
}

/** Bad evidence is a value, not an exception: where it is, what was wanted, what was found. */
export interface Warning {
  /** Index of the entry, or -1 when the evidence as a whole is meant. */
  readonly entry: EntryIndex
  readonly evidence: number
  /** Byte offset inside the entry, uncompressed; NaN where none applies. */
  readonly offset: Bytes
  readonly what: string
  readonly wanted: string
  readonly found: string
  /** How many times the same warning came up in this entry; only the first is located. */
  readonly count: number
}
