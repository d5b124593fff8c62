import type { Bytes } from '../../src/model/units.js'

const VERSION_ZIP64 = 45
const NAME = 0x61
const ALL_ONES_32 = 0xffffffff
const ALL_ONES_16 = 0xffff
const LOCAL_SIZE = 30
const CENTRAL_SIZE = 46
const ZIP64_EXTRA_SIZE = 4 + 16
const ZIP64_END_SIZE = 56
const LOCATOR_SIZE = 20
const END_SIZE = 22

export interface OneEntry {
  /** Uncompressed size. */
  readonly size: Bytes
  readonly method: number
  readonly flags?: number
  /** DOS time, as an encrypted entry's check may call for it. */
  readonly time?: number
  readonly crc32?: number
  /** Extra fields besides the Zip64 one. */
  readonly extra?: Uint8Array<ArrayBuffer>
}

/**
 * An archive of one entry around some data, which is not copied. The library reads entries of an
 * archive only, and reading one must not cost reading a directory of 100,000.
 * Local header, data, central header, Zip64 end, locator, end. APPNOTE 4.3; always Zip64.
 */
export function archiveOf(data: Blob, entry: OneEntry): Blob {
  const extra = entry.extra ?? new Uint8Array(0)
  const local = new DataView(new ArrayBuffer(LOCAL_SIZE + 1))
  local.setUint32(0, 0x04034b50, true)
  local.setUint16(4, VERSION_ZIP64, true)
  local.setUint16(6, entry.flags ?? 0, true)
  local.setUint16(8, entry.method, true)
  local.setUint16(26, 1, true)
  local.setUint8(LOCAL_SIZE, NAME)
  const directoryAt = local.byteLength + data.size

  const extraAt = CENTRAL_SIZE + 1
  const central = new DataView(new ArrayBuffer(extraAt + ZIP64_EXTRA_SIZE + extra.length))
  central.setUint32(0, 0x02014b50, true)
  central.setUint16(4, VERSION_ZIP64, true)
  central.setUint16(6, VERSION_ZIP64, true)
  central.setUint16(8, entry.flags ?? 0, true)
  central.setUint16(10, entry.method, true)
  central.setUint16(12, entry.time ?? 0, true)
  central.setUint32(16, entry.crc32 ?? 0, true)
  central.setUint32(20, ALL_ONES_32, true)
  central.setUint32(24, ALL_ONES_32, true)
  central.setUint16(28, 1, true)
  central.setUint16(30, ZIP64_EXTRA_SIZE + extra.length, true)
  central.setUint8(CENTRAL_SIZE, NAME)
  central.setUint16(extraAt, 0x0001, true)
  central.setUint16(extraAt + 2, ZIP64_EXTRA_SIZE - 4, true)
  central.setBigUint64(extraAt + 4, BigInt(entry.size), true)
  central.setBigUint64(extraAt + 12, BigInt(data.size), true)
  new Uint8Array(central.buffer).set(extra, extraAt + ZIP64_EXTRA_SIZE)

  const tail = new DataView(new ArrayBuffer(ZIP64_END_SIZE + LOCATOR_SIZE + END_SIZE))
  tail.setUint32(0, 0x06064b50, true)
  tail.setBigUint64(4, BigInt(ZIP64_END_SIZE - 12), true)
  tail.setUint16(12, VERSION_ZIP64, true)
  tail.setUint16(14, VERSION_ZIP64, true)
  tail.setBigUint64(24, 1n, true)
  tail.setBigUint64(32, 1n, true)
  tail.setBigUint64(40, BigInt(central.byteLength), true)
  tail.setBigUint64(48, BigInt(directoryAt), true)
  tail.setUint32(ZIP64_END_SIZE, 0x07064b50, true)
  tail.setBigUint64(ZIP64_END_SIZE + 8, BigInt(directoryAt + central.byteLength), true)
  tail.setUint32(ZIP64_END_SIZE + 16, 1, true)
  const endAt = ZIP64_END_SIZE + LOCATOR_SIZE
  tail.setUint32(endAt, 0x06054b50, true)
  tail.setUint16(endAt + 8, ALL_ONES_16, true)
  tail.setUint16(endAt + 10, ALL_ONES_16, true)
  tail.setUint32(endAt + 12, ALL_ONES_32, true)
  tail.setUint32(endAt + 16, ALL_ONES_32, true)
  return new Blob([local.buffer, data, central.buffer, tail.buffer])
}
