import type { RecordLocation } from '../src/model/event-table.js'
import { readRows } from './line-reader.js'
import { detectText, HEAD_BYTES, type TextForm } from './line-text.js'
import { MAX_LINE_BYTES } from './line-windows.js'
import type { Checkpoints, Progress, RawRow, ReadRowsTask } from './protocol.js'
import { reopenSource, type ReopenedSource, type SourceKernels } from './source/open-source.js'

/** Bytes between two signs of life. */
const PROGRESS_STEP = 16 << 20
/** Bytes taken at once. */
const CHUNK = 256 << 10
/** Records further apart than this are reached one by one rather than by reading what is between. */
const FAR = 32 << 20
/** Reading starts so much before a record, so that its line and the neighbours before it are whole. */
const MARGIN = 2 * MAX_LINE_BYTES

/** Chosen records of an entry, read again from the evidence. Fails where the entry cannot be opened. */
export async function readEntryRows(
  task: ReadRowsTask,
  locations: readonly RecordLocation[],
  neighbours: number,
  kernels: SourceKernels,
  onProgress: (progress: Progress) => void,
): Promise<RawRow[]> {
  const form = await textForm(task, kernels)
  const rows: RawRow[] = []
  // Offsets in a transcoded text say nothing of where its bytes are stored.
  const checkpoints = form.encoding === 'utf-8' ? task.checkpoints : null
  for (const group of checkpoints ? nearby(locations) : [locations]) {
    rows.push(...(await readGroup(task, checkpoints, form, group, neighbours, kernels, onProgress)))
  }
  return rows
}

async function readGroup(
  task: ReadRowsTask,
  checkpoints: Checkpoints | null,
  form: TextForm,
  locations: readonly RecordLocation[],
  neighbours: number,
  kernels: SourceKernels,
  onProgress: (progress: Progress) => void,
): Promise<RawRow[]> {
  const first = locations[0]?.offset ?? 0
  const { source, start } = await reopened(task, checkpoints, first - MARGIN, kernels)
  let offset = start.offset
  let told = offset
  const next = async (): Promise<Uint8Array | null> => {
    const chunk = await source.next(CHUNK)
    offset += chunk?.length ?? 0
    if (offset - told >= PROGRESS_STEP) {
      told = offset
      onProgress({ entry: task.entry.index, offset, events: 0 })
    }
    return chunk
  }
  const text = { next, form, offset: start.offset, line: start.line }
  const rows = await readRows(text, locations, neighbours)
  await source.cancel()
  return rows
}

async function textForm(task: ReadRowsTask, kernels: SourceKernels): Promise<TextForm> {
  const { source } = await reopened(task, null, 0, kernels)
  const form = detectText(await source.peek(HEAD_BYTES))
  await source.cancel()
  return form
}

async function reopened(
  task: ReadRowsTask,
  checkpoints: Checkpoints | null,
  offset: number,
  kernels: SourceKernels,
): Promise<ReopenedSource> {
  const opened = await reopenSource(task, checkpoints, offset, kernels)
  if ('reason' in opened) throw new Error(opened.reason)
  return opened
}

/** Locations, sorted by offset, in groups with no gap that is worth a new start. */
function nearby(locations: readonly RecordLocation[]): RecordLocation[][] {
  const groups: RecordLocation[][] = []
  for (const location of locations) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group && last && location.offset - last.offset < FAR) group.push(location)
    else groups.push([location])
  }
  return groups
}
