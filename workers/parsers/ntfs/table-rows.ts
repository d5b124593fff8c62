import { FLAG_CANDIDATE } from '../../../src/model/event-table.js'
import { familyIndex } from '../../../src/model/families.js'
import { MICROSECONDS_PER_SECOND } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { LazyRecord } from '../../log-record.js'
import type { NameSieve } from '../../name-sieve.js'
import { decodeText } from '../../text.js'
import { judgeRow } from '../shared/judge-row.js'
import { fileTime, fileTimeTenths } from '../shared/filetime.js'
import { fileText } from '../web/content.js'
import { WebFile } from '../web/file-row.js'
import { KIND, kindOf } from './file-kind.js'
import {
  CONTENT_ROW,
  NAME_ROW,
  RECORD,
  RECORD_ROW,
  STREAM_ROW,
  type FileTable,
} from './file-table.js'
import { MOST_PATH_BYTES, PLACE, type Paths } from './paths.js'
import { DOS_NAME, ROOT_RECORD } from './record-view.js'
import { saysWhence } from './streams.js'

const MFT = familyIndex('mft')
/** Rows between two looks whether a batch is full. */
const ROWS_AT_ONCE = 1_024
/** A stream's name and a colon behind a path. */
const MOST_STREAM_NAME = 3 * 255 + 1
const COLON = 0x3a
/** Those before are Windows' own, some of them in use without a name. */
const FIRST_USER_RECORD = 24

/** The file whose record is being told in rows, by one of its names. One for all: there are millions. */
class Told {
  record = 0
  flags = 0
  name = 0
  kind: number = KIND.other
  place = 0
  /** Of the path, in bytes. */
  length = 0

  get isFolder(): boolean {
    return (this.flags & RECORD.directory) !== 0
  }

  get isGone(): boolean {
    return (this.flags & RECORD.inUse) === 0
  }

  /** A page, or anything that a web server may give out. */
  get isOnWeb(): boolean {
    return !this.isFolder && (this.kind === KIND.page || (this.place & PLACE.webRoot) !== 0)
  }
}

/** Words that a file's birth may come with, each set of them a number below. */
const GONE = 1
const TORN = 2
const SET_BACK = 4
const WHOLE_SECOND = 8
const FOLDER = 16

function birthWords(bits: number): string {
  return [
    (bits & FOLDER) === 0 ? 'File created' : 'Folder created',
    (bits & GONE) === 0 ? '' : ', since deleted',
    (bits & SET_BACK) === 0 ? '' : ', dated before its name ($SI before $FN)',
    (bits & WHOLE_SECOND) === 0 ? '' : ', dated to a whole second ($SI), its name is not ($FN)',
    (bits & TORN) === 0 ? '' : ' (record torn)',
  ].join('')
}

/**
 * The rows of a table: one for each file and folder at its creation, and for files that matter (pages,
 * scripts, programs, archives, all below a web root) further ones for what else their record states.
 */
export class TableRows {
  private readonly path = new Uint8Array(MOST_PATH_BYTES + MOST_STREAM_NAME)
  private readonly told = new Told()
  private readonly births: number[] = []
  /** Row of `contents` by record. */
  private readonly contents = new Map<number, number>()
  /** Of the names that detections look for. */
  private readonly sieve: NameSieve

  constructor(
    private readonly table: FileTable,
    private readonly paths: Paths,
    private readonly sink: EventSink,
    private readonly recordSize: number,
  ) {
    this.sieve = sink.rowDetections.sieve(MFT)
    const { data, count, stride } = table.contents
    for (let row = 0; row < count; row++) {
      const owner = data[row * stride] as number
      if (table.isMeant(owner, data[row * stride + CONTENT_ROW.ownerSequence] as number))
        this.contents.set(owner, row)
    }
  }

  /** `alive` is called now and then, as this takes seconds where there are millions. */
  async tell(alive: () => void): Promise<void> {
    const { records } = this.table
    for (let record = 0; record < records.count; record++) {
      this.tellRecord(record)
      if (record % ROWS_AT_ONCE === 0) {
        alive()
        await this.sink.flushIfFull()
      }
    }
  }

