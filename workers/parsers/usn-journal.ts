import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import { FolderTable } from './ntfs/folders.js'
import { UsnChanges } from './ntfs/usn-changes.js'
import { UsnPages } from './ntfs/usn-pages.js'
import { UsnRecord } from './ntfs/usn-record.js'
import { tellChanges, type UsnPlace } from './ntfs/usn-rows.js'
import { tellUsnRecord } from './ntfs/usn-text.js'
import { volumeOf } from './ntfs/volume.js'
import type { EntryInput, Parser } from './parser.js'

const CHUNK = 1_024 * 1_024
const ALIGNED = 8
/** A journal that a collector wrote out whole begins with zeros; only its name tells it then. */
const JOURNAL_NAME = /(?:^|\/)(?:\$j|\$usnjrnl[^/]*)$/i

/**
 * The change journal of an NTFS volume. Records name a folder only by number: its path comes from the
 * volume's file table, read before, and from the journal's own records of folders.
 */
export const usnJournal: Parser = {
  id: 'usn-journal',
  format: 'NTFS change journal ($UsnJrnl:$J)',
  sources: [
    'https://learn.microsoft.com/en-us/windows/win32/api/winioctl/ns-winioctl-usn_record_v2',
    'https://learn.microsoft.com/en-us/windows/win32/api/winioctl/ns-winioctl-usn_record_v3',
    'https://learn.microsoft.com/en-us/windows/win32/api/winioctl/ns-winioctl-usn_record_v4',
  ],

  sniff(head: Uint8Array, entry: Entry): boolean {
    const first = head.findIndex((byte) => byte !== 0)
    if (first < 0) return head.length > 0 && JOURNAL_NAME.test(entry.path)
    return standsRecord(head, first - (first % ALIGNED))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const packed = await input.folders?.arrayBuffer()
    const place: UsnPlace = {
      folders: packed ? new FolderTable(packed) : null,
      volume: volumeOf(input.entry.path),
    }
    const changes = new UsnChanges()
    let unknown = 0
    let told = 0
    const tell = async (): Promise<void> => {
      unknown += await tellChanges(changes, place, sink, () => {
        input.alive()
      })
      changes.clear()
      told++
    }
    const pages = new UsnPages({
      record: (record, view, offset) => {
        if (!changes.add(record, view, offset)) sink.readRecords(1)
      },
      damage: (offset, end, first) => {
        sink.unreadableRecord()
        const found = `bytes ${first}, and so on to ${String(end)}`
        sink.warn(offset, 'no journal record', 'a record of version 2, 3 or 4, or zeros', found)
      },
    })
    for await (const chunk of input.chunks(CHUNK)) {
      if (changes.isFullFor(2 * CHUNK)) await tell()
      pages.read(chunk)
    }
    pages.end()
    await tell()
    if (told > 1) {
      const found = `${String(told)} parts`
      const wanted = 'a journal that fits in memory'
      sink.warn(
        0,
        'folders renamed in a later part of the journal may show by later names',
        wanted,
        found,
      )
    }
    if (unknown > 0) {
      const wanted = place.folders
        ? 'all folders in the file table'
        : 'the file table of this volume'
      const found = `at least ${String(unknown)} changes in folders shown by number`
      sink.warn(0, 'folders of the journal that are not known', wanted, found)
    }
  },

  record: {
    stretch: ({ offset, size }) => ({ from: offset, to: offset + size }),
    tell: ({ bytes }) => tellUsnRecord(bytes),
  },
}

/** A record, behind which another stands, or zeros, or nothing. */
function standsRecord(head: Uint8Array, at: number): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const record = new UsnRecord()
  if (!record.load(view, at)) return false
  const next = at + record.size
  if (next + ALIGNED > head.length) return true
  const { version } = record
  return view.getBigUint64(next, true) === 0n || view.getUint16(next + 4, true) === version
}
