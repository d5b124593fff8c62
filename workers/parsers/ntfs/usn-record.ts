import { indexOf } from './record-view.js'

/** Why a record was written; several at once. */
export const REASON = {
  created: 0x100,
  deleted: 0x200,
  renamedOld: 0x1000,
  renamedNew: 0x2000,
  close: 0x8000_0000,
} as const

/** A record lies in one page of the journal. */
export const MOST_RECORD_BYTES = 4_096
export const LEAST_RECORD_BYTES = 64
const MOST_NAME_BYTES = 510
const DIRECTORY = 0x10
const EXTENT_BYTES = 16
/** Offsets of version 2, and of version 3, whose two file ids have 16 bytes. */
const HEADER_2 = 60
const WIDER = 16
/** Fields of version 4. */
const EXTENTS_AT = 60
const HEADER_4 = 64

/** A record of a change journal in a buffer; its fields are those of the record loaded last. */
export class UsnRecord {
  version = 0
  size = 0
  file = 0
  fileSequence = 0
  parent = 0
  parentSequence = 0
  reason = 0
  /** FILETIME in halves; both 0 in version 4, which states none. */
  timeLow = 0
  timeHigh = 0
  attributes = 0
  nameAt = 0
  nameUnits = 0

  get isDirectory(): boolean {
    return (this.attributes & DIRECTORY) !== 0
  }

  /**
   * Reads the record at `at`; false where none stands. As what stands there may be anything, a record is
   * held to all that its header says of its own length.
   */
  load(view: DataView, at: number): boolean {
    const left = view.byteLength - at
    if (left < LEAST_RECORD_BYTES) return false
    const size = view.getUint32(at, true)
    if (size < LEAST_RECORD_BYTES || size > MOST_RECORD_BYTES || size > left || (size & 7) !== 0)
      return false
    if (view.getUint16(at + 6, true) !== 0) return false
    this.version = view.getUint16(at + 4, true)
    this.size = size
    if (this.version === 2) return this.loadNamed(view, at, 0)
    if (this.version === 3) return this.loadNamed(view, at, WIDER)
    return this.version === 4 && this.loadRanges(view, at)
  }

  private loadNamed(view: DataView, at: number, wider: number): boolean {
    // Beyond the two ids everything stands so much later.
    const base = at + wider
    const header = HEADER_2 + wider
    const nameBytes = view.getUint16(base + 56, true)
    if (nameBytes === 0 || nameBytes > MOST_NAME_BYTES || (nameBytes & 1) !== 0) return false
    if (view.getUint16(base + 58, true) !== header) return false
    if (this.size - header - nameBytes !== (-(header + nameBytes) & 7)) return false
    this.file = indexOf(view, at + 8)
    this.fileSequence = view.getUint16(at + 14, true)
    const parent = at + 16 + wider / 2
    this.parent = indexOf(view, parent)
    this.parentSequence = view.getUint16(parent + 6, true)
    this.timeLow = view.getUint32(base + 32, true)
    this.timeHigh = view.getUint32(base + 36, true)
    this.reason = view.getUint32(base + 40, true)
    this.attributes = view.getUint32(base + 52, true)
    this.nameAt = at + header
    this.nameUnits = nameBytes / 2
    return true
  }

  /** Says which ranges of a file changed; its name and time stand in the records before. */
  private loadRanges(view: DataView, at: number): boolean {
    const extents = view.getUint16(at + EXTENTS_AT, true)
    if (view.getUint16(at + EXTENTS_AT + 2, true) !== EXTENT_BYTES) return false
    if (this.size !== HEADER_4 + extents * EXTENT_BYTES) return false
    this.file = indexOf(view, at + 8)
    this.fileSequence = view.getUint16(at + 14, true)
    this.parent = indexOf(view, at + 24)
    this.parentSequence = view.getUint16(at + 30, true)
    this.reason = view.getUint32(at + 48, true)
    this.timeLow = this.timeHigh = this.attributes = this.nameUnits = 0
    this.nameAt = at
    return true
  }
}
