import type { Bytes } from '../../src/model/units.js'
import type { CheckedInflater } from '../kernels/checked-inflater.js'
import { BlobBuilder } from './blob-builder.js'
import type { ArchiveWarning } from './directory.js'

/** What a .gz holds, as data that can be read like a zip's. */
export interface GzipContent {
  readonly data: Blob
  readonly method: 'stored' | 'deflate'
  /** NaN where it is damaged: it is read until its data ends. */
  readonly size: Bytes
  /** 0 where none was stated for the whole. */
  readonly crc32: number
  /** Bytes that `data` takes beside the file itself. */
  readonly unpacked: Bytes
  readonly warnings: readonly ArchiveWarning[]
}

export interface GzipOptions {
  readonly inflater: CheckedInflater
  /** Most bytes that may be unpacked into memory. */
  readonly most: Bytes
  readonly onProgress: (offset: Bytes) => void
}

const SLICE: Bytes = 1024 * 1024
const TRAILER: Bytes = 8
/** The fixed part, and as much of names and comments as anybody writes. */
const HEADER_READ: Bytes = 64 * 1024
const MODULO = 2 ** 32

/**
 * Reads a .gz through once, to know its true size and whether it is whole: what its end states is
 * right only for one member below 4 GiB. One member stays where it is and is inflated as it is read;
 * several, as log rotation appends them, are unpacked into one. Null where it is no .gz.
 * Source: RFC 1952.
 */
export async function readGzip(file: Blob, options: GzipOptions): Promise<GzipContent | null> {
  const start = await headerEnd(file, 0)
  if (start === null) return null
  const warnings: ArchiveWarning[] = []
  const first = await member(file, start, options)
  if (first.error !== '') {
    warnings.push(said('the .gz is damaged; what comes before is read', 'a whole .gz', first.error))
    return { data: file.slice(start), ...UNKNOWN, warnings }
  }
  await checkTrailer(file, first, warnings)
  const next = first.end + TRAILER
  if ((await headerEnd(file, next)) === null) {
    await tellTrailing(file, next, warnings)
    const data = file.slice(start, first.end)
    const cut = file.size < next
    const { crc32, produced: size } = first
    return { data, method: 'deflate', size, crc32: cut ? NaN : crc32, unpacked: 0, warnings }
  }
  return members(file, start, options, warnings)
}

const UNKNOWN = { method: 'deflate', size: NaN, crc32: NaN, unpacked: 0 } as const

interface Member {
  /** Where its data ends and its trailer starts. */
  readonly end: Bytes
  readonly produced: Bytes
  readonly crc32: number
  readonly error: string
}

/** Several members, one after another, unpacked. */
async function members(
  file: Blob,
  start: Bytes,
  options: GzipOptions,
  warnings: ArchiveWarning[],
): Promise<GzipContent> {
  const builder = new BlobBuilder(options.most)
  let at: Bytes | null = start
  while (at !== null) {
    const one = await member(file, at, options, (bytes) => builder.add(bytes))
    if (one.error !== '') {
      const wanted =
        one.error === 'stopped' ? `${String(options.most)} bytes at most` : 'a whole .gz'
      warnings.push(said('the .gz is read up to here', wanted, one.error, builder.size))
      break
    }
    await checkTrailer(file, one, warnings)
    const from: Bytes = one.end + TRAILER
    at = await headerEnd(file, from)
    if (at === null) await tellTrailing(file, from, warnings)
  }
  const { size } = builder
  return { data: builder.finish(), method: 'stored', size, crc32: NaN, unpacked: size, warnings }
}

async function member(
  file: Blob,
  start: Bytes,
  { inflater, onProgress }: GzipOptions,
  onOutput?: (bytes: Uint8Array) => boolean,
): Promise<Member> {
  let at = start
  const next = async (): Promise<Uint8Array | null> => {
    if (at >= file.size) return null
    const bytes = new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer())
    at += bytes.length
    onProgress(at)
    return bytes
  }
  const { consumed, ...rest } = await inflater.run(next, onOutput)
  return { ...rest, end: start + consumed }
}

/** Where a member's data starts, null where no member starts here. */
async function headerEnd(file: Blob, at: Bytes): Promise<Bytes | null> {
  if (at >= file.size) return null
  const bytes = new Uint8Array(await file.slice(at, at + HEADER_READ).arrayBuffer())
  const view = new DataView(bytes.buffer)
  const flags = bytes[3] ?? 0
  if (bytes.length < 10 || view.getUint16(0) !== 0x1f8b || bytes[2] !== 8) return null
  let end = 10
  if ((flags & EXTRA) !== 0) {
    if (end + 2 > bytes.length) return null
    end += 2 + view.getUint16(end, true)
  }
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue
    const zero = bytes.indexOf(0, end)
    if (zero < 0) return null
    end = zero + 1
  }
  if ((flags & HEADER_CRC) !== 0) end += 2
  return end <= bytes.length ? at + end : null
}

const HEADER_CRC = 2
const EXTRA = 4
const NAME = 8
const COMMENT = 16

async function checkTrailer(file: Blob, one: Member, warnings: ArchiveWarning[]): Promise<void> {
  const view = new DataView(await file.slice(one.end, one.end + TRAILER).arrayBuffer())
  if (view.byteLength < TRAILER) {
    const found = `${String(view.byteLength)} bytes`
    warnings.push(said('the .gz ends without its checksum', '8 bytes', found))
    return
  }
  const crc32 = view.getUint32(0, true)
  const size = view.getUint32(4, true)
  if (crc32 !== one.crc32) {
    warnings.push(said('the checksum of the .gz differs', hex(crc32), hex(one.crc32)))
  }
  if (size !== one.produced % MODULO) {
    const found = `${String(one.produced)} bytes`
    warnings.push(said('the size that the .gz states differs', `${String(size)} bytes`, found))
  }
}

/** Tapes and block devices pad with zeros; anything else is told. */
async function tellTrailing(file: Blob, at: Bytes, warnings: ArchiveWarning[]): Promise<void> {
  const rest = new Uint8Array(await file.slice(at, at + HEADER_READ).arrayBuffer())
  if (rest.every((byte) => byte === 0)) return
  const found = `${String(file.size - at)} bytes`
  warnings.push(said('bytes stand behind the end of the .gz; they are not read', 'none', found))
}

function said(what: string, wanted: string, found: string, offset = NaN): ArchiveWarning {
  return { offset, what, wanted, found }
}

function hex(value: number): string {
  return `CRC-32 ${value.toString(16).padStart(8, '0')}`
}
