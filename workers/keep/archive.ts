import { READING_LIMITS } from '../../src/model/limits.js'
import { MANIFEST_NAME } from '../../src/model/saved-case.js'
import { ByteWindow } from '../zip/byte-window.js'
import { readDirectory } from '../zip/central-directory.js'
import type { RawZipEntry } from '../zip/directory.js'
import { findEnd } from '../zip/end-record.js'
import { LOCAL_SIZE, readLocalHeader } from '../zip/local-header.js'
import { crc32 } from './crc32.js'
import { BadSavedCase, damaged } from './damage.js'
import { MAX_ENTRY_BYTES } from './packing.js'

const STORED = 0

/** The entries of a saved case. */
export class SavedArchive {
  private constructor(
    private readonly file: Blob,
    private readonly window: ByteWindow,
    private readonly entries: ReadonlyMap<string, RawZipEntry>,
  ) {}

  static async open(file: Blob): Promise<SavedArchive> {
    const window = new ByteWindow(file, () => undefined)
    const end = await findEnd(window)
    if (!end?.sound) {
      throw new BadSavedCase(
        'the saved case is cut: the end of the file, which lists what is in it, is missing',
      )
    }
    const { records } = await readDirectory(window, end, READING_LIMITS, [])
    const entries = new Map(records.map(({ entry }) => [entry.name, entry]))
    // Entries that lie on one another would be read again and again.
    const total = records.reduce((sum, { entry }) => sum + entry.compressedSize, 0)
    if (!(total <= file.size)) throw damaged(MANIFEST_NAME, 'entries lie on one another')
    if (!entries.has(MANIFEST_NAME)) throw damaged(MANIFEST_NAME, 'it is missing')
    return new SavedArchive(file, window, entries)
  }

  /** An entry's bytes as they are stored, its checksum checked. */
  async bytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const entry = this.entries.get(name)
    if (!entry) throw damaged(name, 'it is missing')
    const { size, headerOffset } = entry
    if (entry.method !== STORED || entry.encrypted || entry.compressedSize !== size) {
      throw damaged(name, 'it is not stored as it was saved')
    }
    if (size > MAX_ENTRY_BYTES) throw damaged(name, `it is ${String(size)} bytes long`)
    const header = await readLocalHeader(this.window, headerOffset)
    if (!header) throw damaged(name, `no entry begins at byte ${String(headerOffset)}`)
    const at = header.dataAt
    const bytes = new Uint8Array(await this.file.slice(at, at + size).arrayBuffer())
    if (bytes.length !== size) throw damaged(name, `the file ends before it, at byte ${String(at)}`)
    if (crc32(bytes) !== entry.crc32) {
      const from = headerOffset + LOCAL_SIZE
      throw damaged(name, `its checksum differs, at byte ${String(from)} or after`)
    }
    return bytes
  }
}
