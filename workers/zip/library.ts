/**
 * The one place that sets up zip.js. Its native build without workers of its own: a worker loaded
 * by URL would escape the page's policy, and our scan workers are the parallelism. This entry
 * point bundles smallest (100 KB minified) and still inflates Deflate64.
 */
import { BlobReader, configure, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js'

configure({ useWebWorkers: false })

export { BlobReader, ZipReader }

/** Tolerant throughout: hostile names must be listed, and a damaged archive read as far as it goes. */
export const READER_OPTIONS = {
  filenameValidation: 'tolerant',
  strictness: 'tolerant',
} as const
