import { TimeReader } from '../../../src/model/time.js'
import type { Microseconds } from '../../../src/model/units.js'
import type { WindowsEvent } from '../events/windows-event.js'
import { fileTime, fileTimeTenths } from '../shared/filetime.js'
import { TYPE } from './binary-xml.js'
import type { Fields } from './fields.js'
import { GROUP, SYSTEM } from './labels.js'
import type { TextOut } from './text-out.js'
import { writeValue } from './value-text.js'

const TWO_32 = 0x1_0000_0000
const LINE_FEED = 0x0a

/** The event that `fields` has read last; each value is turned into text when it is asked for. */
export class EvtxEvent implements WindowsEvent {
  tenths = 0
  /** False for one that its log no longer counts: its number tells nothing of what is missing there. */
  isCounted = true
  private readonly times = new TimeReader()
  private readonly repeated = [new RepeatedText(), new RepeatedText(), new RepeatedText()] as const
  private nameList: string[] | null = null
  private valueList: string[] | null = null
  private timeRead: Microseconds = NaN

  constructor(
    private readonly fields: Fields,
    private readonly out: TextOut,
  ) {}

  /** To be called when `fields` has read the next event. */
  begin(): void {
    this.nameList = null
    this.valueList = null
    this.tenths = 0
    this.isCounted = true
    this.timeRead = this.readTime()
  }

  get provider(): string {
    return this.repeatedText(0, SYSTEM.provider)
  }

  get channel(): string {
    return this.repeatedText(1, SYSTEM.channel)
  }

  get computer(): string {
    return this.repeatedText(2, SYSTEM.computer)
  }

  get id(): number {
    return this.number(SYSTEM.id)
  }

  get record(): number {
    return this.isCounted ? this.number(SYSTEM.record) : NaN
  }

  get level(): number {
    const level = this.number(SYSTEM.level)
    return Number.isNaN(level) ? 0 : level
  }

  get userId(): string {
    const field = this.fields.system[SYSTEM.userId] as number
    return field < 0 ? '' : this.text(field)
  }

  get time(): Microseconds {
    return this.timeRead
  }

  get names(): readonly string[] {
    if (!this.nameList) this.list()
    return this.nameList ?? []
  }

  get values(): readonly string[] {
    if (!this.valueList) this.list()
    return this.valueList ?? []
  }

  data(name: string): string {
    const { labels, count } = this.fields
    let other = -1
    for (let field = 0; field < count; field++) {
      const label = labels[field]
      if (label?.group !== GROUP.data) continue
      if (label.name === name) return this.text(field)
      if (other >= 0 || label.name.length !== name.length) continue
      if (label.name.toLowerCase() === name.toLowerCase()) other = field
    }
    return other < 0 ? '' : this.text(other)
  }

  /** Every value in lines `name: value`. */
  writeLines(out: TextOut): void {
    const { labels, count } = this.fields
    for (let field = 0; field < count; field++) {
      const label = labels[field]
      if (label) out.put(label.bytes)
      this.write(field, out)
      out.byte(LINE_FEED)
    }
  }

  private list(): void {
    const { labels, count } = this.fields
    this.nameList = []
    this.valueList = []
    for (let field = 0; field < count; field++) {
      const label = labels[field]
      if (label?.group !== GROUP.data) continue
      this.nameList.push(label.name)
      this.valueList.push(this.text(field))
    }
  }

  private text(field: number): string {
    const { out } = this
    if (this.fields.sizes[field] === 0) return ''
    out.length = 0
    this.write(field, out)
    return out.text()
  }

  private write(field: number, out: TextOut): void {
    const { fields } = this
    const type = fields.types[field] as number
    const offset = fields.offsets[field] as number
    if (type === TYPE.composed) out.string(fields.composed[offset] ?? '')
    else writeValue(out, fields.bytes, fields.view, type, offset, fields.sizes[field] as number)
  }

  private number(system: number): number {
    const { fields } = this
    const field = fields.system[system] as number
    if (field < 0) return NaN
    const size = fields.sizes[field] as number
    const at = fields.offsets[field] as number
    const type = fields.types[field] as number
    if (type === TYPE.uint8 && size === 1) return fields.bytes[at] as number
    if (type === TYPE.uint16 && size === 2) return fields.view.getUint16(at, true)
    if (type === TYPE.uint32 && size === 4) return fields.view.getUint32(at, true)
    if (type === TYPE.uint64 && size === 8) {
      return fields.view.getUint32(at + 4, true) * TWO_32 + fields.view.getUint32(at, true)
    }
    const text = this.text(field)
    return /^\d{1,15}$/.test(text) ? Number(text) : NaN
  }

  private readTime(): Microseconds {
    const { fields, out } = this
    const field = fields.system[SYSTEM.time] as number
    if (field < 0) return NaN
    const at = fields.offsets[field] as number
    if (fields.types[field] === TYPE.fileTime && fields.sizes[field] === 8) {
      const low = fields.view.getUint32(at, true)
      const high = fields.view.getUint32(at + 4, true)
      this.tenths = fileTimeTenths(low, high)
      return fileTime(low, high)
    }
    out.length = 0
    this.write(field, out)
    const time = this.times.iso(out.bytes, 0, out.length)
    this.tenths = Number.isNaN(time) ? 0 : this.times.tenths
    return time
  }

  private repeatedText(which: 0 | 1 | 2, system: number): string {
    const field = this.fields.system[system] as number
    if (field < 0) return ''
    const { out } = this
    out.length = 0
    this.write(field, out)
    return this.repeated[which].of(out)
  }
}

/** A text that is most often that of the event before. */
class RepeatedText {
  private text = ''
  private bytes = new Uint8Array(0)

  of(out: TextOut): string {
    const { bytes } = this
    if (bytes.length === out.length) {
      let at = 0
      while (at < bytes.length && bytes[at] === out.bytes[at]) at++
      if (at === bytes.length) return this.text
    }
    this.bytes = out.bytes.slice(0, out.length)
    this.text = out.text()
    return this.text
  }
}
