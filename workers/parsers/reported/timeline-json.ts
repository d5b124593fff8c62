import { TimeReader } from '../../../src/model/time.js'
import type { EventSink } from '../../event-sink.js'
import type { JsonObject } from '../shared/json-scan.js'
import { REPORTED } from './claims.js'
import { epochTime } from './epoch.js'
import { TimelineWords } from './timeline-words.js'

/** Has the object what Timesketch asks of an event? psort's JSON lines have it too. */
export function isTimelineObject(object: JsonObject): boolean {
  if (!object.isString(object.find('timestamp_desc'))) return false
  return object.find('datetime') >= 0 || object.find('timestamp') >= 0
}

/** Reads events of a timeline in JSON. */
export class TimelineObjects {
  private readonly clock = new TimeReader()
  private readonly words: TimelineWords

  constructor(private readonly sink: EventSink) {
    this.words = new TimelineWords(sink, 'Reported by a timeline')
  }

  readonly take = (object: JsonObject, offset: number, size: number): void => {
    const { sink, words } = this
    if (!isTimelineObject(object)) {
      sink.unreadableRecord()
      const found = object.count === 0 ? 'an empty object' : object.name(0).slice(0, 60)
      sink.warn(offset, 'object of another kind', 'an event with a time', found)
      return
    }
    const time = this.time(object)
    if (Number.isNaN(time)) {
      const found = object.of('datetime').slice(0, 60)
      sink.warn(offset, 'event with a time that cannot be read', 'a time', found)
    }
    const row = sink.row()
    const out = sink.columns
    out.time[row] = time
    out.tenths[row] = Number.isNaN(time) ? 0 : this.clock.tenths
    out.family[row] = REPORTED
    out.offset[row] = offset
    out.size[row] = size
    out.action[row] = words.action(
      firstOf(sink, object, ['source_long', 'data_type', 'source', 'parser']),
      object.intern(sink, object.find('timestamp_desc')),
    )
    out.target[row] = this.message(object)
    out.user[row] = firstOf(sink, object, ['username', 'user'])
    words.host(firstOf(sink, object, ['hostname', 'computer_name', 'computer']))
  }

  finish(): void {
    this.words.tellHosts()
  }

  private time(object: JsonObject): number {
    const member = object.find('datetime')
    if (object.isString(member)) {
      const { bytes } = object
      const time = this.clock.iso(bytes, object.start(member) + 1, object.end(member) - 1)
      if (!Number.isNaN(time)) return time
    }
    return epochTime(Number(object.of('timestamp') || NaN))
  }

  private message(object: JsonObject): number {
    const { sink, words } = this
    const member = object.find('message')
    if (!object.isString(member)) return object.intern(sink, member)
    const start = object.start(member) + 1
    const end = object.end(member) - 1
    if (!object.isEscaped(member)) return words.message(object.bytes, start, end)
    return words.messageText(object.text(member))
  }
}

function firstOf(sink: EventSink, object: JsonObject, names: readonly string[]): number {
  for (const name of names) {
    const member = object.find(name)
    if (object.isString(member)) return object.intern(sink, member)
  }
  return 0
}
