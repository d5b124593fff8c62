import type { EventSink } from '../../event-sink.js'
import { decodeText } from '../../text.js'
import type { LineBlock } from '../parser.js'
import { headLines } from '../shared/head.js'
import { eachRecord } from '../shared/records.js'
import { judgeRow } from '../shared/judge-row.js'
import { REPORTED } from './claims.js'

const BAR = 0x7c
const DOT = 0x2e
const DASH = 0x2d
/** Fields behind the name: inode, mode, UID, GID, size and four times. */
const BEHIND_NAME = 9
/** In the order of a line: last accessed, modified, record changed, created. */
const TIMES = ['last accessed', 'modified', 'record changed', 'created']
const LINE =
  /^(?:[0-9a-f]{32}|0?)\|.+\|[^|]*\|[^|]{0,20}\|\d*\|\d*\|\d*\|(?:-?\d{1,12}(?:\.\d+)?\|){3}-?\d{1,12}(?:\.\d+)?$/i

/** The first line that is no comment is one of mactime 3: MD5, name, …, four times, by bars. */
export function isBodyfile(head: Uint8Array): boolean {
  const line = headLines(head).find((one) => !one.startsWith('#'))
  return line !== undefined && line.length < 2_048 && LINE.test(line)
}

/** Reads a bodyfile: a row for each different time of a file, times UTC. */
export class BodyfileReader {
  private readonly bars = new Int32Array(BEHIND_NAME)
  private readonly times = new Float64Array(TIMES.length)
  private readonly tenths = new Uint8Array(TIMES.length)
  private readonly actions: number[] = []
  private fraction = 0

  constructor(private readonly sink: EventSink) {}

  readBlock(block: LineBlock): void {
    const { bytes } = block
    const warnNul = (offset: number): void => {
      this.sink.warn(offset, 'NUL bytes in the bodyfile', 'text', 'bytes of value 0')
    }
    eachRecord(block, warnNul, (start, end, offset) => {
      if (bytes[start] !== 0x23) this.readLine(bytes, start, end, offset)
    })
  }

  private readLine(bytes: Uint8Array, start: number, end: number, offset: number): void {
    const { sink } = this
    let first = start
    while (first < end && bytes[first] !== BAR) first++
    // From the right, since a name can hold bars.
    let found = 0
    for (let at = end - 1; at > first && found < BEHIND_NAME; at--) {
      if (bytes[at] === BAR) this.bars[found++] = at
    }
    if (found < BEHIND_NAME || !this.readTimes(bytes, end)) {
      sink.unreadableRecord()
      const text = decodeText(bytes.subarray(start, Math.min(end, start + 60)))
      sink.warn(offset, 'line that is none of a bodyfile', 'eleven fields between bars', text)
      return
    }
    const nameEnd = this.bars[BEHIND_NAME - 1] as number
    const name = sink.intern(bytes, first + 1, nameEnd)
    const row = sink.columns.length
    let told = 0
    for (let one = 0; one < TIMES.length; one++) {
      const time = this.times[one] as number
      if (Number.isNaN(time) || (told & (1 << one)) !== 0) continue
      const same = this.sameTimes(time, one)
      told |= same
      this.addRow(time, this.tenths[one] as number, same, name, offset, end - start)
    }
    if (told === 0) this.addRow(NaN, 0, 0, name, offset, end - start)
    // The listing's first row of the file stands for it.
    if (sink.rowDetections.sieve(REPORTED).holds(bytes, first + 1, nameEnd))
      judgeRow(sink, row, REPORTED)
  }

  /** The last four fields; false where one is no number. A time of 0 is none. */
  private readTimes(bytes: Uint8Array, lineEnd: number): boolean {
    let end = lineEnd
    for (let one = TIMES.length - 1; one >= 0; one--) {
      const bar = this.bars[TIMES.length - 1 - one] as number
      const seconds = this.number(bytes, bar + 1, end)
      if (Number.isNaN(seconds)) return false
      const units = this.fraction
      this.tenths[one] = units % 10
      this.times[one] = seconds === 0 ? NaN : seconds * 1e6 + Math.floor(units / 10)
      end = bar
    }
    return true
  }

  /** Whole seconds of `-?\d+(\.\d+)?`; the fraction in units of 100 ns stays in `fraction`. */
  private number(bytes: Uint8Array, start: number, end: number): number {
    this.fraction = 0
    const negative = bytes[start] === DASH
    let at = negative ? start + 1 : start
    if (at >= end || end - at > 32) return NaN
    let value = 0
    for (; at < end && bytes[at] !== DOT; at++) {
      const digit = (bytes[at] as number) - 0x30
      if (digit < 0 || digit > 9) return NaN
      value = value * 10 + digit
    }
    if (value > 1e12) return NaN
    let unit = 1_000_000
    for (at++; at < end; at++) {
      const digit = (bytes[at] as number) - 0x30
      if (digit < 0 || digit > 9) return NaN
      this.fraction += Math.floor(digit * unit)
      unit = unit >= 10 ? unit / 10 : 0
    }
    return negative ? -value : value
  }

  /** Bits of the times that are the same from `from` on. */
  private sameTimes(time: number, from: number): number {
    let same = 0
    for (let one = from; one < TIMES.length; one++) {
      if (this.times[one] === time && this.tenths[one] === this.tenths[from]) same |= 1 << one
    }
    return same
  }

  private addRow(
    time: number,
    tenths: number,
    which: number,
    name: number,
    offset: number,
    size: number,
  ): void {
    const { sink } = this
    const row = sink.row()
    const out = sink.columns
    out.time[row] = time
    out.tenths[row] = tenths
    out.family[row] = REPORTED
    out.offset[row] = offset
    out.size[row] = size
    out.action[row] = this.actions[which] ??= sink.internText(words(which))
    out.target[row] = name
  }
}

function words(which: number): string {
  const parts = TIMES.filter((_, one) => (which & (1 << one)) !== 0)
  return `Reported by a bodyfile: file ${parts.join(', ') || 'without a time'}`
}
