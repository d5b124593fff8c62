import { ByteStore } from './byte-store.js'
import { RowStore } from './row-store.js'
import { LEAST_RECORD_BYTES, REASON, type UsnRecord } from './usn-record.js'

/** Changes held until their paths are made: 50 MB, and their names. A journal of 64 MB has fewer. */
const MOST_CHANGES = 1 << 20
const MOST_NAME_BYTES = 1 << 26
/** Files whose handles are open at a time; of more, some changes show twice. */
const MOST_OPEN = 1 << 16
const TWO_32 = 2 ** 32

/** Numbers of a change's row. */
export const CHANGE = {
  file: 0,
  fileSequence: 1,
  parent: 2,
  parentSequence: 3,
  reason: 4,
  timeLow: 5,
  timeHigh: 6,
  offsetLow: 7,
  offsetHigh: 8,
  /** Bytes of the record in the low half; 1 in the high for a folder. */
  sizeAndFolder: 9,
  start: 10,
  length: 11,
  /** Row plus one of the change that has the old name, for one that has the new. */
  renamedFrom: 12,
  /** 1 where another row has the new name. */
  told: 13,
} as const
const STRIDE = 14

/** What happens to a file from the first record after it was opened until it is closed. */
interface Opened {
  readonly sequence: number
  /** Reasons told already; the journal repeats them in every record until the file is closed. */
  seen: number
  /** Row that takes further reasons, -1 before there is one. */
  row: number
  /** Row with the old name of a rename that is under way, -1 where there is none. */
  oldName: number
}

/**
 * Changes of a journal, one for each file from its opening to its closing, with renames and deletions
 * as changes of their own.
 */
export class UsnChanges {
  readonly rows = new RowStore(STRIDE, MOST_CHANGES)
  /** Names as UTF-8. */
  readonly text = new ByteStore(MOST_NAME_BYTES)
  private readonly opened = new Map<number, Opened>()

  /** Is there no room for all that can stand in so many bytes? */
  isFullFor(bytes: number): boolean {
    const { rows, text } = this
    // A unit of two bytes becomes three at most.
    return rows.most - rows.count < bytes / LEAST_RECORD_BYTES || !text.hasRoom(2 * bytes)
  }

  /** Takes in a record; false where it tells nothing that is not told already. There must be room. */
  add(record: UsnRecord, view: DataView, offset: number): boolean {
    const open = this.openedOf(record)
    if (record.reason >= REASON.close) this.opened.delete(record.file)
    const isNamed = record.nameUnits > 0
    const fresh = (record.reason & ~open.seen & ~REASON.close) >>> 0
    open.seen |= record.reason
    if (fresh === 0) return false
    if (!isNamed) {
      if (open.row >= 0) this.widen(open.row, fresh)
      return false
    }
    if ((fresh & REASON.renamedOld) !== 0) {
      open.oldName = this.put(record, view, offset, fresh)
      open.row = open.oldName
      open.seen &= ~REASON.renamedNew
      return true
    }
    if ((fresh & REASON.renamedNew) !== 0) {
      open.row = this.put(record, view, offset, fresh)
      this.join(open)
      open.seen &= ~REASON.renamedOld
      return true
    }
    if (open.row >= 0 && (fresh & REASON.deleted) === 0) {
      this.widen(open.row, fresh)
      return false
    }
    open.row = this.put(record, view, offset, fresh)
    return true
  }

  /** Forgets all rows. Files that are open stay so. */
  clear(): void {
    this.rows.count = 0
    this.text.length = 0
    for (const open of this.opened.values()) open.row = open.oldName = -1
  }

  offsetOf(row: number): number {
    const { data } = this.rows
    const at = row * STRIDE
    return (
      (data[at + CHANGE.offsetHigh] as number) * TWO_32 + (data[at + CHANGE.offsetLow] as number)
    )
  }

  private openedOf({ file, fileSequence }: UsnRecord): Opened {
    const known = this.opened.get(file)
    if (known?.sequence === fileSequence) return known
    if (this.opened.size >= MOST_OPEN) this.opened.clear()
    const open = { sequence: fileSequence, seen: 0, row: -1, oldName: -1 }
    this.opened.set(file, open)
    return open
  }

  private widen(row: number, reasons: number): void {
    this.rows.data[row * STRIDE + CHANGE.reason]! |= reasons
  }

  private join(open: Opened): void {
    if (open.oldName < 0) return
    const { data } = this.rows
    data[open.row * STRIDE + CHANGE.renamedFrom] = open.oldName + 1
    data[open.oldName * STRIDE + CHANGE.told] = 1
    // What else happened while the old name was on is told with the new one.
    this.widen(
      open.row,
      (data[open.oldName * STRIDE + CHANGE.reason] as number) & ~REASON.renamedOld,
    )
    open.oldName = -1
  }

  private put(record: UsnRecord, view: DataView, offset: number, reason: number): number {
    const { rows, text } = this
    const at = rows.add()
    text.reserve(3 * record.nameUnits)
    const { data } = rows
    const start = text.length
    text.addUtf16(view, record.nameAt, record.nameUnits)
    data[at + CHANGE.file] = record.file
    data[at + CHANGE.fileSequence] = record.fileSequence
    data[at + CHANGE.parent] = record.parent
    data[at + CHANGE.parentSequence] = record.parentSequence
    data[at + CHANGE.reason] = reason
    data[at + CHANGE.timeLow] = record.timeLow
    data[at + CHANGE.timeHigh] = record.timeHigh
    data[at + CHANGE.offsetLow] = offset % TWO_32
    data[at + CHANGE.offsetHigh] = Math.floor(offset / TWO_32)
    data[at + CHANGE.sizeAndFolder] = record.size | (record.isDirectory ? 1 << 16 : 0)
    data[at + CHANGE.start] = start
    data[at + CHANGE.length] = text.length - start
    data[at + CHANGE.renamedFrom] = 0
    data[at + CHANGE.told] = 0
    return at / STRIDE
  }
}
