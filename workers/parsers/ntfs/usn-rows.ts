import { familyIndex } from '../../../src/model/families.js'
import type { EventSink } from '../../event-sink.js'
import { decodeText } from '../../text.js'
import { judgeRow } from '../shared/judge-row.js'
import { fileTime, fileTimeTenths } from '../shared/filetime.js'
import { FolderHistory } from './folder-history.js'
import type { FolderTable } from './folders.js'
import { ROOT_RECORD } from './record-view.js'
import { CHANGE, type UsnChanges } from './usn-changes.js'
import { changeWords, renameWords } from './usn-words.js'

const USN = familyIndex('usn')
/** Rows between two looks whether a batch is full, and between two signs of life. */
const ROWS_AT_ONCE = 1_024
const FOLDER = 1 << 16
const SIZE = 0xffff

export interface UsnPlace {
  readonly folders: FolderTable | null
  /** `C:`, or '' where the drive is not known. */
  readonly volume: string
}

/**
 * Gives changes as rows, with paths as they were then. Folders' names are followed backwards, from what
 * the file table has to what each record of a folder says; then rows are given in their order. How many
 * paths began in a folder of which nothing is known.
 */
export async function tellChanges(
  changes: UsnChanges,
  place: UsnPlace,
  sink: EventSink,
  alive: () => void,
): Promise<number> {
  const history = new FolderHistory(place.folders, place.volume)
  const targets = followBack(changes, history, sink, alive)
  const { data, count, stride } = changes.rows
  for (let row = 0; row < count; row++) {
    const at = row * stride
    if (data[at + CHANGE.told] !== 0) sink.readRecords(1)
    else addRow(changes, row, targets, sink)
    if (row % ROWS_AT_ONCE !== 0) continue
    alive()
    await sink.flushIfFull()
  }
  return history.unknown
}

/** The paths of all rows, as interned texts. */
function followBack(
  changes: UsnChanges,
  history: FolderHistory,
  sink: EventSink,
  alive: () => void,
): Uint32Array {
  const { data, count, stride } = changes.rows
  for (let row = 0; row < count; row++) {
    const at = row * stride
    if (!isFolder(data, at)) continue
    history.suppose(data[at] as number, data[at + CHANGE.fileSequence] as number, {
      ...parentOf(data, at),
      name: nameOf(changes, at),
    })
  }
  const targets = new Uint32Array(count)
  for (let row = count - 1; row >= 0; row--) {
    const at = row * stride
    const name = nameOf(changes, at)
    const { parent, parentSequence } = parentOf(data, at)
    const path =
      data[at] === ROOT_RECORD ? history.rootPath : history.pathIn(parent, parentSequence, name)
    targets[row] = sink.internText(path)
    if (row % ROWS_AT_ONCE === 0) alive()
    if (!isFolder(data, at)) continue
    const sequence = data[at + CHANGE.fileSequence] as number
    history.set(data[at] as number, sequence, { parent, parentSequence, name })
  }
  return targets
}

function addRow(changes: UsnChanges, row: number, targets: Uint32Array, sink: EventSink): void {
  const { data, stride } = changes.rows
  const at = row * stride
  const low = data[at + CHANGE.timeLow] as number
  const high = data[at + CHANGE.timeHigh] as number
  const added = sink.row()
  const { columns } = sink
  columns.time[added] = fileTime(low, high)
  columns.tenths[added] = fileTimeTenths(low, high)
  columns.family[added] = USN
  columns.offset[added] = changes.offsetOf(row)
  columns.size[added] = (data[at + CHANGE.sizeAndFolder] as number) & SIZE
  columns.action[added] = sink.internText(wordsOf(changes, at, targets, sink))
  columns.target[added] = targets[row] as number
  const start = data[at + CHANGE.start] as number
  const end = start + (data[at + CHANGE.length] as number)
  if (sink.rowDetections.sieve(USN).holds(changes.text.bytes, start, end))
    judgeRow(sink, added, USN)
}

function wordsOf(changes: UsnChanges, at: number, targets: Uint32Array, sink: EventSink): string {
  const { data, stride } = changes.rows
  const reason = data[at + CHANGE.reason] as number
  const from = data[at + CHANGE.renamedFrom] as number
  if (from === 0) return changeWords(reason, isFolder(data, at))
  const old = (from - 1) * stride
  const isMoved =
    data[old + CHANGE.parent] !== data[at + CHANGE.parent] ||
    data[old + CHANGE.parentSequence] !== data[at + CHANGE.parentSequence]
  return renameWords(reason, isFolder(data, at), isMoved, sink.text(targets[from - 1] as number))
}

function parentOf(data: Uint32Array, at: number): { parent: number; parentSequence: number } {
  return {
    parent: data[at + CHANGE.parent] as number,
    parentSequence: data[at + CHANGE.parentSequence] as number,
  }
}

function nameOf({ rows, text }: UsnChanges, at: number): string {
  const start = rows.data[at + CHANGE.start] as number
  return decodeText(text.bytes.subarray(start, start + (rows.data[at + CHANGE.length] as number)))
}

function isFolder(data: Uint32Array, at: number): boolean {
  return ((data[at + CHANGE.sizeAndFolder] as number) & FOLDER) !== 0
}
