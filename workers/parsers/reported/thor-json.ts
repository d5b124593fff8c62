import type { EventSink } from '../../event-sink.js'
import { JsonObject } from '../shared/json-scan.js'
import { addClaim } from './claims.js'
import type { StatedClock } from './stated-time.js'

/** Has the object what all versions of THOR's JSON log have? */
export function isThorObject(object: JsonObject): boolean {
  if (object.find('message') < 0) return false
  if (object.isObject(object.find('meta'))) return /^THOR /i.test(object.of('type'))
  return object.find('level') >= 0 && object.find('module') >= 0 && object.find('scanid') >= 0
}

/** Adds an event of THOR's: versions 1 and 2 are flat, version 3 has its facts in `meta` and `subject`. */
export function addThorObject(
  sink: EventSink,
  clock: StatedClock,
  object: JsonObject,
  offset: number,
  size: number,
): void {
  if (!isThorObject(object)) {
    sink.unreadableRecord()
    sink.warn(offset, 'object of another kind', 'an event of THOR', 'other members')
    return
  }
  const meta = inner(object, 'meta') ?? object
  const level = meta.of('level').toLowerCase()
  const module = meta.of('module')
  if (/^(?:info|debug)$/.test(level) && !/^(?:startup|report|init)$/i.test(module)) return
  const subject = inner(object, 'subject') ?? inner(object, 'file')
  const stated = meta.of('time')
  const time = clock.read(stated)
  if (Number.isNaN(time)) {
    sink.warn(offset, 'event with a time that cannot be read', 'a time', stated.slice(0, 60))
  }
  const message = object.of('message')
  const words = [level, module, message].filter(Boolean).join(', ')
  addClaim(sink, {
    time,
    tenths: clock.tenths,
    offset,
    size,
    action: `Reported by THOR: ${words.slice(0, 200)}`,
    target: (subject ? subject.of('path') || subject.of('file') : object.of('file')) || message,
  })
  const host = meta.of('hostname')
  if (host !== '') sink.server(host.slice(0, 255), 1)
}

function inner(object: JsonObject, name: string): JsonObject | null {
  const member = object.find(name)
  if (!object.isObject(member)) return null
  const one = new JsonObject()
  one.read(object.bytes, object.start(member), object.end(member))
  return one
}
