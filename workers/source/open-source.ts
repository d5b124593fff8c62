import { REASON_NESTED, type Entry } from '../../src/model/evidence.js'
import type { Inflater } from '../kernels/inflater.js'
import type { KernelModule } from '../kernels/module.js'
import { HEAD_BYTES } from '../line-text.js'
import type { Checkpoints, ScanTask } from '../protocol.js'
import type { ArchiveWarning } from '../zip/directory.js'
import { findData, NO_HEADER, openEntry, type Unopened } from '../zip/entry-stream.js'
import { isContainer } from '../zip/signature.js'
import type { Bytes } from '../../src/model/units.js'
import { isSmall, Stretch, type ArchiveWindow } from './archive-window.js'
import { BlobPieces } from './blob-pieces.js'
import { CheckpointKeeper, startBefore, type StartingPoint } from './checkpoints.js'
import { EntrySource, type OnSeam } from './entry-source.js'
import { Gate } from './gate.js'
import { InflatePieces } from './inflate-pieces.js'
import type { Pieces } from './piece.js'
import { StreamPieces } from './stream-pieces.js'

/** What reading an entry's bytes takes of a worker: one entry at a time. */
export interface SourceKernels {
  readonly module: KernelModule
  readonly inflater: Inflater
  /** The worker's own; without it each entry is read by itself. */
  readonly archive?: ArchiveWindow
}

export interface OpenedSource {
  readonly source: EntrySource
  /** First bytes; `source` gives them again. */
  readonly head: Uint8Array
  /** Grows while reading; complete once the source has ended. Offsets are uncompressed. */
  readonly warnings: readonly ArchiveWarning[]
  /** null where reading again has to start at the beginning. */
  readonly keeper: CheckpointKeeper | null
}

/** Opens an entry for one pass over its bytes: in kernel memory where the inflate kernel reads it. */
export async function openSource(
  task: ScanTask,
  kernels: SourceKernels,
): Promise<OpenedSource | Unopened> {
  const { entry, file } = task
  if (!isDirect(entry)) {
    const opened = await openEntry(file, entry, task.password, task.limits)
    if ('reason' in opened) return opened
    const source = streamed(opened.stream, kernels.module)
    return { source, head: await source.peek(HEAD_BYTES), warnings: opened.warnings, keeper: null }
  }
  const warnings: ArchiveWarning[] = []
  const near = isSmall(entry.compressedSize) ? kernels.archive?.of(file, entry) : null
  const data = await findDirect(near ?? file, entry, warnings)
  if ('reason' in data) return data
  const keeper = new CheckpointKeeper(task.checkpointBudget)
  const { pieces, onSeam } = keeping(entry, data.blob, kernels.inflater, keeper)
  const gate = new Gate(boundsOf(task, data.blob), warnings)
  const source = new EntrySource(kernels.module, pieces, gate, onSeam)
  const head = await source.peek(HEAD_BYTES)
  if (isContainer(head, entry.rawPath)) {
    await source.cancel()
    return { reason: REASON_NESTED }
  }
  return { source, head, warnings, keeper }
}

export interface ReopenedSource {
  readonly source: EntrySource
  readonly start: StartingPoint
}

/** Opens an entry near the checkpoint before `offset`, to read a few records again. */
export async function reopenSource(
  task: ScanTask,
  checkpoints: Checkpoints | null,
  offset: number,
  kernels: SourceKernels,
): Promise<ReopenedSource | Unopened> {
  const { entry, file } = task
  const start = await startBefore(isDirect(entry) ? checkpoints : null, offset)
  if (!isDirect(entry)) {
    const opened = await openEntry(file, entry, task.password, task.limits)
    if ('reason' in opened) return opened
    return { source: streamed(opened.stream, kernels.module), start }
  }
  const data = await findDirect(file, entry, [])
  if ('reason' in data) return data
  const { inflater, module } = kernels
  let pieces: Pieces
  if (!isDeflated(entry)) pieces = new BlobPieces(data.blob, start.offset)
  else {
    const { snapshot } = start
    if (snapshot) inflater.startAt(snapshot)
    else inflater.start()
    pieces = new InflatePieces(new BlobPieces(data.blob, snapshot?.at ?? 0), inflater)
  }
  const { size, ...bounds } = boundsOf(task, data.blob)
  const gate = new Gate({ ...bounds, size: size - start.offset }, [])
  return { source: new EntrySource(module, pieces, gate), start }
}

/** Stored or deflated and nothing around it: its bytes can be had from any offset. */
function isDirect(entry: Entry): boolean {
  if (entry.notReadReason || entry.encrypted) return false
  return entry.headerOffset === NO_HEADER || entry.method === 'stored' || isDeflated(entry)
}

function isDeflated(entry: Entry): boolean {
  return entry.headerOffset !== NO_HEADER && entry.method === 'deflate'
}

function boundsOf({ entry, limits }: ScanTask, data: { readonly size: Bytes }) {
  return { size: entry.size, compressedSize: isDeflated(entry) ? data.size : NaN, limits }
}

async function findDirect(
  file: Blob | Stretch,
  entry: Entry,
  warnings: ArchiveWarning[],
): Promise<{ readonly blob: Blob | Stretch } | Unopened> {
  if (entry.headerOffset === NO_HEADER) return { blob: file }
  try {
    return file instanceof Stretch
      ? await findData(file, entry, warnings)
      : await findData(file, entry, warnings)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { reason: `the file can no longer be read: ${why}` }
  }
}

/** The stream keeps its own bounds. */
function streamed(stream: ReadableStream<Uint8Array>, module: KernelModule): EntrySource {
  const gate = new Gate({ size: NaN, compressedSize: NaN }, [])
  return new EntrySource(module, new StreamPieces(stream), gate)
}

function keeping(
  entry: Entry,
  data: Blob | Stretch,
  inflater: Inflater,
  keeper: CheckpointKeeper,
): { pieces: Pieces; onSeam: OnSeam } {
  const raw = new BlobPieces(data)
  if (!isDeflated(entry)) {
    const onSeam: OnSeam = (offset, newlines) => {
      if (offset >= keeper.wantedAt) keeper.add(offset, newlines, null)
    }
    return { pieces: raw, onSeam }
  }
  inflater.start()
  inflater.stopAfter(keeper.wantedAt)
  const onSeam: OnSeam = (offset, newlines) => {
    if (inflater.state !== 'block') return
    keeper.add(offset, newlines, inflater.snapshot())
    inflater.stopAfter(keeper.wantedAt)
  }
  return { pieces: new InflatePieces(raw, inflater), onSeam }
}
