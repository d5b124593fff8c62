import type { Entry, EntryResult } from '../src/model/evidence.js'
import type { EventBatch } from '../src/model/event-table.js'
import type { Bytes } from '../src/model/units.js'
import type { Detection } from './detections/detection.js'
import { openEntryInput } from './entry-input.js'
import { EventSink } from './event-sink.js'
import type { Kernels } from './kernels.js'
import { recognise } from './parsers/index.js'
import type { Progress, ScanReport, ScanTask } from './protocol.js'
import { openEntry } from './zip/entry-stream.js'

/** Progress goes to the page this often at most. */
const PROGRESS_EVERY_MS = 100

export interface ScanContext {
  readonly kernels: Kernels
  readonly detections: readonly Detection[]
  readonly deliver: (batch: EventBatch) => Promise<void>
  readonly onProgress: (progress: Progress) => void
}

/** One entry, once through: read → inflate → CRC-32, SHA-256 → match → parse → batches. */
export async function scanEntry(task: ScanTask, context: ScanContext): Promise<ScanReport> {
  const { entry } = task
  const { deliver, detections, kernels } = context
  const sink = new EventSink(entry.index, entry.evidence, deliver, detections, kernels)
  try {
    return await scanInto(sink, task, context)
  } finally {
    sink.close()
  }
}

async function scanInto(
  sink: EventSink,
  { entry, file, password }: ScanTask,
  context: ScanContext,
): Promise<ScanReport> {
  const opened = await openEntry(file, entry, password)
  if ('reason' in opened) return unread(entry, opened.reason)

  let told = 0
  const input = await openEntryInput({
    entry,
    stream: opened.stream,
    kernels: context.kernels,
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
  const whole = read.size === entry.size
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
      sha256: read.sha256,
      crcMatches,
      events: totals.events,
      records: totals.records,
      unreadable: totals.unreadable,
      kernelBytes: read.kernelBytes,
      reason: [
        entry.salvaged ? 'salvaged, the directory does not list it' : '',
        short ? howShort(entry, read.size) : '',
        short || parser ? '' : unparsed(read.size),
      ]
        .filter(Boolean)
        .join('; '),
    },
    warnings: totals.warnings,
    builds: totals.builds,
    servers: [...totals.servers],
    ownAddresses: [...totals.ownAddresses],
  }
}

function howShort(entry: Entry, read: Bytes): string {
  return Number.isNaN(entry.size)
    ? `${String(read)} bytes could be read, the rest is damaged`
    : `only ${String(read)} of ${String(entry.size)} bytes could be read`
}

function unparsed(read: Bytes): string {
  return read === 0 ? 'empty, 0 bytes: nothing to read' : 'no parser knows this file; it was hashed'
}

/** Loose files have no checksum; an AES entry's is left out on purpose. */
function statesCrc(entry: Entry): boolean {
  return entry.headerOffset >= 0 && (entry.crc32 !== 0 || entry.size === 0)
}

function hex(value: number): string {
  return `CRC-32 ${value.toString(16).padStart(8, '0')}`
}

function unread(entry: Entry, reason: string): ScanReport {
  const result: EntryResult = {
    entry: entry.index,
    state: 'not-read',
    parser: null,
    sha256: null,
    crcMatches: null,
    events: 0,
    records: 0,
    unreadable: 0,
    kernelBytes: { crc32: 0, sha256: 0, lines: 0, match: 0 },
    reason,
  }
  return { result, warnings: [], builds: [], servers: [], ownAddresses: [] }
}
