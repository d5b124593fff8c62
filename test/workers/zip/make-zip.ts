import { crc32, deflateRawSync } from 'node:zlib'

/** How an entry states its sizes: in its header, or behind its data in one of the descriptor's forms. */
export type Descriptor = 'none' | 'signed' | 'unsigned' | 'signed64' | 'unsigned64' | 'left out'

export interface MadeEntry {
  readonly name: string | Uint8Array
  readonly data: Uint8Array
  readonly method?: 'stored' | 'deflate'
  readonly descriptor?: Descriptor
  readonly localExtra?: Uint8Array
  readonly centralExtra?: Uint8Array
  /** Not in the directory. */
  readonly hidden?: boolean
}

export interface MadeZip {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Offset of each entry's header, of its data and of what follows. */
  readonly places: readonly { header: number; data: number; end: number }[]
  readonly directoryAt: number
}

const STREAMED = 8
const UTF8 = 0x800

export function text(content: string): Uint8Array {
  return new TextEncoder().encode(content)
}

/** An archive by hand, to have what writers of archives do not make. */
export function makeZip(entries: readonly MadeEntry[], comment = ''): MadeZip {
  const parts: Uint8Array[] = []
  const places: { header: number; data: number; end: number }[] = []
  const central: Uint8Array[] = []
  let at = 0
  const put = (bytes: Uint8Array): void => {
    parts.push(bytes)
    at += bytes.length
  }
  for (const entry of entries) {
    const { data, descriptor = 'none', method = 'deflate' } = entry
    const name = typeof entry.name === 'string' ? text(entry.name) : entry.name
    const packed = method === 'stored' ? data : deflateRawSync(data)
    const streamed = descriptor !== 'none'
    const header = at
    const numbers = { flags: UTF8 | (streamed ? STREAMED : 0), method: method === 'stored' ? 0 : 8 }
    const sizes = { crc: crc32(data), packed: packed.length, size: data.length }
    put(localHeader(name, numbers, streamed ? NO_SIZES : sizes, entry.localExtra))
    const dataAt = at
    put(packed)
    put(descriptorOf(descriptor, sizes))
    places.push({ header, data: dataAt, end: at })
    if (!entry.hidden) central.push(record(name, numbers, sizes, header, entry.centralExtra))
  }
  const directoryAt = at
  for (const one of central) put(one)
  put(endRecord(central.length, at - directoryAt, directoryAt, comment))
  return { bytes: new Uint8Array(Buffer.concat(parts)), places, directoryAt }
}

interface Sizes {
  readonly crc: number
  readonly packed: number
  readonly size: number
}
const NO_SIZES: Sizes = { crc: 0, packed: 0, size: 0 }

function localHeader(
  name: Uint8Array,
  { flags, method }: { flags: number; method: number },
  { crc, packed, size }: Sizes,
  extra: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const fixed = Buffer.alloc(30)
  fixed.writeUInt32LE(0x04034b50, 0)
  fixed.writeUInt16LE(20, 4)
  fixed.writeUInt16LE(flags, 6)
  fixed.writeUInt16LE(method, 8)
  fixed.writeUInt32LE(crc, 14)
  fixed.writeUInt32LE(packed, 18)
  fixed.writeUInt32LE(size, 22)
  fixed.writeUInt16LE(name.length, 26)
  fixed.writeUInt16LE(extra.length, 28)
  return Buffer.concat([fixed, name, extra])
}

function descriptorOf(kind: Descriptor, { crc, packed, size }: Sizes): Uint8Array {
  if (kind === 'none' || kind === 'left out') return new Uint8Array(0)
  const wide = kind.endsWith('64')
  const bytes = Buffer.alloc(wide ? 24 : 16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(crc, 4)
  bytes.writeUInt32LE(packed, 8)
  bytes.writeUInt32LE(size, wide ? 16 : 12)
  return kind.startsWith('unsigned') ? bytes.subarray(4) : bytes
}

function record(
  name: Uint8Array,
  { flags, method }: { flags: number; method: number },
  { crc, packed, size }: Sizes,
  header: number,
  extra: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const fixed = Buffer.alloc(46)
  fixed.writeUInt32LE(0x02014b50, 0)
  fixed.writeUInt16LE(20, 6)
  fixed.writeUInt16LE(flags, 8)
  fixed.writeUInt16LE(method, 10)
  fixed.writeUInt32LE(crc, 16)
  fixed.writeUInt32LE(packed, 20)
  fixed.writeUInt32LE(size, 24)
  fixed.writeUInt16LE(name.length, 28)
  fixed.writeUInt16LE(extra.length, 30)
  fixed.writeUInt32LE(header, 42)
  return Buffer.concat([fixed, name, extra])
}

function endRecord(count: number, size: number, directoryAt: number, comment: string): Uint8Array {
  const said = Buffer.from(comment, 'latin1')
  const fixed = Buffer.alloc(22)
  fixed.writeUInt32LE(0x06054b50, 0)
  fixed.writeUInt16LE(count, 8)
  fixed.writeUInt16LE(count, 10)
  fixed.writeUInt32LE(size, 12)
  fixed.writeUInt32LE(directoryAt, 16)
  fixed.writeUInt16LE(said.length, 20)
  return Buffer.concat([fixed, said])
}
