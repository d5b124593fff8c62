import type { Bytes } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { crc32 } from '../shared/crc32.js'
import { CHUNK_SIZE, chunkBytes, type ChunkBytes } from './binary-xml.js'
import {
  CHUNK_HEADER,
  ChunkRecords,
  freeSpaceOf,
  isChunk,
  nextChunk,
  RECORD_END,
  RECORD_HEADER,
} from './chunk-records.js'
import { EvtxEvent } from './event.js'
import { Fields } from './fields.js'
import { Labels } from './labels.js'
import { TextOut } from './text-out.js'

/** Of the header: the sum of the records, where the two parts that its own sum is of end and begin. */
const RECORDS_CRC_AT = 52
const HEADER_CRC_AT = 124
const SUMMED_FIRST = 120
const SUMMED_FROM = 128

/** The event is valid until `Take` returns. */
type Take = (event: EvtxEvent, offset: Bytes, size: Bytes) => void

/**
 * Reads the chunks of a Windows event log one after the other. What a chunk's header says of itself is
 * believed only where it must be; damage is told to the sink and costs the record that it is in.
 */
export class LogReader {
  private readonly out = new TextOut()
  private readonly fields = new Fields(new Labels(), this.out)
  private readonly event = new EvtxEvent(this.fields, this.out)
  private readonly records = new ChunkRecords()
  /** Numbers and times of the chunk's own events, which its unused space may hold once more. */
  private readonly own = new Map<number, number>()
  /** Bytes of chunks that do not begin where pieces do. */
  private rest = new Uint8Array(0)
  /** The piece before, in which a chunk may begin where bytes of the log are missing. */
  private readonly before = new Uint8Array(CHUNK_SIZE)
  private chunk: ChunkBytes = chunkBytes(this.rest)
  private base = 0

  /** `summed`: chunks carry CRC-32 sums. */
  constructor(
    private readonly sink: Pick<EventSink, 'warn' | 'unreadableRecord'>,
    private readonly take: Take,
    private readonly summed: boolean,
  ) {}

  /** The next CHUNK_SIZE bytes; fewer only at the end of the log. */
  read(piece: Uint8Array, base: Bytes): void {
    if (this.rest.length === 0) this.lookBack(piece)
    const whole = this.rest.length === 0 ? piece : joined(this.rest, piece)
    const from = base - this.rest.length
    let at = 0
    while (whole.length - at >= CHUNK_SIZE || (at < whole.length && piece.length < CHUNK_SIZE)) {
      const end = Math.min(at + CHUNK_SIZE, whole.length)
      const next = isChunk(whole, at) ? -1 : nextChunk(whole.subarray(at, end), 1)
      const stop = next < 0 ? end : at + next
      this.readChunk(whole.subarray(at, stop), from + at)
      at = stop
    }
    this.rest = at === whole.length ? new Uint8Array(0) : whole.slice(at)
    this.before.set(piece)
  }

  /** Where a piece is no chunk, its chunk may have begun in the piece before. */
  private lookBack(piece: Uint8Array): void {
    if (isChunk(piece, 0) || isBlank(piece)) return
    const from = nextChunk(this.before, 1)
    if (from > 0) this.rest = this.before.slice(from)
  }

  /** To be called behind the last piece. */
  finish(end: Bytes): void {
    if (this.rest.length > 0) this.readChunk(this.rest, end - this.rest.length)
    this.rest = new Uint8Array(0)
  }

  private readChunk(bytes: Uint8Array, base: Bytes): void {
    this.chunk = chunkBytes(bytes)
    this.base = base
    this.own.clear()
    this.fields.begin(this.chunk)
    const isSound = this.check()
    const free = isSound ? freeSpaceOf(this.chunk) : -1
    this.readRecords(isSound ? CHUNK_HEADER : 0, free < 0 ? bytes.length : free)
  }

