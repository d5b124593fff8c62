import { decodeText } from '../../text.js'
import { isInWebRoot } from '../web/place.js'
import { ByteStore } from './byte-store.js'
import { NAME_ROW, RECORD, RECORD_ROW, type FileTable } from './file-table.js'
import { DOS_NAME, ROOT_RECORD } from './record-view.js'

/** Longer than any path that Windows' own programs make; what is longer is cut at its front. */
export const MOST_PATH_BYTES = 4_096
/** Paths of 150,000 folders take about 15 MB. */
const MOST_PATHS_BYTES = 1 << 28
const SLASH = 0x2f

/** Bits that say what a folder's place means for what lies in it. */
export const PLACE = {
  webRoot: 1,
  /** Kept by Windows for itself: stores of updates and drivers. */
  windowsStore: 2,
} as const
const WINDOWS_STORE =
  /(?:^|\/)windows\/(?:winsxs|assembly|servicing|softwaredistribution|system32\/driverstore)\//i

/** Numbers of the paths that stand for folders which are none: places in `starts` before those of records. */
const ROOT = 0
const ORPHAN = 1
const LOOP = 2
const CUT = 3
const FIXED = 4

const UNKNOWN = 0
const PENDING = 1
const KNOWN = 2

const encoder = new TextEncoder()

/**
 * Paths of a table's folders, made once each when they are first asked for. `volume` is what they begin
 * with (`C:`, or '' where the drive is not known).
 */
export class Paths {
  private readonly text = new ByteStore(MOST_PATHS_BYTES)
  private readonly starts: Uint32Array
  private readonly lengths: Uint16Array
  private readonly states: Uint8Array
  private readonly places: Uint8Array
  private readonly names: Uint32Array
  private readonly stack: number[] = []
  private readonly scratch = new Uint8Array(MOST_PATH_BYTES)

  constructor(
    private readonly table: FileTable,
    volume: string,
  ) {
    const size = table.records.count + FIXED
    this.starts = new Uint32Array(size)
    this.lengths = new Uint16Array(size)
    this.states = new Uint8Array(size)
    this.places = new Uint8Array(size)
    this.names = new Uint32Array(table.records.count)
    const below = volume === '' ? '' : `${volume}/`
    const fixed = [volume, `${below}<orphan>`, `${below}<loop>`, `${below}<cut>`]
    for (const [at, path] of fixed.entries()) this.keep(at, encoder.encode(path))
  }

  /** Number of the name (row of `names`) that a record is called by; -1 where it has none. */
  nameOf(record: number): number {
    const known = this.names[record] as number
    if (known !== 0) return known - 1
    const { data, stride } = this.table.records
    const { data: names, stride: nameStride } = this.table.names
    let found = data[record * stride + RECORD_ROW.firstName] as number
    // The short form of a name, only where there is no other.
    for (let name = found; name !== 0;) {
      const at = (name - 1) * nameStride
      if ((names[at + NAME_ROW.lengthAndSpace] as number) >>> 16 !== DOS_NAME) {
        found = name
        break
      }
      name = names[at + NAME_ROW.next] as number
    }
    this.names[record] = found
    return found - 1
  }

  /** Number of the folder that a name stands in, for `place` and `put`. */
  folderOf(name: number): number {
    const { data, stride } = this.table.names
    const parent = data[name * stride + NAME_ROW.parent] as number
    if (parent === ROOT_RECORD) return ROOT
    const sequence = data[name * stride + NAME_ROW.parentSequence] as number
    if (!this.isFolder(parent, sequence)) return ORPHAN
    this.make(parent)
    return parent + FIXED
  }

  /** Bits of PLACE. */
  place(folder: number): number {
    return this.places[folder] as number
  }

  /** Puts the path of a name in a folder into `into`; how long it is. */
  put(folder: number, name: number, into: Uint8Array): number {
    const { data, stride } = this.table.names
    const from = data[name * stride + NAME_ROW.start] as number
    const length = (data[name * stride + NAME_ROW.lengthAndSpace] as number) & 0xffff
    const front = (this.lengths[folder] as number) + 1 + length > MOST_PATH_BYTES ? CUT : folder
    let start = this.starts[front] as number
    let at = 0
    for (const end = start + (this.lengths[front] as number); start < end; start++)
      into[at++] = this.text.bytes[start] as number
    if (at > 0) into[at++] = SLASH
    for (let i = 0; i < length; i++) into[at++] = this.table.text.bytes[from + i] as number
    return at
  }

  /** As `put`, for the root folder. */
  putRoot(into: Uint8Array): number {
    const length = this.lengths[ROOT] as number
    into.set(this.text.bytes.subarray(0, length))
    into[length] = SLASH
    return length + 1
  }

  private isFolder(record: number, sequence: number): boolean {
    const { data, stride } = this.table.records
    if (!this.table.isMeant(record, sequence)) return false
    return ((data[record * stride] as number) & RECORD.directory) !== 0
  }

  /** Makes a folder's path, and those of the folders above it that are not made yet. */
  private make(record: number): void {
    const { stack, states } = this
    for (let at = record; states[at + FIXED] === UNKNOWN;) {
      states[at + FIXED] = PENDING
      stack.push(at)
      const name = this.nameOf(at)
      if (name < 0) break
      const { data, stride } = this.table.names
      const parent = data[name * stride + NAME_ROW.parent] as number
      const sequence = data[name * stride + NAME_ROW.parentSequence] as number
      if (parent === ROOT_RECORD || !this.isFolder(parent, sequence)) break
      at = parent
    }
    const into = this.scratch
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const name = this.nameOf(at)
      const length = name < 0 ? 0 : this.put(this.above(name), name, into)
      if (length === 0 || !this.keep(at + FIXED, into.subarray(0, length)))
        this.alias(at + FIXED, length === 0 ? ORPHAN : CUT)
    }
  }

  /** The folder above, whose path is made unless a loop leads back to it. */
  private above(name: number): number {
    const { data, stride } = this.table.names
    const parent = data[name * stride + NAME_ROW.parent] as number
    if (parent === ROOT_RECORD) return ROOT
    const sequence = data[name * stride + NAME_ROW.parentSequence] as number
    if (!this.isFolder(parent, sequence)) return ORPHAN
    return this.states[parent + FIXED] === KNOWN ? parent + FIXED : LOOP
  }

  private keep(at: number, path: Uint8Array): boolean {
    const { text } = this
    if (!text.reserve(path.length)) return false
    this.starts[at] = text.length
    this.lengths[at] = path.length
    this.states[at] = KNOWN
    text.add(path, 0, path.length)
    const folder = `${decodeText(path)}/`
    if (isInWebRoot(folder)) this.places[at] = PLACE.webRoot
    else if (WINDOWS_STORE.test(folder)) this.places[at] = PLACE.windowsStore
    return true
  }

  private alias(at: number, fixed: number): void {
    this.starts[at] = this.starts[fixed] as number
    this.lengths[at] = this.lengths[fixed] as number
    this.states[at] = KNOWN
  }
}
