import type { Bytes } from '../../src/model/units.js'
import { BlobReader, READER_OPTIONS, ZipReader } from './library.js'
import { archiveOf } from './one-entry.js'

const DEFLATE64 = 9

/** Inflates Deflate64 (what Explorer writes above 2 GB) through zip.js. */
export function inflate64(data: Blob, size: Bytes): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const archive = archiveOf(data, { size, method: DEFLATE64 })
  const reader = new ZipReader(new BlobReader(archive), READER_OPTIONS)
  const read = async (): Promise<void> => {
    try {
      for await (const entry of reader.getEntriesGenerator()) {
        if (!entry.directory) await entry.getData(writable, { checkCrc32: false })
      }
    } catch (error) {
      // Whoever reads the other end gets the error; an already closed one has heard enough.
      await writable.abort(error).catch(() => undefined)
    }
  }
  void read()
  return readable
}
