import type { RecordLocation } from '../src/model/event-table.js'
import { readRows } from './line-reader.js'
import type { Progress, RawRow, ScanTask } from './protocol.js'
import { openEntry } from './zip/entry-stream.js'

/** Bytes between two signs of life. */
const PROGRESS_STEP = 16 << 20

/** Chosen records of an entry, read again from the evidence. Fails where the entry cannot be opened. */
export async function readEntryRows(
  task: ScanTask,
  locations: readonly RecordLocation[],
  neighbours: number,
  onProgress: (progress: Progress) => void,
): Promise<RawRow[]> {
  const opened = await openEntry(task.file, task.entry, task.password)
  if ('reason' in opened) throw new Error(opened.reason)
  let offset = 0
  let told = 0
  const counted = opened.stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        offset += chunk.length
        if (offset - told >= PROGRESS_STEP) {
          told = offset
          onProgress({ entry: task.entry.index, offset, events: 0 })
        }
        controller.enqueue(chunk)
      },
    }),
  )
  return readRows(counted, locations, neighbours)
}
