import type { Sibling } from './parsers/parser.js'
import type { ScanTask, SiblingTask } from './protocol.js'
import { openEntry } from './zip/entry-stream.js'

/** Of one file: Windows makes a log no larger than its hive, and writes it out long before. */
const MOST_BYTES = 128 << 20

/** The files beside an entry. Read by the browser's own inflater: the kernel's is at the entry. */
export function openSiblings({ siblings = [] }: ScanTask): readonly Sibling[] {
  return siblings.map((task) => ({ path: task.entry.path, bytes: () => readAll(task) }))
}

async function readAll({ entry, file, password, limits }: SiblingTask): Promise<Uint8Array> {
  const opened = await openEntry(file, entry, password, limits)
  if ('reason' in opened) return new Uint8Array(0)
  const reader = opened.stream.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  while (length < MOST_BYTES) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    length += value.length
  }
  await reader.cancel()
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
