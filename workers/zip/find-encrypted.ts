import type { Entry } from '../../src/model/evidence.js'
import type { Bytes } from '../../src/model/units.js'
import { archiveOf, type OneEntry } from './one-entry.js'

/** How an entry is encrypted, with its data put in an archive of its own that decrypts to what was packed. */
export interface Encrypted {
  readonly archive: Blob
  readonly aes: boolean
  /** Bytes that were packed. */
  readonly size: Bytes
}

/** No password opens it here, so none is asked for. */
export const REASON_STRONG =
  'encrypted with PKWARE strong encryption, which is not read; unpack it first'

const HEADER_SIZE = 30
const HEADER_SIGNATURE = 0x04034b50
const ENCRYPTED = 0x0001
const FLAG_STRONG = 0x0040
const AES_METHOD = 99
const AES_EXTRA = 0x9901
const AES_EXTRA_SIZE = 7
/** By strength 1 to 3: salt, two bytes of check, ten of authentication. WinZip's AE-1 and AE-2. */
const AES_OVERHEAD = [0, 8 + 12, 12 + 12, 16 + 12] as const
const ZIP_CRYPTO_OVERHEAD = 12

/**
 * What is needed to decrypt an entry. Its local header is followed for how it is encrypted, and the
 * listing for where it ends. Sources: APPNOTE 4.3.7, 6.1 (traditional encryption), 7.2; WinZip's
 * "AES Encryption Information", AE-1 and AE-2.
 */
export async function findEncrypted(
  file: Blob,
  entry: Entry,
): Promise<Encrypted | { readonly reason: string }> {
  const at = entry.headerOffset
  const view = new DataView(await file.slice(at, at + HEADER_SIZE).arrayBuffer())
  if (view.byteLength < HEADER_SIZE || view.getUint32(0, true) !== HEADER_SIGNATURE) {
    return { reason: `encrypted, and no local header at offset ${String(at)}` }
  }
  const flags = view.getUint16(6, true)
  if ((flags & FLAG_STRONG) !== 0) {
    return { reason: REASON_STRONG }
  }
  const extraAt = at + HEADER_SIZE + view.getUint16(26, true)
  const start = extraAt + view.getUint16(28, true)
  const data = file.slice(start, Math.min(start + entry.compressedSize, entry.endsAt ?? file.size))
  const stored = { method: 0, flags: flags | ENCRYPTED }
  if (view.getUint16(8, true) !== AES_METHOD) {
    const size = data.size - ZIP_CRYPTO_OVERHEAD
    if (size < 0) return { reason: 'encrypted, and shorter than its own header' }
    const checked = { time: view.getUint16(10, true), crc32: entry.crc32 }
    return { archive: archiveOf(data, { ...stored, ...checked, size }), aes: false, size }
  }
  const extra = aesExtra(new Uint8Array(await file.slice(extraAt, start).arrayBuffer()))
  const overhead = AES_OVERHEAD[extra?.[8] ?? 0] ?? 0
  if (!extra || overhead === 0) return { reason: 'encrypted with AES of an unknown strength' }
  const size = data.size - overhead
  if (size < 0) return { reason: 'encrypted, and shorter than its own header' }
  const packed: OneEntry = { ...stored, method: AES_METHOD, size, extra: withMethodStored(extra) }
  return { archive: archiveOf(data, packed), aes: true, size }
}

/** The AES extra field, its tag and size included. */
function aesExtra(extra: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  const view = new DataView(extra.buffer)
  let at = 0
  while (at + 4 <= extra.length) {
    const size = view.getUint16(at + 2, true)
    if (view.getUint16(at, true) === AES_EXTRA && size >= AES_EXTRA_SIZE) {
      return at + 4 + AES_EXTRA_SIZE <= extra.length
        ? extra.slice(at, at + 4 + AES_EXTRA_SIZE)
        : null
    }
    at += 4 + size
  }
  return null
}

/** The library decrypts only: what it gives is inflated where every entry is. */
function withMethodStored(extra: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const changed = extra.slice()
  changed[2] = AES_EXTRA_SIZE
  changed[3] = 0
  changed[9] = 0
  changed[10] = 0
  return changed
}
