import type { Sha256Hex } from '../../src/model/units.js'

/** null where the browser makes none: it does in secure contexts only. The zip's CRC-32 stays. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256Hex | null> {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle
  if (!subtle) return null
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
