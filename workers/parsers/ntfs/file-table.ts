import { decodeText } from '../../text.js'
import { ByteStore } from './byte-store.js'
import { KIND, kindOf } from './file-kind.js'
import { ATTRIBUTE, DOS_NAME, indexOf, type RecordView } from './record-view.js'
import { RowStore } from './row-store.js'

/**
 * Bounds of the memory that a table takes: 8 GiB of records (8 million files) in 256 MiB, and twice as
 * many names. A server's table has one to three million.
 */
const MOST_RECORDS = 1 << 23
const MOST_NAMES = 1 << 24
const MOST_STREAMS = 1 << 22
const MOST_NAME_BYTES = 1 << 29
/** Resident contents of pages and scripts, 700 bytes each at most. */
const MOST_CONTENT_BYTES = 1 << 27
/** A stream says where a file came from in less; more of one is not kept. */
const MOST_STREAM_CONTENT = 1_024
const FILE_NAME_BYTES = 66
const STANDARD_BYTES = 48
/** Files that Windows keeps compressed have one, tens of thousands of them. */
const COMPRESSED_BY_WINDOWS = 'WofCompressedData'
const INDEX_OF_NAMES = '$I30'

/** Bits of the first number of a record's row. */
export const RECORD = {
  read: 1,
  inUse: 2,
  directory: 4,
  torn: 8,
  /** Stands for no file of its own. */
  extension: 16,
  /** Has the times of $STANDARD_INFORMATION. */
  timed: 32,
} as const

/** Numbers of a row in each store. `first` and `next` are row numbers plus one, 0 being none. */
export const RECORD_ROW = {
  flags: 0,
  sequence: 1,
  created: 2,
  modified: 4,
  changed: 6,
  firstName: 8,
  firstStream: 9,
} as const
export const NAME_ROW = {
  owner: 0,
  ownerSequence: 1,
  parent: 2,
  parentSequence: 3,
  created: 4,
  start: 6,
  /** Bytes in the low half, namespace in the high. */
  lengthAndSpace: 7,
  next: 8,
  /** Record that it stands in, an extension record perhaps. */
  record: 9,
} as const
export const STREAM_ROW = {
  owner: 0,
  ownerSequence: 1,
  start: 2,
  length: 3,
  content: 4,
  contentLength: 5,
  next: 6,
  record: 7,
} as const
export const CONTENT_ROW = { owner: 0, ownerSequence: 1, start: 2, length: 3 } as const

/** What became of the bytes where a record may stand. */
export type Reading = 'read' | 'empty' | 'unreadable' | 'beyond'

/** What is kept of every record of a file table until all of them are read and paths can be made. */
export class FileTable {
  readonly records = new RowStore(10, MOST_RECORDS)
  readonly names = new RowStore(10, MOST_NAMES)
  readonly streams = new RowStore(8, MOST_STREAMS)
  readonly contents = new RowStore(4, MOST_NAMES)
  /** Names as UTF-8. */
  readonly text = new ByteStore(MOST_NAME_BYTES)
  readonly kept = new ByteStore(MOST_CONTENT_BYTES)
  /** Names, streams and contents for which there was no room. */
  leftOut = 0

  /** Reads the record that `view` may have at `at`; records are given in the order of their numbers. */
  read(view: RecordView, bytes: Uint8Array, at: number): Reading {
    const row = this.records.add()
    if (row < 0) return 'beyond'
    if (!view.load(at)) return isEmpty(bytes, at, view.size) ? 'empty' : 'unreadable'
    const { data, count } = this.records
    const owner = view.isExtension ? view.base : count - 1
    const ownerSequence = view.isExtension ? view.baseSequence : view.sequence
    data[row + RECORD_ROW.sequence] = view.sequence
    data[row] = this.readAttributes(view, bytes, row, owner, ownerSequence)
    return 'read'
  }

  /** Hangs names and streams on the records that they belong to; `gone` is told of those that have none. */
  link(gone: (record: number, owner: number) => void): void {
    linkRows(this, this.names, NAME_ROW, RECORD_ROW.firstName, gone)
    linkRows(this, this.streams, STREAM_ROW, RECORD_ROW.firstStream, gone)
  }

  /** Does a reference mean this record? A record that was let go counts one more than its file did. */
  isMeant(record: number, sequence: number): boolean {
    const { data, count, stride } = this.records
    if (record >= count) return false
    const flags = data[record * stride] as number
    if ((flags & RECORD.read) === 0) return false
    const own = data[record * stride + RECORD_ROW.sequence] as number
    return own === sequence || ((flags & RECORD.inUse) === 0 && own === ((sequence + 1) & 0xffff))
  }

