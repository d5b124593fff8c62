import {
  allocateColumns,
  COLUMN_NAMES,
  FLAG_CANDIDATE,
  FLAG_NOISE,
  type EventBatch,
  type EventColumns,
} from '../src/model/event-table.js'
import { MICROSECONDS_PER_MINUTE } from '../src/model/units.js'
import type { ScanContext } from './scan-entry.js'
import { openEntryInput } from './entry-input.js'
import { EventSink } from './event-sink.js'
import type { HashStream } from './kernels/hash-lanes.js'
import { OrdinaryRows } from './ordinary.js'
import { recognise } from './parsers/index.js'
import type { FoldedRow, ScanTask, UnfoldedRows } from './protocol.js'
import { openSource } from './source/open-source.js'

/** The bytes were hashed when they were first read. */
const NO_HASHES: HashStream = {
  update: () => Promise.resolve(),
  digest: () => Promise.resolve({ sha256: '', sha1: null, md5: null }),
  close: () => undefined,
}

/**
 * The records that a folded row stands for. Columns in force and dates that rows do not state come
 * from what stands before, so the entry is read again from its start to the row's end.
 */
export async function unfold(
  task: ScanTask,
  folded: FoldedRow,
  context: Pick<ScanContext, 'lane' | 'onProgress'>,
): Promise<UnfoldedRows> {
  const { lane, onProgress } = context
  const entry = { ...task.entry, size: folded.offset + folded.size }
  const opened = await openSource({ ...task, entry }, lane)
  if ('reason' in opened) throw new Error(opened.reason)
  const strings: string[] = []
  const kept: EventColumns[] = []
  const texts = { text: (index: number) => strings[index] ?? '' }
  const ordinary = new OrdinaryRows(texts)
  const deliver = (batch: EventBatch): Promise<void> => {
    const { columns, newStrings, lateStrings = [] } = batch
    strings.push(...newStrings)
    for (const [index, text] of lateStrings) strings[index] = text
    kept.push(pick(columns, (row) => belongs(columns, row, folded, strings, ordinary)))
    return Promise.resolve()
  }
  const sink = new EventSink(entry.index, entry.evidence, deliver, [], lane.module)
  try {
    const input = openEntryInput({
      entry,
      source: opened.source,
      head: opened.head,
      kernels: lane.module,
      hashes: NO_HASHES,
      warn: () => undefined,
      onProgress: (offset) => {
        onProgress({ entry: entry.index, offset, events: 0 })
      },
    })
    await recognise(input.head, entry)?.parse(input, sink)
    await sink.finish()
  } finally {
    sink.close()
    await opened.source.cancel()
  }
  return { columns: joined(kept), strings }
}

function belongs(
  columns: EventColumns,
  row: number,
  folded: FoldedRow,
  strings: readonly string[],
  ordinary: OrdinaryRows,
): boolean {
  const time = columns.time[row] as number
  const flags = columns.flags[row] as number
  if ((columns.offset[row] as number) < folded.offset) return false
  if (columns.family[row] !== folded.family || minuteOf(time) !== minuteOf(folded.time))
    return false
  if (folded.noise) return (flags & FLAG_NOISE) !== 0
  return (
    (flags & (FLAG_NOISE | FLAG_CANDIDATE)) === 0 &&
    strings[columns.client[row] as number] === folded.client &&
    strings[columns.target[row] as number] === folded.target &&
    ordinary.folds(columns, row)
  )
}

function minuteOf(time: number): number {
  return Math.floor(time / MICROSECONDS_PER_MINUTE)
}

function pick(columns: EventColumns, wanted: (row: number) => boolean): EventColumns {
  const rows: number[] = []
  for (let row = 0; row < columns.length; row++) if (wanted(row)) rows.push(row)
  const picked = allocateColumns(rows.length)
  picked.length = rows.length
  for (const name of COLUMN_NAMES) {
    rows.forEach((row, at) => (picked[name][at] = columns[name][row]!))
  }
  return picked
}

function joined(parts: readonly EventColumns[]): EventColumns {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const all = allocateColumns(length)
  all.length = length
  let at = 0
  for (const part of parts) {
    for (const name of COLUMN_NAMES) all[name].set(part[name], at)
    at += part.length
  }
  return all
}
