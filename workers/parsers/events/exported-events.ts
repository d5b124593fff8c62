import type { EventSink } from '../../event-sink.js'
import { decodeText } from '../../text.js'
import { EventRows } from './event-rows.js'
import type { Spoilt, TakeText } from './export-text.js'
import { readJsonEvent } from './json-shapes.js'
import { TextEvent } from './text-event.js'
import { readXmlEvent } from './xml-event.js'

const LOCAL_TIME =
  'times are local time of the machine that exported the events, zone unknown: shown as if UTC'

/** Records of an exported text as rows; what is no event, or damaged, is told and counted. */
export class ExportedEvents {
  readonly event = new TextEvent()
  private readonly rows: EventRows
  private toldLocal = false

  constructor(private readonly sink: EventSink) {
    this.rows = new EventRows(sink)
  }

  readonly takeJson: TakeText = (bytes, start, end, offset) => {
    let record: unknown
    try {
      record = JSON.parse(decodeText(bytes.subarray(start, end)))
    } catch {
      this.spoilt(offset, 'an object cannot be read', 'JSON', 'no JSON')
      return
    }
    if (readJsonEvent(record, this.event)) this.add(offset, end - start)
    else this.spoilt(offset, 'an object is no event', 'an event with its id', 'other members')
  }

  readonly takeXml: TakeText = (bytes, start, end, offset) => {
    const { event, sink } = this
    const sound = readXmlEvent(bytes.subarray(start, end), event)
    if (Number.isNaN(event.id)) {
      this.spoilt(offset, 'an event without its id', '<EventID> with a number', 'none')
      return
    }
    if (!sound) sink.warn(offset, 'an event is damaged and read in part', 'XML', 'damaged XML')
    this.add(offset, end - start)
  }

  readonly spoilt: Spoilt = (offset, what, wanted, found) => {
    this.sink.unreadableRecord()
    this.sink.warn(offset, what, wanted, found)
  }

  /** Takes `event` as it was filled. */
  add(offset: number, size: number): void {
    const { event, sink } = this
    if (event.isLocal && !this.toldLocal) {
      this.toldLocal = true
      sink.warn(offset, LOCAL_TIME, 'a time with its zone', 'a time without')
    }
    if (Number.isNaN(event.time)) {
      sink.warn(offset, 'an event without a time that can be read', 'a time', 'none')
    }
    this.rows.add(event, offset, size)
  }

  finish(): void {
    this.rows.finish()
  }
}
