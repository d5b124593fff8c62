import type { Bytes } from '../../src/model/units.js'
import { uint64, viewOf, type ByteWindow } from './byte-window.js'
import { recordFollows } from './signature-scan.js'

export const DESCRIPTOR_SIGNATURE = 0x08074b50
const SIGNATURE_BYTES = 4
const CHECKSUM_BYTES = 4
/** Without the signature, with sizes of 32 and of 64 bits. */
const SHORT = CHECKSUM_BYTES + 8
const LONG = CHECKSUM_BYTES + 16

/** What follows data whose size was not known when its header was written. APPNOTE 4.3.9. */
export interface Descriptor {
  readonly crc32: number
  readonly compressedSize: Bytes
  readonly size: Bytes
  readonly end: Bytes
}

/** Those of a descriptor at an offset, with its signature, that states just the bytes before it. */
export async function signedDescriptor(
  window: ByteWindow,
  at: Bytes,
  compressedSize: Bytes,
  to: Bytes,
): Promise<Descriptor | null> {
  const start = at + SIGNATURE_BYTES
  const short = await readDescriptor(window, start, SHORT, compressedSize)
  if (short && (await recordFollows(window, short.end, to))) return short
  return (await readDescriptor(window, start, LONG, compressedSize)) ?? short
}

/** The same without its signature, going by what comes after it. */
export async function unsignedDescriptor(
  window: ByteWindow,
  dataAt: Bytes,
  end: Bytes,
): Promise<Descriptor | null> {
  for (const length of [SHORT, LONG]) {
    const at = end - length
    if (at < dataAt) continue
    const found = await readDescriptor(window, at, length, at - dataAt)
    if (found) return found
  }
  return null
}

async function readDescriptor(
  window: ByteWindow,
  at: Bytes,
  length: number,
  compressedSize: Bytes,
): Promise<Descriptor | null> {
  const view = viewOf(await window.at(at, length))
  if (view.byteLength < length) return null
  const stated = length === LONG ? uint64(view, 4) : view.getUint32(4, true)
  if (stated !== compressedSize) return null
  const size = length === LONG ? uint64(view, 12) : view.getUint32(8, true)
  return { crc32: view.getUint32(0, true), compressedSize, size, end: at + length }
}
