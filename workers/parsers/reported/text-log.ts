import type { EventSink } from '../../event-sink.js'
import type { EntryInput } from '../parser.js'
import { linesOf } from './table.js'

/** A message over several lines is kept up to this length; its place still covers all of it. */
const MAX_TEXT = 16_384

/** An entry of a log: its first line, which begins it, and what follows until the next. */
export interface TextEntry {
  readonly text: string
  readonly offset: number
  readonly size: number
}

/** Gives each entry of a log whose messages can go over several lines. */
export async function readEntries(
  input: EntryInput,
  sink: EventSink,
  begins: RegExp,
  take: (entry: TextEntry) => void,
): Promise<void> {
  let text = ''
  let offset = -1
  let end = 0
  for await (const block of input.lines()) {
    for (const line of linesOf(sink.reserve(block))) {
      if (begins.test(line.text)) {
        if (offset >= 0) take({ text, offset, size: end - offset })
        text = line.text
        offset = line.offset
      } else if (offset < 0) {
        sink.unreadableRecord()
        sink.warn(line.offset, 'text before the first entry', 'an entry', line.text.slice(0, 60))
      } else if (text.length < MAX_TEXT) text += `\n${line.text}`
      end = line.offset + line.size
    }
    await sink.flushIfFull()
  }
  if (offset >= 0) take({ text, offset, size: end - offset })
}