  private tellRecord(record: number): void {
    const { data, stride } = this.table.records
    const flags = data[record * stride] as number
    if ((flags & RECORD.read) === 0) return
    const name = (flags & RECORD.extension) === 0 ? this.paths.nameOf(record) : -1
    if (name < 0) {
      this.sink.readRecords(1)
      if ((flags & RECORD.extension) === 0 && record >= FIRST_USER_RECORD)
        this.sink.warn(record * this.recordSize, 'file record without a name', '$FILE_NAME', 'none')
      return
    }
    this.come(record, flags, name)
    this.tellBirth()
    this.tellMore()
    this.tellLinks(record, flags, name)
    this.tellStreams(record, flags, name)
  }

  /** Comes to a file by one of its names. */
  private come(record: number, flags: number, name: number): void {
    const { told, paths, path } = this
    const folder = paths.folderOf(name)
    told.record = record
    told.flags = flags
    told.name = name
    told.place = paths.place(folder)
    told.length = record === ROOT_RECORD ? paths.putRoot(path) : paths.put(folder, name, path)
    told.kind = told.isFolder ? KIND.other : this.kindOfName(name)
  }

  private kindOfName(name: number): number {
    const { data, stride } = this.table.names
    const start = data[name * stride + NAME_ROW.start] as number
    const length = (data[name * stride + NAME_ROW.lengthAndSpace] as number) & 0xffff
    return kindOf(this.table.text.bytes, start, start + length)
  }

  private tellBirth(): void {
    const { told } = this
    let bits = told.isFolder ? FOLDER : 0
    if (told.isGone) bits |= GONE
    if ((told.flags & RECORD.torn) !== 0) bits |= TORN
    if (told.isOnWeb) bits |= this.timesSetBack()
    const words = (this.births[bits] ??= this.sink.internText(birthWords(bits)))
    const { records, names } = this.table
    const row =
      (told.flags & RECORD.timed) === 0
        ? this.addRow(words, names.data, told.name * names.stride + NAME_ROW.created)
        : this.addRow(words, records.data, this.placeOf(RECORD_ROW.created))
    if (this.nameIsLookedFor()) judgeRow(this.sink, row, MFT)
    if (told.isFolder) return
    const content = this.contents.get(told.record)
    const isShown = told.isOnWeb || told.kind === KIND.script
    if (told.kind === KIND.page || (content !== undefined && isShown)) this.detect(row, content)
  }

  private nameIsLookedFor(): boolean {
    const { data, stride } = this.table.names
    const at = this.told.name * stride
    const start = data[at + NAME_ROW.start] as number
    const length = (data[at + NAME_ROW.lengthAndSpace] as number) & 0xffff
    return this.sieve.holds(this.table.text.bytes, start, start + length)
  }

  /** Asks the detections about the file at its place. */
  private detect(row: number, content: number | undefined): void {
    const { flags } = this.sink.columns
    flags[row] = (flags[row] as number) | FLAG_CANDIDATE
    const path = decodeText(this.path.subarray(0, this.told.length))
    const facts = { family: MFT, fromSelf: false, status: 0, reshaped: false }
    this.sink.detect(new LazyRecord(new WebFile(path, this.textOf(content)), facts), row)
  }

  /**
   * Bits for times that a program may have set: the copy of $FILE_NAME is written by Windows alone.
   * Installers and archivers set times too, so this says little by itself.
   */
  private timesSetBack(): number {
    const { told } = this
    if ((told.flags & RECORD.timed) === 0) return 0
    const { data: record } = this.table.records
    const stated = this.placeOf(RECORD_ROW.created)
    const { data: name, stride } = this.table.names
    const named = told.name * stride + NAME_ROW.created
    if (compareTimes(record, stated, name, named) < 0) return SET_BACK
    return isWholeSecond(record, stated) && !isWholeSecond(name, named) ? WHOLE_SECOND : 0
  }

