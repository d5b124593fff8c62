import type { Bytes } from '../../src/model/units.js'
import { viewOf, type ByteWindow } from './byte-window.js'

/** Records of an archive that may follow an entry's data. APPNOTE 4.3. */
const RECORDS: ReadonlySet<number> = new Set([
  0x04034b50, // local header
  0x08074b50, // data descriptor
  0x08064b50, // archive extra data
  0x02014b50, // directory
  0x05054b50, // digital signature
  0x06064b50, // Zip64 end
  0x06054b50, // end
])
const P = 0x50
const K = 0x4b
const SIGNATURE_BYTES = 4

export interface SignatureAt {
  readonly at: Bytes
  readonly signature: number
}

/** The next bytes from `from` and before `to` that start like a record; null where none do. */
export async function nextRecord(
  window: ByteWindow,
  from: Bytes,
  to: Bytes,
): Promise<SignatureAt | null> {
  let at = from
  while (at + SIGNATURE_BYTES <= to) {
    const bytes = await window.from(at, SIGNATURE_BYTES)
    if (bytes.length < SIGNATURE_BYTES) return null
    const view = viewOf(bytes)
    const last = Math.min(bytes.length, to - at) - SIGNATURE_BYTES
    let index = 0
    while (index <= last) {
      // Two at a time: a K has to stand at one of every two places.
      const second = bytes[index + 1]
      if (second === K && bytes[index] === P) {
        const signature = view.getUint32(index, true)
        if (RECORDS.has(signature)) return { at: at + index, signature }
      }
      index += second === P ? 1 : 2
    }
    at += Math.max(1, last + 1)
  }
  return null
}

/** Whether a record, or the end of what is walked, follows directly. */
export async function recordFollows(window: ByteWindow, at: Bytes, to: Bytes): Promise<boolean> {
  if (at === to || at === window.size) return true
  if (at + SIGNATURE_BYTES > to) return false
  return RECORDS.has(viewOf(await window.at(at, SIGNATURE_BYTES)).getUint32(0, true))
}
