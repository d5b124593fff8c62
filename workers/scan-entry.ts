import { emptyResult, READABLE_SHARE, type Entry, type Warning } from '../src/model/evidence.js'
import type { EventBatch, EventColumns } from '../src/model/event-table.js'
import type { Bytes } from '../src/model/units.js'
import type { Detection } from './detections/detection.js'
import { openEntryInput } from './entry-input.js'
import { EventSink, type Folding, type SinkTotals } from './event-sink.js'
import type { HashLanes, HashStream } from './kernels/hash-lanes.js'
import type { Lane } from './lanes.js'
import { recognise } from './parsers/index.js'
import type { Parser } from './parsers/parser.js'
import type { Progress, ScanReport, ScanTask } from './protocol.js'
import { openSiblings } from './siblings.js'
import { openSource, type OpenedSource } from './source/open-source.js'
import { unknownFile } from './unknown-file.js'

/** Progress goes to the page this often at most. */
const PROGRESS_EVERY_MS = 100
/** Files that may be code are small; indicator lists know them by MD5 and SHA-1 too. */
const CODE_SIZE = 4 << 20

export interface ScanContext {
  readonly lane: Lane
  readonly hashLanes: HashLanes
  readonly detections: readonly Detection[]
  readonly deliver: (batch: EventBatch) => Promise<void>
  readonly folding: Folding
  /** Columns that no entry uses now. */
  readonly spare?: EventColumns[]
  readonly onProgress: (progress: Progress) => void
}

/** One entry, once through: read → inflate → CRC-32, hashes → match → parse → batches. */
export async function scanEntry(task: ScanTask, context: ScanContext): Promise<ScanReport> {
  const opened = await openSource(task, context.lane)
  if ('reason' in opened) return unread(task.entry, opened.reason)
  const { entry } = task
  const code = entry.size <= CODE_SIZE
  const hashes = context.hashLanes.open({ sha256: true, sha1: code, md5: code })
  const { deliver, detections, lane, folding, spare } = context
  const { module } = lane
  const sink = new EventSink(
    entry.index,
    entry.evidence,
    deliver,
    detections,
    module,
    folding,
    spare,
  )
  try {
    return await scanOpened(task, opened, hashes, sink, context)
  } finally {
    sink.close()
    hashes.close()
  }
}

async function scanOpened(
  task: ScanTask,
  opened: OpenedSource,
  hashes: HashStream,
  sink: EventSink,
  context: ScanContext,
): Promise<ScanReport> {
  const { entry } = task
  let told = 0
  const input = openEntryInput({
    entry,
    source: opened.source,
    head: opened.head,
    kernels: context.lane.module,
    hashes,
    siblings: openSiblings(task),
    folders: task.folders,
    warn: (offset, what, wanted, found) => {
      sink.warn(offset, what, wanted, found)
    },
    onProgress: (offset) => {
      const now = performance.now()
      if (now - told < PROGRESS_EVERY_MS) return
      told = now
      context.onProgress({ entry: entry.index, offset, events: sink.rows })
    },
  })
  const parser = recognise(input.head, entry)
  if (parser) await parser.parse(input, sink)
  const read = await input.finish()
  for (const warning of opened.warnings) {
    sink.warn(warning.offset, warning.what, warning.wanted, warning.found)
  }
  // A part has a checksum of its own: that of the whole says nothing of it.
  const whole = read.size >= entry.size
  const crcMatches = whole && statesCrc(entry) ? read.crc32 === entry.crc32 : null
  if (crcMatches === false) {
    const what = entry.encrypted
      ? 'the checksum differs: probably the wrong password'
      : 'the checksum differs'
    sink.warn(0, what, hex(entry.crc32), hex(read.crc32))
  }
  const totals = await sink.finish()
  const damaged = Number.isNaN(entry.size) && opened.warnings.length > 0
  const short = read.size < entry.size || damaged
  return {
    result: {
      entry: entry.index,
      state: short ? 'partial' : parser ? 'read' : 'ignored',
      parser: parser?.id ?? null,
      sha256: read.hashes.sha256,
      sha1: read.hashes.sha1,
      md5: read.hashes.md5,
      crcMatches,
      events: totals.events,
      records: totals.records,
      unreadable: totals.unreadable,
      kernelBytes: read.kernelBytes,
      noRecord: parser?.noRecord ?? '',
      reason: [
        entry.salvaged ? 'salvaged, the directory does not list it' : '',
        short ? howShort(entry, read.size) : '',
        short || parser ? '' : unknownFile(input.head, entry.path, read.size),
        totals.note,
      ]
        .filter(Boolean)
        .join('; '),
    },
    warnings: [...totals.warnings, ...(parser ? littleRead(entry, parser, totals) : [])],
    builds: totals.builds,
    gaps: totals.gaps,
    servers: [...totals.servers],
    ownAddresses: [...totals.ownAddresses],
    checkpoints: opened.keeper ? await opened.keeper.finish() : null,
    ...(totals.folders && { folders: totals.folders }),
  }
}

/** A file that a parser knew and that told little counts as missing: it has to be said. */
function littleRead(entry: Entry, parser: Parser, totals: SinkTotals): Warning[] {
  const { events, records, unreadable, note } = totals
  const warning = { entry: entry.index, evidence: entry.evidence, offset: NaN, count: 1 }
  if (records > 0 && unreadable > records * (1 - READABLE_SHARE)) {
    const what = 'too little of this file could be read: it counts as missing'
    const wanted = `${String(READABLE_SHARE * 100)} % of its records`
    return [{ ...warning, what, wanted, found: `${String(unreadable)} of ${String(records)} not` }]
  }
  if (events > 0 || note !== '') return []
  const what = 'this file holds no event: it counts as missing'
  return [{ ...warning, what, wanted: parser.format, found: 'no record with data' }]
}

function howShort(entry: Entry, read: Bytes): string {
  return Number.isNaN(entry.size)
    ? `${String(read)} bytes could be read, the rest is damaged`
    : `only ${String(read)} of ${String(entry.size)} bytes could be read`
}

/** Loose files have no checksum; an AES entry's is left out on purpose, and is 0 then. */
function statesCrc({ crc32, encrypted, headerOffset, size }: Entry): boolean {
  if (headerOffset < 0 || Number.isNaN(crc32)) return false
  return !encrypted || crc32 !== 0 || size === 0
}

function hex(value: number): string {
  return `CRC-32 ${value.toString(16).padStart(8, '0')}`
}

function unread(entry: Entry, reason: string): ScanReport {
  const result = emptyResult(entry, 'not-read', reason)
  return {
    result,
    warnings: [],
    builds: [],
    gaps: [],
    servers: [],
    ownAddresses: [],
    checkpoints: null,
  }
}
