import type { StorageMethod } from '../../src/model/evidence.js'

/** Compression methods by number. Source: PKWARE APPNOTE 6.3.10, section 4.4.5. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'stored'],
  [1, 'Shrink'],
  [2, 'Reduce'],
  [3, 'Reduce'],
  [4, 'Reduce'],
  [5, 'Reduce'],
  [6, 'Implode'],
  [8, 'Deflate'],
  [9, 'Deflate64'],
  [10, 'PKWARE DCL Implode'],
  [12, 'BZip2'],
  [14, 'LZMA'],
  [16, 'IBM z/OS CMPSC'],
  [18, 'IBM TERSE'],
  [19, 'IBM LZ77'],
  [20, 'Zstandard'],
  [93, 'Zstandard'],
  [94, 'MP3'],
  [95, 'XZ'],
  [96, 'JPEG'],
  [97, 'WavPack'],
  [98, 'PPMd'],
  [99, 'AES'],
])

/** A record without the Zip64 field that its sizes call for; the library reads no further. */
export const METHOD_UNSTATED = -1

/** Encrypted with AES; an extra field names the method inside. */
export const METHOD_AES = 99

export function methodOf(number: number): StorageMethod {
  if (number === 0) return 'stored'
  if (number === 8) return 'deflate'
  if (number === 9) return 'deflate64'
  return 'other'
}

export function unsupportedMethod(number: number): string {
  if (number === METHOD_UNSTATED) return 'its Zip64 sizes are missing from the directory'
  const name = NAMES.get(number) ?? 'unknown'
  return `compression method ${name} (${String(number)}) is not read; repack with Deflate`
}
