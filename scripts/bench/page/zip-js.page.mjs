import { BlobReader, READER_OPTIONS, ZipReader } from '../../../workers/zip/library.js'

globalThis.list = async (input) => {
  const [file] = input.files
  const started = performance.now()
  const entries = await new ZipReader(new BlobReader(file), READER_OPTIONS).getEntries()
  return { ms: performance.now() - started, count: entries.length }
}
