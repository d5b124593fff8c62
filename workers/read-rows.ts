import type { RecordLocation } from '../src/model/event-table.js'
import type { Bytes } from '../src/model/units.js'
import { readRows } from './line-reader.js'
import { detectText, HEAD_BYTES, readableHead, type TextForm } from './line-text.js'
import { MAX_LINE_BYTES } from './line-windows.js'
import { recognise } from './parsers/index.js'
import type { Chunk, RecordText, SiblingBytes } from './parsers/parser.js'
import type { Checkpoints, Progress, RawRow, ReadRowsTask } from './protocol.js'
import { openSiblings } from './siblings.js'
import { reopenSource, type ReopenedSource, type SourceKernels } from './source/open-source.js'

/** Bytes between two signs of life. */
const PROGRESS_STEP = 16 << 20
/** Bytes taken at once. */
const CHUNK = 256 << 10
/** Records further apart than this are reached one by one rather than by reading what is between. */
const FAR = 32 << 20
/** A record of a binary format is told from so much of its entry at most. */
const MAX_STRETCH = 64 << 20
/** Reading starts so much before a record, so that its line and the neighbours before it are whole. */
const MARGIN = 2 * MAX_LINE_BYTES

/** Bytes of a record that are shown; nobody reads more in hexadecimal. */
const MAX_SHOWN_BYTES = 4_096

/**
 * The first bytes of a record as they stand in the entry. Fails where the entry cannot be opened, or is a
 * text whose records' places are those of its transcoded form.
 */
export async function readBytes(
  task: ReadRowsTask,
  { offset, size }: RecordLocation,
  kernels: SourceKernels,
  onProgress: (progress: Progress) => void,
): Promise<Uint8Array> {
  const head = await readHead(task, kernels)
  const form = detectText(head)
  const binary = recognise(readableHead(head, form), task.entry)?.record !== undefined
  if (!binary && form.encoding !== 'utf-8') {
    throw new Error('the file is UTF-16, and the place of a line in its bytes is not kept')
  }
  const { bytes } = await readStretch(
    task,
    offset,
    Math.min(size, MAX_SHOWN_BYTES),
    kernels,
    onProgress,
  )
  return bytes.slice()
}

/** Chosen records of an entry, read again from the evidence. Fails where the entry cannot be opened. */
export async function readEntryRows(
  task: ReadRowsTask,
  locations: readonly RecordLocation[],
  neighbours: number,
  kernels: SourceKernels,
  onProgress: (progress: Progress) => void,
): Promise<RawRow[]> {
  const head = await readHead(task, kernels)
  const form = detectText(head)
  const record = recognise(readableHead(head, form), task.entry)?.record
  if (record) return tellRecords(task, record, locations, kernels, onProgress)
  const rows: RawRow[] = []
  // Offsets in a transcoded text say nothing of where its bytes are stored.
  const checkpoints = form.encoding === 'utf-8' ? task.checkpoints : null
  for (const group of checkpoints ? nearby(locations) : [locations]) {
    rows.push(...(await readGroup(task, checkpoints, form, group, neighbours, kernels, onProgress)))
  }
  return rows
}

/** A stretch of the entry as stored, shorter at its end. Fails where the entry cannot be opened. */
export async function readFile(
  task: ReadRowsTask,
  from: Bytes,
  length: Bytes,
  kernels: SourceKernels,
  onProgress: (progress: Progress) => void,
): Promise<Uint8Array> {
  const most = Math.min(length, MAX_STRETCH)
  const { bytes } = await readStretch(task, from, most, kernels, onProgress)
  return bytes.slice()
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

async function readHead(task: ReadRowsTask, kernels: SourceKernels): Promise<Uint8Array> {
  const { source } = await reopened(task, null, 0, kernels)
  const head = (await source.peek(HEAD_BYTES)).slice()
  await source.cancel()
  return head
}

/** Records of a binary format, each told from its own stretch of the entry. */
async function tellRecords(
  task: ReadRowsTask,
  record: RecordText,
  locations: readonly RecordLocation[],
  kernels: SourceKernels,
  onProgress: (progress: Progress) => void,
): Promise<RawRow[]> {
  const rows: RawRow[] = []
  const siblings: SiblingBytes[] = []
  for (const sibling of openSiblings(task)) {
    siblings.push({ path: sibling.path, bytes: await sibling.bytes() })
  }
  let known: Chunk = { bytes: new Uint8Array(0), base: 0 }
  for (const location of locations) {
    const { from, to } = record.stretch(location, task.entry.size)
    const length = Math.max(0, Math.min(to - from, MAX_STRETCH))
    if (from !== known.base || length !== known.bytes.length)
      known = await readStretch(task, from, length, kernels, onProgress)
    const text = record.tell(known, location, siblings)
    const truncated = known.bytes.length < length
    rows.push({ ...location, text, line: 0, before: [], after: [], truncated })
  }
  return rows
}

async function readStretch(
  task: ReadRowsTask,
  from: Bytes,
  length: Bytes,
  kernels: SourceKernels,
  onProgress: (progress: Progress) => void,
): Promise<Chunk> {
  const { source, start } = await reopened(task, task.checkpoints, from, kernels)
  const bytes = new Uint8Array(length)
  let { offset } = start
  let told = offset
  while (offset < from + length) {
    const chunk = await source.next(CHUNK)
    if (chunk === null) break
    const skip = Math.max(0, from - offset)
    if (skip < chunk.length) {
      const at = Math.max(0, offset - from)
      bytes.set(chunk.subarray(skip, skip + length - at), at)
    }
    offset += chunk.length
    if (offset - told < PROGRESS_STEP) continue
    told = offset
    onProgress({ entry: task.entry.index, offset, events: 0 })
  }
  await source.cancel()
  return { bytes: bytes.subarray(0, Math.max(0, Math.min(length, offset - from))), base: from }
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
