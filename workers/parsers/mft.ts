import type { EventSink } from '../event-sink.js'
import { FileTable } from './ntfs/file-table.js'
import { packFolders } from './ntfs/folders.js'
import { Paths } from './ntfs/paths.js'
import { isFileRecord, RECORD_SIZES, RecordView } from './ntfs/record-view.js'
import { tellFileRecord } from './ntfs/record-text.js'
import { TableRows } from './ntfs/table-rows.js'
import { volumeOf } from './ntfs/volume.js'
import type { Chunk, EntryInput, Parser } from './parser.js'

const [SMALL, LARGE] = RECORD_SIZES
/** Whole records of both sizes. */
const CHUNK = 1_024 * 1_024
/** Records at the front of a file of which two must be sound where the first is not. */
const LOOKED_AT = 4

/**
 * The file table of an NTFS volume, as collectors export it: a record a file, gone ones included, until
 * another file takes their place. Paths need the whole table, so rows come when all of it is read.
 */
export const mft: Parser = {
  id: 'mft',
  format: 'NTFS file table ($MFT)',
  sources: [
    'https://github.com/libyal/libfsntfs/blob/main/documentation/New%20Technologies%20File%20System%20(NTFS).asciidoc',
    'https://flatcap.github.io/linux-ntfs/ntfs/concepts/file_record.html',
  ],

  sniff(head: Uint8Array): boolean {
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
    let sound = 0
    for (let record = 0; record < LOOKED_AT; record++)
      if (isFileRecord(view, record * SMALL)) sound++
    return sound > 1 || isFileRecord(view, 0)
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const table = new FileTable()
    const size = await readTable(input, table, sink)
    table.link((record, owner) => {
      const found = `record ${String(owner)} is not of that file`
      const wanted = 'the record that it extends'
      sink.warn(record * size, 'part of a file whose record is gone', wanted, found)
    })
    if (table.leftOut > 0) {
      const found = `${String(table.leftOut)} left out`
      sink.warn(0, 'more names, streams or contents than are kept', 'what fits in memory', found)
    }
    const paths = new Paths(table, volumeOf(input.entry.path))
    const folders = packFolders(table, paths, (without) => {
      const what = 'more folders than are kept for the change journal'
      sink.warn(0, what, 'what fits in memory', `${String(without)} left out`)
    })
    if (folders) sink.leaveFolders(folders)
    const rows = new TableRows(table, paths, sink, size)
    await rows.tell(() => {
      input.alive()
    })
  },

  record: {
    stretch: ({ offset, size }) => ({ from: offset, to: offset + size }),
    tell: (stretch, { size }) => tellFileRecord(stretch, size),
  },
}

/** The size of the records. */
async function readTable(input: EntryInput, table: FileTable, sink: EventSink): Promise<number> {
  let size: number = SMALL
  for await (const chunk of input.chunks(CHUNK)) {
    const { bytes, base } = chunk
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (base === 0) size = recordSize(view)
    readChunk(chunk, new RecordView(view, size), table, sink)
    await Promise.resolve()
  }
  return size
}

function readChunk(
  { bytes, base }: Chunk,
  view: RecordView,
  table: FileTable,
  sink: EventSink,
): void {
  const { size } = view
  let at = 0
  for (; at + size <= bytes.length; at += size) {
    const reading = table.read(view, bytes, at)
    if (reading === 'empty') continue
    if (reading === 'read') {
      if (view.torn) sink.warn(base + at, 'file record is torn', 'sectors of one write', 'several')
      if (view.damaged)
        sink.warn(base + at, 'file record is damaged', 'attributes inside it', 'one beyond it')
      continue
    }
    sink.unreadableRecord()
    const first = bytes.subarray(at, at + 4).toString()
    if (reading === 'beyond')
      sink.warn(base + at, 'file record not read', 'at most 8,388,608 records', 'more')
    else sink.warn(base + at, 'no file record', 'FILE or BAAD', `bytes ${first}`)
  }
  if (at < bytes.length && bytes.subarray(at).some((byte) => byte !== 0)) {
    sink.unreadableRecord()
    const found = `${String(bytes.length - at)} bytes`
    sink.warn(base + at, 'file record is cut off', `${String(size)} bytes`, found)
  }
}

/** 1024 where a record stands at any place that no record of 4096 bytes begins at. */
function recordSize(view: DataView): number {
  for (let at = 0; at < view.byteLength; at += SMALL)
    if (at % LARGE !== 0 && isFileRecord(view, at)) return SMALL
  const states = view.byteLength >= LARGE && isFileRecord(view, 0) ? view.getUint32(28, true) : 0
  return states === LARGE ? LARGE : SMALL
}
