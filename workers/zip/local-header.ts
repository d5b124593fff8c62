import type { Bytes } from '../../src/model/units.js'
import { viewOf, type ByteWindow } from './byte-window.js'
import { innerMethod } from './central-record.js'
import type { RawZipEntry } from './directory.js'
import { decodeEntryName } from './entry-name.js'
import { readExtraFields } from './extra-fields.js'
import { METHOD_UNSTATED } from './methods.js'
import { isPlausible } from './plausible.js'
import { dosTime } from './time-stamps.js'

export const LOCAL_SIGNATURE = 0x04034b50
/** Its fixed part; the data cannot start sooner. */
export const LOCAL_SIZE = 30

const FLAG_ENCRYPTED = 1
const FLAG_DESCRIPTOR = 8
const FLAG_STRONG = 0x40
export interface LocalHeader {
  readonly entry: RawZipEntry
  readonly dataAt: Bytes
  /** A data descriptor follows the data. */
  readonly described: boolean
  /** Sizes are in the descriptor only. */
  readonly unsized: boolean
}

/**
 * The local header at an offset, taken without the directory's word; null where none is. Where
 * other bytes only look like one, its fields give it away. APPNOTE 4.3.7.
 */
export async function readLocalHeader(window: ByteWindow, at: Bytes): Promise<LocalHeader | null> {
  const fixed = viewOf(await window.at(at, LOCAL_SIZE))
  if (fixed.byteLength < LOCAL_SIZE || fixed.getUint32(0, true) !== LOCAL_SIGNATURE) return null
  const flags = fixed.getUint16(6, true)
  const method = fixed.getUint16(8, true)
  const nameLength = fixed.getUint16(26, true)
  const length = LOCAL_SIZE + nameLength + fixed.getUint16(28, true)
  const possible =
    isPlausible(fixed.getUint8(4), flags, method, nameLength) && at + length <= window.size
  if (!possible) return null

  const bytes = await window.at(at, length)
  const view = viewOf(bytes)
  const rawName = bytes.subarray(LOCAL_SIZE, LOCAL_SIZE + nameLength)
  const numbers = {
    size: view.getUint32(22, true),
    compressedSize: view.getUint32(18, true),
    headerOffset: 0,
  }
  const extra = readExtraFields(bytes.subarray(LOCAL_SIZE + nameLength), numbers, rawName)
  const renamed = extra.unicodeName.length > 0
  if (!renamed && rawName.includes(0)) return null
  const name = decodeEntryName(renamed ? extra.unicodeName : rawName)
  const described = (flags & FLAG_DESCRIPTOR) !== 0
  const { size, compressedSize, modified } = extra
  return {
    entry: {
      name,
      directory: /[\\/]$/.test(name) && size === 0 && !described,
      size,
      compressedSize,
      method: extra.missing.length > 0 ? METHOD_UNSTATED : innerMethod(method, extra.wrappedMethod),
      crc32: view.getUint32(14, true),
      encrypted: (flags & FLAG_ENCRYPTED) !== 0,
      strong: (flags & FLAG_STRONG) !== 0,
      headerOffset: at,
      archiveTime: dosTime(view.getUint32(10, true)),
      modified,
      salvaged: true,
      notRead: '',
    },
    dataAt: at + length,
    described,
    unsized: described && compressedSize === 0,
  }
}