  /** False where the bytes have no chunk's header. */
  private check(): boolean {
    const { bytes, view } = this.chunk
    const { sink, base } = this
    if (!isChunk(bytes, 0)) {
      if (!isBlank(bytes)) {
        const found = `${bytes.subarray(0, 8).toString()} and ${String(bytes.length)} bytes`
        sink.warn(
          base,
          'part of the log without a header: what stands in it is recovered',
          'ElfChnk',
          found,
        )
      }
      return false
    }
    if (bytes.length < CHUNK_SIZE) {
      const found = `${String(bytes.length)} bytes`
      sink.warn(base, 'chunk of the log is cut off', `${String(CHUNK_SIZE)} bytes`, found)
    }
    const free = freeSpaceOf(this.chunk)
    if (free < 0) {
      const wanted = 'an end of records inside the chunk'
      sink.warn(base, 'header of a chunk is damaged: its records are recovered', wanted, 'none')
      return true
    }
    if (!this.summed) return true
    const sum = crc32(bytes, SUMMED_FROM, CHUNK_HEADER, crc32(bytes, 0, SUMMED_FIRST))
    this.compare(
      view.getUint32(HEADER_CRC_AT, true),
      sum,
      'header of a chunk differs from its CRC-32',
    )
    const records = crc32(bytes, CHUNK_HEADER, free)
    const differs = 'records of a chunk differ from their CRC-32'
    this.compare(view.getUint32(RECORDS_CRC_AT, true), records, differs)
    return true
  }

  private compare(wanted: number, found: number, what: string): void {
    if (wanted !== found) this.sink.warn(this.base, what, hex(wanted), hex(found))
  }

  /** Records stand from `first` to `end`; behind it is what an earlier use of the space has left. */
  private readRecords(first: number, end: number): void {
    const { records, base, sink } = this
    records.begin(this.chunk, first)
    let behind = first
    while (records.find()) {
      const { at, size, isTorn } = records
      if (at > behind && behind < end) this.warnOfGap(behind, Math.min(at, end))
      if (isTorn && at < end) {
        const wanted = 'its size at both ends'
        sink.warn(base + at, 'record of the log is torn', wanted, 'a size that is not the other')
      }
      this.readRecord(at, size, isTorn, at >= end)
      behind = records.behind
    }
    if (behind < end) this.warnOfGap(behind, end)
  }

  /** Bytes among the records that are none, unless they are zeros: those were never written. */
  private warnOfGap(from: number, end: number): void {
    const { bytes } = this.chunk
    let at = from
    while (at < end && bytes[at] === 0) at++
    if (at === end) return
    this.sink.unreadableRecord()
    const found = `${String(end - from)} bytes of something else`
    this.sink.warn(this.base + from, 'damage among the records of a chunk', 'a record', found)
  }

  private readRecord(at: number, size: number, isTorn: boolean, isSlack: boolean): void {
    const { fields, event, sink } = this
    const offset = this.base + at
    fields.read(at + RECORD_HEADER, at + size - RECORD_END)
    event.begin()
    const { failure } = fields
    // Sectors that were never written are zeros: an id and a time that look like values.
    if (Number.isNaN(event.id) || (isTorn && Number.isNaN(event.time))) {
      const what = isSlack
        ? 'event left over in unused space is no longer whole'
        : 'event cannot be read'
      sink.warn(offset, what, 'an event with an id', failure || 'none')
      if (!isSlack) sink.unreadableRecord()
      return
    }
    const { record, time } = event
    if (!isSlack) this.own.set(record, time)
    else if (this.own.get(record) === time) return
    else {
      this.own.set(record, time)
      const found = 'one that the log no longer counts'
      sink.warn(offset, 'event recovered from unused space of the log', 'none there', found)
    }
    if (failure !== '') sink.warn(offset, 'event is read in part', 'all of its values', failure)
    event.isCounted = !isSlack
    this.take(event, offset, size)
  }
}

function isBlank(bytes: Uint8Array): boolean {
  let at = 0
  while (at < bytes.length && bytes[at] === 0) at++
  return at === bytes.length
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}