  /** What else the record of a file that matters states. */
  private tellMore(): void {
    const { told, sink } = this
    if (told.isFolder || (told.kind === KIND.other && !told.isOnWeb)) return
    if ((told.place & PLACE.windowsStore) !== 0) return
    const { data } = this.table.records
    if ((told.flags & RECORD.timed) !== 0) {
      const created = this.placeOf(RECORD_ROW.created)
      const modified = this.placeOf(RECORD_ROW.modified)
      // A copy keeps the time of what it was made of, which is no event here.
      const since = compareTimes(data, modified, data, created)
      if (since > 0 || (told.isOnWeb && since < 0))
        this.addRow(sink.internText('File content changed ($SI)'), data, modified)
      const { data: names, stride } = this.table.names
      const named = told.name * stride + NAME_ROW.created
      if (compareTimes(names, named, data, created) !== 0)
        this.addRow(sink.internText('File name entered ($FN)'), names, named)
    }
    if (told.isGone) {
      const words = sink.internText('File deleted later (record kept)')
      this.addRow(words, data, this.placeOf(RECORD_ROW.changed))
    }
  }

  /** Further names of a file, where a web server would run what stands there. */
  private tellLinks(record: number, flags: number, first: number): void {
    const { data, stride } = this.table.names
    const { told } = this
    const { data: records, stride: recordStride } = this.table.records
    let next = records[record * recordStride + RECORD_ROW.firstName] as number
    while (next !== 0) {
      const name = next - 1
      const at = name * stride
      next = data[at + NAME_ROW.next] as number
      const isShort = (data[at + NAME_ROW.lengthAndSpace] as number) >>> 16 === DOS_NAME
      if (name === first || isShort) continue
      this.come(record, flags, name)
      if (!told.isOnWeb) continue
      const words = this.sink.internText('Further name of a file (hard link)')
      const row = this.addRow(words, data, at + NAME_ROW.created)
      const content = this.contents.get(record)
      if (told.kind === KIND.page || content !== undefined) this.detect(row, content)
    }
  }

  private tellStreams(record: number, flags: number, first: number): void {
    const { data, stride } = this.table.streams
    const { records } = this.table
    let next = records.data[record * records.stride + RECORD_ROW.firstStream] as number
    if (next === 0) return
    this.come(record, flags, first)
    const { length } = this.told
    this.path[length] = COLON
    while (next !== 0) {
      const at = (next - 1) * stride
      next = data[at + STREAM_ROW.next] as number
      const start = data[at + STREAM_ROW.start] as number
      const end = start + (data[at + STREAM_ROW.length] as number)
      const text = this.table.text.bytes.subarray(start, end)
      this.path.set(text, length + 1)
      this.told.length = length + 1 + text.length
      const from = data[at + STREAM_ROW.content] as number
      const size = data[at + STREAM_ROW.contentLength] as number
      const content = this.table.kept.bytes.subarray(from, from + size)
      const words = this.sink.internText(saysWhence(decodeText(text), content))
      this.addRow(words, records.data, this.placeOf(RECORD_ROW.created))
    }
  }

  /** Adds a row at the time that stands at `time` in `times`, in two halves. */
  private addRow(action: number, times: Uint32Array, time: number): number {
    const { sink, recordSize, told } = this
    const target = sink.intern(this.path, 0, told.length)
    const row = sink.row()
    const { columns } = sink
    const low = times[time] as number
    const high = times[time + 1] as number
    columns.time[row] = fileTime(low, high)
    columns.tenths[row] = fileTimeTenths(low, high)
    columns.family[row] = MFT
    columns.offset[row] = told.record * recordSize
    columns.size[row] = recordSize
    columns.action[row] = action
    columns.target[row] = target
    return row
  }

  private placeOf(field: number): number {
    return this.told.record * this.table.records.stride + field
  }

  private textOf(content: number | undefined): string {
    if (content === undefined) return ''
    const { data, stride } = this.table.contents
    const start = data[content * stride + CONTENT_ROW.start] as number
    const length = data[content * stride + CONTENT_ROW.length] as number
    return fileText(this.table.kept.bytes.subarray(start, start + length))
  }
}

/** Compares two times, each in two halves, the low one first. */
function compareTimes(a: Uint32Array, at: number, b: Uint32Array, bt: number): number {
  const high = (a[at + 1] as number) - (b[bt + 1] as number)
  return high === 0 ? (a[at] as number) - (b[bt] as number) : high
}

function isWholeSecond(times: Uint32Array, at: number): boolean {
  const low = times[at] as number
  const high = times[at + 1] as number
  return fileTime(low, high) % MICROSECONDS_PER_SECOND === 0 && fileTimeTenths(low, high) === 0
}