  private readAttributes(
    view: RecordView,
    bytes: Uint8Array,
    row: number,
    owner: number,
    ownerSequence: number,
  ): number {
    const { data } = this.records
    let flags = RECORD.read
    let named = false
    let kind: number = KIND.other
    let whole = !view.isExtension
    let dataAt = 0
    let dataSize = 0
    while (view.next()) {
      const { type } = view
      if (type === ATTRIBUTE.standardInformation) {
        if (view.valueSize < STANDARD_BYTES) continue
        copyTime(view.view, view.valueAt, data, row + RECORD_ROW.created)
        copyTime(view.view, view.valueAt + 8, data, row + RECORD_ROW.modified)
        copyTime(view.view, view.valueAt + 16, data, row + RECORD_ROW.changed)
        flags |= RECORD.timed
      } else if (type === ATTRIBUTE.fileName) {
        // A short name says nothing beside the long one.
        if (named && view.view.getUint8(view.valueAt + 65) === DOS_NAME) continue
        const found = this.addName(view, owner, ownerSequence)
        if (found < 0) continue
        named = true
        if (found === KIND.page || found === KIND.script) kind = found
      } else if (type === ATTRIBUTE.attributeList) whole = false
      else if (type === ATTRIBUTE.data && view.nameUnits === 0) {
        dataAt = view.valueAt
        dataSize = view.valueSize
      } else if (view.nameUnits > 0 && (type === ATTRIBUTE.data || type === ATTRIBUTE.indexRoot))
        this.addStream(view, bytes, owner, ownerSequence)
    }
    // Where the name is in another record, what the file is shows later.
    if (dataSize > 0 && (kind !== KIND.other || !whole))
      this.addContent(bytes, dataAt, dataSize, owner, ownerSequence)
    if (view.isInUse) flags |= RECORD.inUse
    if (view.isDirectory) flags |= RECORD.directory
    if (view.torn || view.damaged) flags |= RECORD.torn
    if (view.isExtension) flags |= RECORD.extension
    return flags
  }

  /** The name's kind; -1 where it is none or does not fit. */
  private addName(view: RecordView, owner: number, ownerSequence: number): number {
    const { view: source, valueAt: at, valueSize } = view
    if (!view.isResident || valueSize < FILE_NAME_BYTES) return -1
    const units = source.getUint8(at + 64)
    if (units === 0 || FILE_NAME_BYTES + 2 * units > valueSize) return -1
    const { text } = this
    const row = text.reserve(3 * units) ? this.names.add() : -1
    if (row < 0) {
      this.leftOut++
      return -1
    }
    const start = text.length
    text.addUtf16(source, at + FILE_NAME_BYTES, units)
    const { data } = this.names
    data[row] = owner
    data[row + NAME_ROW.ownerSequence] = ownerSequence
    data[row + NAME_ROW.record] = this.records.count - 1
    data[row + NAME_ROW.parent] = indexOf(source, at)
    data[row + NAME_ROW.parentSequence] = source.getUint16(at + 6, true)
    copyTime(source, at + 8, data, row + NAME_ROW.created)
    data[row + NAME_ROW.start] = start
    data[row + NAME_ROW.lengthAndSpace] = (text.length - start) | (source.getUint8(at + 65) << 16)
    return kindOf(text.bytes, start, text.length)
  }

  private addStream(
    view: RecordView,
    bytes: Uint8Array,
    owner: number,
    ownerSequence: number,
  ): void {
    const { text, kept } = this
    const content = view.isResident && view.type === ATTRIBUTE.data ? view.valueSize : 0
    const room = Math.min(content, MOST_STREAM_CONTENT)
    if (!text.reserve(3 * view.nameUnits) || !kept.reserve(room)) {
      this.leftOut++
      return
    }
    const start = text.length
    text.addUtf16(view.view, view.nameAt, view.nameUnits)
    const name = decodeText(text.bytes.subarray(start, text.length))
    const own = name === COMPRESSED_BY_WINDOWS || name === INDEX_OF_NAMES
    const row = own ? -1 : this.streams.add()
    if (row < 0) {
      if (!own) this.leftOut++
      text.length = start
      return
    }
    const { data } = this.streams
    data[row] = owner
    data[row + STREAM_ROW.ownerSequence] = ownerSequence
    data[row + STREAM_ROW.record] = this.records.count - 1
    data[row + STREAM_ROW.start] = start
    data[row + STREAM_ROW.length] = text.length - start
    data[row + STREAM_ROW.content] = kept.length
    data[row + STREAM_ROW.contentLength] = room
    kept.add(bytes, view.valueAt, room)
  }

  private addContent(
    bytes: Uint8Array,
    at: number,
    length: number,
    owner: number,
    ownerSequence: number,
  ): void {
    const { kept } = this
    const row = kept.reserve(length) ? this.contents.add() : -1
    if (row < 0) {
      this.leftOut++
      return
    }
    const { data } = this.contents
    data[row] = owner
    data[row + CONTENT_ROW.ownerSequence] = ownerSequence
    data[row + CONTENT_ROW.start] = kept.length
    data[row + CONTENT_ROW.length] = length
    kept.add(bytes, at, length)
  }
}

/** Walks backwards, so that each record's first is the one that stands first. */
function linkRows(
  table: FileTable,
  rows: RowStore,
  place: { readonly next: number; readonly record: number },
  first: number,
  gone: (record: number, owner: number) => void,
): void {
  const { data, stride } = rows
  const { data: records, stride: recordStride } = table.records
  for (let row = rows.count - 1; row >= 0; row--) {
    const at = row * stride
    const owner = data[at] as number
    // The sequence stands second in the rows of both.
    if (!table.isMeant(owner, data[at + NAME_ROW.ownerSequence] as number)) {
      gone(data[at + place.record] as number, owner)
      continue
    }
    const head = owner * recordStride + first
    data[at + place.next] = records[head] as number
    records[head] = row + 1
  }
}

function copyTime(view: DataView, at: number, into: Uint32Array, place: number): void {
  into[place] = view.getUint32(at, true)
  into[place + 1] = view.getUint32(at + 4, true)
}

function isEmpty(bytes: Uint8Array, at: number, size: number): boolean {
  for (let i = at; i < at + size; i++) if (bytes[i] !== 0) return false
  return true
}
