import { TimeReader } from '../../../src/model/time.js'
import type { Microseconds } from '../../../src/model/units.js'
import type { WindowsEvent } from './windows-event.js'

/** Values of one event that are kept; providers define far fewer. */
const MAX_VALUES = 512
/** Longest text of a time. */
const MAX_TIME = 40

const LEVELS: ReadonlyMap<string, number> = new Map([
  ['logalways', 0],
  ['critical', 1],
  ['error', 2],
  ['warning', 3],
  ['info', 4],
  ['information', 4],
  ['verbose', 5],
])

/** An event out of an exported text, filled anew for each record. */
export class TextEvent implements WindowsEvent {
  provider = ''
  channel = ''
  computer = ''
  id = NaN
  record = NaN
  time: Microseconds = NaN
  tenths = 0
  level = 0
  userId = ''
  readonly names: string[] = []
  readonly values: string[] = []
  /** The time was written without a zone. */
  isLocal = false
  private readonly lowerNames: string[] = []
  private readonly times = new TimeReader()
  private readonly scratch = new Uint8Array(MAX_TIME)

  clear(): void {
    this.provider = this.channel = this.computer = this.userId = ''
    this.id = this.record = this.time = NaN
    this.tenths = this.level = 0
    this.isLocal = false
    this.names.length = this.values.length = this.lowerNames.length = 0
  }

  data(name: string): string {
    return this.values[this.lowerNames.indexOf(name.toLowerCase())] ?? ''
  }

  add(name: string, value: string): void {
    if (this.values.length === MAX_VALUES) return
    this.names.push(name)
    this.lowerNames.push(name.toLowerCase())
    this.values.push(value)
  }

  /** An id of an event; other numbers are none. */
  setId(text: string): void {
    const id = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : NaN
    this.id = id <= 0xffff ? id : NaN
  }

  setRecord(text: string): void {
    this.record = /^\s*\d{1,16}\s*$/.test(text) ? Number(text) : NaN
  }

  setLevel(text: string): void {
    const level = LEVELS.get(text.trim().toLowerCase()) ?? Number(text)
    this.level = level >= 0 && level <= 0xff ? Math.floor(level) : 0
  }

  /** ISO 8601, a blank for the T allowed; or `/Date(milliseconds since 1970)/`. */
  setTime(text: string): void {
    const milliseconds = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1]
    this.tenths = 0
    if (milliseconds !== undefined) {
      this.time = Number(milliseconds) * 1_000
      return
    }
    const trimmed = text.trim()
    const length = Math.min(trimmed.length, MAX_TIME)
    for (let at = 0; at < length; at++) this.scratch[at] = trimmed.charCodeAt(at)
    this.time = this.times.iso(this.scratch, 0, length)
    this.tenths = this.times.tenths
    this.isLocal = !Number.isNaN(this.time) && !/(?:Z|[+-]\d\d:\d\d)$/.test(trimmed)
  }

  /** Seconds since 1970 with a fraction. */
  setSeconds(seconds: number): void {
    this.time = Math.round(seconds * 1_000_000)
    this.tenths = 0
  }
}
