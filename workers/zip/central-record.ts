import type { Bytes } from '../../src/model/units.js'
import { viewOf } from './byte-window.js'
import type { RawZipEntry } from './directory.js'
import { decodeEntryName } from './entry-name.js'
import { readExtraFields } from './extra-fields.js'
import { METHOD_AES, METHOD_UNSTATED } from './methods.js'
import { isPlausible } from './plausible.js'
import { dosTime } from './time-stamps.js'

export const CENTRAL_SIGNATURE = 0x02014b50
/** Its fixed part. */
export const CENTRAL_SIZE = 46
/** Fixed part and the longest name, extra field and comment. */
export const MAX_CENTRAL_SIZE = CENTRAL_SIZE + 3 * 0xffff

const FLAG_ENCRYPTED = 1
const FLAG_DESCRIPTOR = 8
const FLAG_STRONG = 0x40
const DOS_FOLDER = 0x10
const UNIX_TYPE = 0xf000
const UNIX_FOLDER = 0x4000
const MADE_ON_UNIX = 3
const ALL_ONES_16 = 0xffff
/** A Deflate stream of nothing. */
const EMPTY_DEFLATE_SIZE = 2

/** A record of the directory, with what tells how far its entry reaches in the archive. */
export interface CentralRecord {
  /** Its offset is the stated one, which junk before the archive may shift. */
  readonly entry: RawZipEntry
  /** Bytes of the record itself. */
  readonly length: Bytes
  /** Disk that the entry starts on; NaN where Zip64 has to say. */
  readonly disk: number
  /** The least bytes of its local header, going by the directory's name and extra field. */
  readonly headerBytes: Bytes
  /** The data is followed by a data descriptor. */
  readonly described: boolean
  readonly malformed: boolean
}

/** The record at the start of `bytes`; null where none is, or not all of it. APPNOTE 4.3.12. */
export function readCentralRecord(bytes: Uint8Array): CentralRecord | null {
  if (bytes.length < CENTRAL_SIZE) return null
  const view = viewOf(bytes)
  if (view.getUint32(0, true) !== CENTRAL_SIGNATURE) return null
  const flags = view.getUint16(8, true)
  const nameLength = view.getUint16(28, true)
  const extraLength = view.getUint16(30, true)
  const length = CENTRAL_SIZE + nameLength + extraLength + view.getUint16(32, true)
  if (bytes.length < length) return null
  const rawName = bytes.subarray(CENTRAL_SIZE, CENTRAL_SIZE + nameLength)
  const extraAt = CENTRAL_SIZE + nameLength
  const extra = readExtraFields(
    bytes.subarray(extraAt, extraAt + extraLength),
    {
      size: view.getUint32(24, true),
      compressedSize: view.getUint32(20, true),
      headerOffset: view.getUint32(42, true),
    },
    rawName,
  )
  const { size, compressedSize, headerOffset, modified } = extra
  const name = decodeEntryName(extra.unicodeName.length > 0 ? extra.unicodeName : rawName)
  const method = view.getUint16(10, true)
  const folder = isFolder(view.getUint32(38, true), view.getUint8(5)) || /[\\/]$/.test(name)
  // The attribute alone could hide a file's bytes behind "this is a folder".
  const holdsBytes = size > 0 || compressedSize > EMPTY_DEFLATE_SIZE
  const disk = view.getUint16(34, true)
  return {
    entry: {
      name,
      directory: !holdsBytes && folder,
      size,
      compressedSize,
      method: extra.missing.length > 0 ? METHOD_UNSTATED : innerMethod(method, extra.wrappedMethod),
      crc32: view.getUint32(16, true),
      encrypted: (flags & FLAG_ENCRYPTED) !== 0,
      strong: (flags & FLAG_STRONG) !== 0,
      headerOffset,
      archiveTime: dosTime(view.getUint32(12, true)),
      modified,
      salvaged: false,
      notRead: '',
    },
    length,
    disk: disk === ALL_ONES_16 ? NaN : disk,
    headerBytes: LOCAL_FIXED_SIZE + nameLength + extraLength,
    described: (flags & FLAG_DESCRIPTOR) !== 0,
    malformed: extra.malformed,
  }
}

const LOCAL_FIXED_SIZE = 30

/** The same where nothing has said that a directory stands here. */
export function findCentralRecord(bytes: Uint8Array): CentralRecord | null {
  if (bytes.length < CENTRAL_SIZE) return null
  const view = viewOf(bytes)
  const [flags, method] = [view.getUint16(8, true), view.getUint16(10, true)]
  const possible = isPlausible(view.getUint8(6), flags, method, view.getUint16(28, true))
  return possible ? readCentralRecord(bytes) : null
}

/** That inside where AES wraps it. */
export function innerMethod(method: number, wrapped: number): number {
  return method === METHOD_AES && !Number.isNaN(wrapped) ? wrapped : method
}

function isFolder(attributes: number, madeOn: number): boolean {
  const unix = madeOn === MADE_ON_UNIX && ((attributes >>> 16) & UNIX_TYPE) === UNIX_FOLDER
  return unix || (attributes & DOS_FOLDER) !== 0
}
