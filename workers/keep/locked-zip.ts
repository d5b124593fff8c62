import type { Bytes } from '../../src/model/units.js'
import { crc32, crcStep } from './crc32.js'
import { damaged } from './damage.js'
import { pack, unpack, type Packing } from './packing.js'

/**
 * Raw records hold what attackers wrote. So that no scanner takes a saved case for their work, they are
 * locked away as is the custom among responders: in a zip with this password. It keeps no secret.
 */
export const CUSTOMARY_PASSWORD = 'infected'

const LOCAL_SIGNATURE = 0x04034b50
const CENTRAL_SIGNATURE = 0x02014b50
const END_SIGNATURE = 0x06054b50
const LOCAL_SIZE = 30
const CENTRAL_SIZE = 46
const END_SIZE = 22
/** Before the data; the last byte is the highest of the CRC. APPNOTE 6.1.6. */
const ENCRYPTION_HEADER: Bytes = 12
const VERSION = 20
const ENCRYPTED = 1
/** 1 January 1980, the earliest that a zip can name: the same case gives the same bytes. */
const DOS_DATE = 0x21
const DEFLATED = 8

/** A zip of one entry in traditional encryption, which every tool opens. */
export async function lockedZip(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  packing: Packing,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await pack(bytes, packing)
  const rawName = new TextEncoder().encode(name)
  const crc = crc32(bytes)
  const size = ENCRYPTION_HEADER + packed.bytes.length
  const directoryAt = LOCAL_SIZE + rawName.length + size
  const directorySize = CENTRAL_SIZE + rawName.length
  const zip = new Uint8Array(directoryAt + directorySize + END_SIZE)
  const view = new DataView(zip.buffer)

  view.setUint32(0, LOCAL_SIGNATURE, true)
  putCommon(view, 4)
  zip.set(rawName, LOCAL_SIZE)
  const data = zip.subarray(LOCAL_SIZE + rawName.length, directoryAt)
  data[ENCRYPTION_HEADER - 1] = crc >>> 24
  data.set(packed.bytes, ENCRYPTION_HEADER)
  encrypt(data)

  view.setUint32(directoryAt, CENTRAL_SIGNATURE, true)
  view.setUint16(directoryAt + 4, VERSION, true)
  putCommon(view, directoryAt + 6)
  zip.set(rawName, directoryAt + CENTRAL_SIZE)

  const endAt = directoryAt + directorySize
  view.setUint32(endAt, END_SIGNATURE, true)
  view.setUint16(endAt + 8, 1, true)
  view.setUint16(endAt + 10, 1, true)
  view.setUint32(endAt + 12, directorySize, true)
  view.setUint32(endAt + 16, directoryAt, true)
  return zip

  /** The fields that local header and directory share. */
  function putCommon(into: DataView, at: number): void {
    into.setUint16(at, VERSION, true)
    into.setUint16(at + 2, ENCRYPTED, true)
    into.setUint16(at + 4, packing === 'none' ? 0 : DEFLATED, true)
    into.setUint16(at + 8, DOS_DATE, true)
    into.setUint32(at + 10, crc, true)
    into.setUint32(at + 14, size, true)
    into.setUint32(at + 18, bytes.length, true)
    into.setUint16(at + 22, rawName.length, true)
  }
}

/** What `lockedZip` locked; `size` bytes at most. */
export async function unlockZip(
  zip: Uint8Array,
  size: Bytes,
  where: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.length)
  const ours = zip.length >= LOCAL_SIZE && view.getUint32(0, true) === LOCAL_SIGNATURE
  if (!ours || view.getUint16(6, true) !== ENCRYPTED) throw damaged(where, 'it is no locked zip')
  const method = view.getUint16(8, true)
  if (method !== 0 && method !== DEFLATED) throw damaged(where, 'it is packed in another way')
  const from = LOCAL_SIZE + view.getUint16(26, true) + view.getUint16(28, true)
  const length = view.getUint32(18, true)
  if (length < ENCRYPTION_HEADER || from + length > zip.length) throw damaged(where, 'it is cut')
  if (view.getUint32(22, true) !== size) throw damaged(where, 'it states another size')
  const data = new Uint8Array(zip.subarray(from, from + length))
  decrypt(data)
  const packing = method === 0 ? 'none' : 'deflate-raw'
  const bytes = await unpack(data.slice(ENCRYPTION_HEADER), size, packing, where)
  if (crc32(bytes) !== view.getUint32(14, true)) throw damaged(where, 'its checksum differs')
  return bytes
}

function encrypt(data: Uint8Array): void {
  const keys = new Keys()
  for (let at = 0; at < data.length; at++) {
    const plain = data[at] as number
    data[at] = plain ^ keys.next()
    keys.saw(plain)
  }
}

function decrypt(data: Uint8Array): void {
  const keys = new Keys()
  for (let at = 0; at < data.length; at++) {
    const plain = (data[at] as number) ^ keys.next()
    data[at] = plain
    keys.saw(plain)
  }
}

/** Traditional encryption. APPNOTE 6.1.5. */
class Keys {
  private first = 0x12345678
  private second = 0x23456789
  private third = 0x34567890

  constructor() {
    for (const byte of new TextEncoder().encode(CUSTOMARY_PASSWORD)) this.saw(byte)
  }

  next(): number {
    const word = (this.third | 2) & 0xffff
    return (Math.imul(word, word ^ 1) >>> 8) & 0xff
  }

  saw(byte: number): void {
    this.first = crcStep(this.first, byte)
    this.second = (Math.imul((this.second + (this.first & 0xff)) >>> 0, 134775813) + 1) >>> 0
    this.third = crcStep(this.third, this.second >>> 24)
  }
}
