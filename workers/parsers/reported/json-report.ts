import type { EventSink } from '../../event-sink.js'
import type { EntryInput } from '../parser.js'
import { JsonObject, JsonObjects, skipBlanks, skipValue } from '../shared/json-scan.js'
import { WHOLE_LIMIT, wholeOf } from './table.js'

/** Objects after which a full batch is handed over. */
const OBJECTS_A_TURN = 4_096
const LINE_FEED = 0x0a
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b

/** Takes an object of a report; offset and size are its place in the entry. */
export type TakeObject = (object: JsonObject, offset: number, size: number) => void

/** The first object that a head begins with, behind an opening bracket; cut off where the head is. */
export function firstObject(head: Uint8Array): JsonObject | null {
  let at = skipBlanks(head, 0, head.length)
  if (head[at] === OPEN_ARRAY) at = skipBlanks(head, at + 1, head.length)
  if (head[at] !== OPEN_OBJECT) return null
  const object = new JsonObject()
  object.read(head, at, head.length)
  return object.count > 0 ? object : null
}

/**
 * Reads a report of JSON objects: one a line, or an array of them laid out over lines. Big files are
 * read line by line where their head shows one object a line, else only as far as WHOLE_LIMIT.
 */
export async function readJson(
  input: EntryInput,
  sink: EventSink,
  take: TakeObject,
): Promise<void> {
  if (input.entry.size > WHOLE_LIMIT && isOneALine(input.head)) {
    await readLines(input, sink, take)
    return
  }
  const bytes = await wholeOf(input, sink)
  const objects = new JsonObjects(bytes, (at) => {
    warnOfDamage(sink, at)
  })
  const object = new JsonObject()
  for (let count = 1; objects.next(); count++) {
    object.read(bytes, objects.start, objects.end)
    take(object, objects.start, objects.end - objects.start)
    if (count % OBJECTS_A_TURN === 0) await sink.flushIfFull()
  }
  await sink.flushIfFull()
}

async function readLines(input: EntryInput, sink: EventSink, take: TakeObject): Promise<void> {
  const object = new JsonObject()
  for await (const given of input.lines()) {
    const { bytes, base, starts, ends, count } = sink.reserve(given)
    for (let line = 0; line < count; line++) {
      const end = ends[line] as number
      const start = skipBetween(bytes, starts[line] as number, end)
      if (start >= end || (bytes[start] === CLOSE_ARRAY && start + 1 >= end)) continue
      if (object.read(bytes, start, end) < 0) warnOfDamage(sink, base + start)
      else take(object, base + start, end - start)
    }
    await sink.flushIfFull()
  }
}

function warnOfDamage(sink: EventSink, at: number): void {
  sink.unreadableRecord()
  sink.warn(at, 'object that cannot be read', 'a JSON object', 'damaged or cut off')
}

/** Behind what stands before an object that is an element of an array. */
function skipBetween(bytes: Uint8Array, from: number, end: number): number {
  let at = skipBlanks(bytes, from, end)
  while (at < end && (bytes[at] === COMMA || bytes[at] === OPEN_ARRAY || bytes[at] === 0)) {
    at = skipBlanks(bytes, at + 1, end)
  }
  return at
}

/** The first line is an object, whole or longer than the head. */
function isOneALine(head: Uint8Array): boolean {
  const start = skipBetween(head, 0, head.length)
  if (head[start] !== OPEN_OBJECT) return false
  const feed = head.indexOf(LINE_FEED, start)
  return feed < 0 || skipValue(head, start, feed) >= 0
}
