export { crc32 } from './crc32'
export { sha256Start, sha256Update, sha256Digest } from './sha256'
export { lines } from './lines'
export { decode } from './decode'
export { match } from './match'

/** First address that no kernel uses for itself; the host lays its windows out from here. */
export function heapBase(): usize {
  return __heap_base
}
