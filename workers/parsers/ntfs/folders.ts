import { decodeText } from '../../text.js'
import { NAME_ROW, RECORD, RECORD_ROW, type FileTable } from './file-table.js'
import type { Paths } from './paths.js'
import { ROOT_RECORD } from './record-view.js'

/** More folders than any server has; they take 16 bytes each and their names. */
const MOST_FOLDERS = 1 << 20
const MOST_NAME_BYTES = 1 << 26
/** Number of folders and of bytes of their names. */
const HEAD_BYTES = 8
/** Of a folder in the arrays of 32 and of 16 bits. */
const FOLDER_BYTES = 3 * 4 + 2 * 2

/** A folder as a file table has it. */
export interface Folder {
  readonly parent: number
  readonly parentSequence: number
  readonly name: string
}

/**
 * The folders of a file table, for the reader of the volume's change journal: numbers, parents and names
 * in one Blob, which the browser keeps outside the page's memory. null for a table without the root
 * folder, as a mirror of its beginning is. `leftOut` is told how many found no room.
 */
export function packFolders(
  table: FileTable,
  paths: Paths,
  leftOut: (folders: number) => void,
): Blob | null {
  const { data, stride, count } = table.records
  const isFolder = (record: number): boolean => {
    const flags = data[record * stride] as number
    return (flags & (RECORD.directory | RECORD.extension)) === RECORD.directory
  }
  if (count <= ROOT_RECORD || !isFolder(ROOT_RECORD)) return null
  const numbers: number[] = []
  let textLength = 0
  let without = 0
  for (let record = 0; record < count; record++) {
    const name = isFolder(record) ? paths.nameOf(record) : -1
    if (name < 0) continue
    const length = lengthOf(table, name)
    if (numbers.length === MOST_FOLDERS || textLength + length > MOST_NAME_BYTES) without++
    else {
      numbers.push(record)
      textLength += length
    }
  }
  if (without > 0) leftOut(without)
  return fill(table, paths, numbers, textLength)
}

function fill(
  table: FileTable,
  paths: Paths,
  numbers: readonly number[],
  textLength: number,
): Blob {
  const bytes = new Uint8Array(HEAD_BYTES + numbers.length * FOLDER_BYTES + textLength)
  new Uint32Array(bytes.buffer, 0, 2).set([numbers.length, textLength])
  const packed = new FolderTable(bytes.buffer)
  const { data: records, stride: recordStride } = table.records
  const { data: names, stride: nameStride } = table.names
  let end = 0
  for (const [at, record] of numbers.entries()) {
    const row = paths.nameOf(record) * nameStride
    const flags = records[record * recordStride] as number
    const sequence = records[record * recordStride + RECORD_ROW.sequence] as number
    packed.records[at] = record
    // Of a deleted folder the number that its files know it by.
    packed.sequences[at] = (flags & RECORD.inUse) === 0 ? sequence - 1 : sequence
    packed.parents[at] = names[row + NAME_ROW.parent] as number
    packed.parentSequences[at] = names[row + NAME_ROW.parentSequence] as number
    const start = names[row + NAME_ROW.start] as number
    const length = (names[row + NAME_ROW.lengthAndSpace] as number) & 0xffff
    packed.text.set(table.text.bytes.subarray(start, start + length), end)
    end += length
    packed.ends[at] = end
  }
  return new Blob([bytes])
}

function lengthOf(table: FileTable, name: number): number {
  const { data, stride } = table.names
  return (data[name * stride + NAME_ROW.lengthAndSpace] as number) & 0xffff
}

/** What `packFolders` made, looked up by number. */
export class FolderTable {
  /** Ascending. */
  readonly records: Uint32Array
  readonly parents: Uint32Array
  /** Of each name in `text`. */
  readonly ends: Uint32Array
  readonly sequences: Uint16Array
  readonly parentSequences: Uint16Array
  readonly text: Uint8Array

  constructor(packed: ArrayBuffer) {
    const [count = 0, textLength = 0] = new Uint32Array(packed, 0, 2)
    this.records = new Uint32Array(packed, HEAD_BYTES, count)
    this.parents = new Uint32Array(packed, HEAD_BYTES + 4 * count, count)
    this.ends = new Uint32Array(packed, HEAD_BYTES + 8 * count, count)
    this.sequences = new Uint16Array(packed, HEAD_BYTES + 12 * count, count)
    this.parentSequences = new Uint16Array(packed, HEAD_BYTES + 14 * count, count)
    this.text = new Uint8Array(packed, HEAD_BYTES + FOLDER_BYTES * count, textLength)
  }

  find(record: number, sequence: number): Folder | null {
    const { records, ends } = this
    let low = 0
    let high = records.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((records[middle] as number) < record) low = middle + 1
      else high = middle
    }
    if (records[low] !== record || this.sequences[low] !== sequence) return null
    const start = low === 0 ? 0 : (ends[low - 1] as number)
    return {
      parent: this.parents[low] as number,
      parentSequence: this.parentSequences[low] as number,
      name: decodeText(this.text.subarray(start, ends[low])),
    }
  }
}
