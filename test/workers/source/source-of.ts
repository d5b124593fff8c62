import type { KernelModule } from '../../../workers/kernels/module.js'
import { EntrySource } from '../../../workers/source/entry-source.js'
import { Gate } from '../../../workers/source/gate.js'
import { StreamPieces } from '../../../workers/source/stream-pieces.js'
import type { ArchiveWarning } from '../../../workers/zip/directory.js'

/** A stream as a source; `size` is what its directory would declare, NaN where nothing does. */
export function sourceOf(
  stream: ReadableStream<Uint8Array>,
  module: KernelModule,
  size = NaN,
): { readonly source: EntrySource; readonly warnings: readonly ArchiveWarning[] } {
  const warnings: ArchiveWarning[] = []
  const gate = new Gate({ size, compressedSize: NaN }, warnings)
  return { source: new EntrySource(module, new StreamPieces(stream), gate), warnings }
}
