/** Writes archives of stored entries, Zip64 throughout, with holes in the file where an entry has them. */
import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

const ZEROS = Buffer.alloc(64 << 20)
const VERSION = 45
const UTF8 = 0x800
/** 2021-03-08 12:00, as DOS states it. */
const DATE = (41 << 9) | (3 << 5) | 8
const TIME = 12 << 11
const IN_ZIP64 = 0xffffffff

/** Bytes that only take room on the disk as numbers. */
export const hole = (size) => ({ hole: size })

/**
 * @param {string} path
 * @param {Iterable<{ name: string, parts: (Buffer | { hole: number })[] }>} entries
 * @returns {Promise<{ size: number, directoryAt: number, count: number }>}
 */
export async function writeStored(path, entries) {
  const file = await open(path, 'w')
  const central = []
  let pending = []
  let at = 0
  const flush = async (to) => {
    const bytes = Buffer.concat(pending)
    pending = []
    if (bytes.length > 0) await file.write(bytes, 0, bytes.length, to - bytes.length)
  }
  const put = async (bytes) => {
    pending.push(bytes)
    at += bytes.length
    if (pending.length >= 10_000) await flush(at)
  }
  for (const { name, parts } of entries) {
    const size = parts.reduce((sum, part) => sum + (part.hole ?? part.length), 0)
    const crc = parts.reduce(checksum, 0)
    const offset = at
    const encoded = Buffer.from(name, 'utf8')
    await put(local(encoded, crc, size))
    for (const part of parts) {
      if (part.hole === undefined) await put(part)
      else {
        await flush(at)
        at += part.hole
      }
    }
    central.push(record(encoded, crc, size, offset))
  }
  const directoryAt = at
  for (const one of central) await put(one)
  await put(ending(central.length, at - directoryAt, directoryAt, at))
  await flush(at)
  await file.close()
  return { size: at, directoryAt, count: central.length }
}

function checksum(known, part) {
  if (part.hole === undefined) return crc32(part, known)
  let crc = known
  for (let left = part.hole; left > 0; left -= ZEROS.length) {
    crc = crc32(left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS, crc)
  }
  return crc
}

function common(crc, name, extra) {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(VERSION, 0)
  bytes.writeUInt16LE(UTF8, 2)
  bytes.writeUInt16LE(TIME, 6)
  bytes.writeUInt16LE(DATE, 8)
  bytes.writeUInt32LE(crc, 10)
  bytes.writeUInt32LE(IN_ZIP64, 14)
  bytes.writeUInt32LE(IN_ZIP64, 18)
  bytes.writeUInt16LE(name.length, 22)
  bytes.writeUInt16LE(extra, 24)
  return bytes
}

/** Numbers of 64 bits that the header has no room for (APPNOTE 4.5.3). */
function zip64(...numbers) {
  const extra = Buffer.alloc(4 + 8 * numbers.length)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8 * numbers.length, 2)
  for (const [index, number] of numbers.entries()) {
    extra.writeBigUInt64LE(BigInt(number), 4 + 8 * index)
  }
  return extra
}

function local(name, crc, size) {
  const extra = zip64(size, size)
  return Buffer.concat([Buffer.from('PK\x03\x04'), common(crc, name, extra.length), name, extra])
}

function record(name, crc, size, offset) {
  const extra = zip64(size, size, offset)
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(IN_ZIP64, 10)
  const made = Buffer.from([VERSION, 0])
  const fixed = common(crc, name, extra.length)
  return Buffer.concat([Buffer.from('PK\x01\x02'), made, fixed, tail, name, extra])
}

/** Both end records and the locator between them. */
function ending(count, size, directoryAt, at) {
  const wide = Buffer.alloc(56)
  wide.write('PK\x06\x06', 0, 'latin1')
  wide.writeBigUInt64LE(44n, 4)
  wide.writeUInt16LE(VERSION, 12)
  wide.writeUInt16LE(VERSION, 14)
  wide.writeBigUInt64LE(BigInt(count), 24)
  wide.writeBigUInt64LE(BigInt(count), 32)
  wide.writeBigUInt64LE(BigInt(size), 40)
  wide.writeBigUInt64LE(BigInt(directoryAt), 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 0, 'latin1')
  locator.writeBigUInt64LE(BigInt(at), 8)
  locator.writeUInt32LE(1, 16)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(0xffff, 8)
  end.writeUInt16LE(0xffff, 10)
  end.writeUInt32LE(IN_ZIP64, 12)
  end.writeUInt32LE(IN_ZIP64, 16)
  return Buffer.concat([wide, locator, end])
}
