import type { RecordLocation } from '../../src/model/event-table.js'
import type { Bytes } from '../../src/model/units.js'
import type { EventSink } from '../event-sink.js'
import { EventRows } from './events/event-rows.js'
import { CHUNK_SIZE } from './evtx/binary-xml.js'
import { isChunk } from './evtx/chunk-records.js'
import { LogReader } from './evtx/log-reader.js'
import { FILE_HEADER, tellEvent } from './evtx/record-text.js'
import type { Chunk, EntryInput, Parser } from './parser.js'
import { startsWith } from './shared/bytes.js'

const MAGIC = 'ElfFile\0'
const FLAGS_AT = 120
/** Windows wrote no CRC-32 into this log. */
const WITHOUT_SUMS = 4

/**
 * A Windows event log. Its header's counts are stale in every log that was copied while in use, and are
 * not looked at: chunks are read to the end of the file.
 */
export const evtx: Parser = {
  id: 'evtx',
  format: 'Windows event log (EVTX)',
  sources: [
    'https://github.com/libyal/libevtx/blob/main/documentation/Windows%20XML%20Event%20Log%20(EVTX).asciidoc',
    'https://learn.microsoft.com/openspecs/windows_protocols/ms-even6/c73573ae-1c90-43a2-a65f-ad7501155956',
  ],

  sniff: (head) => hasHeader(head) || isChunk(head, 0),

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const rows = new EventRows(sink)
    const { head } = input
    const headed = hasHeader(head)
    const summed = !headed || ((head[FLAGS_AT] ?? 0) & WITHOUT_SUMS) === 0
    const reader = new LogReader(
      sink,
      (event, at, size) => {
        rows.add(event, at, size)
      },
      summed,
    )
    let end = 0
    for await (const { bytes, base } of input.chunks(
      CHUNK_SIZE,
      headed ? FILE_HEADER : CHUNK_SIZE,
    )) {
      end = base + bytes.length
      if (headed && base === 0) continue
      reader.read(bytes, base)
      await sink.flushIfFull()
    }
    reader.finish(end)
    rows.finish()
  },

  record: {
    /** Templates stand anywhere in the record's chunk, and the chunk anywhere around the record. */
    stretch: ({ offset }: RecordLocation, entrySize: Bytes) => ({
      from: Math.max(0, offset - CHUNK_SIZE),
      to: Math.min(entrySize, offset + CHUNK_SIZE),
    }),
    tell: ({ bytes, base }: Chunk, { offset, size }: RecordLocation) =>
      tellEvent(bytes, base, offset, size),
  },
}

function hasHeader(head: Uint8Array): boolean {
  return startsWith(head, 0, head.length, MAGIC)
}
