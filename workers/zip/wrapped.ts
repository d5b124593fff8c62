import type { Bytes } from '../../src/model/units.js'

/** Data that stands somewhere without a zip's header before it. */
export interface BareData {
  readonly name: string
  readonly data: Blob
  readonly method: 'stored' | 'deflate'
}

/**
 * Puts a zip's local header before each, without copying the data: whoever reads an entry then reads
 * it as one of a zip, from wherever it comes. The offsets are those of the headers. APPNOTE 4.3.7.
 */
export function wrapped(all: readonly BareData[]): {
  readonly file: Blob
  readonly offsets: readonly Bytes[]
} {
  const parts: BlobPart[] = []
  const offsets: Bytes[] = []
  let at = 0
  for (const { name, data, method } of all) {
    const header = localHeader(name, method)
    offsets.push(at)
    parts.push(header, data)
    at += header.length + data.size
  }
  return { file: new Blob(parts), offsets }
}

const HEADER_SIZE = 30
/** A name's length has 16 bits. */
const MAX_NAME_BYTES = 0xffff

/** The longest name that a header can hold, so that both say the same. */
export function nameThatFits(name: string): string {
  let short = name
  while (new TextEncoder().encode(short).length > MAX_NAME_BYTES) {
    short = short.slice(0, Math.floor(short.length * 0.9))
  }
  return short
}

function localHeader(name: string, method: 'stored' | 'deflate'): Uint8Array<ArrayBuffer> {
  const encoded = new TextEncoder().encode(name)
  const bytes = new Uint8Array(HEADER_SIZE + encoded.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x04034b50, true)
  view.setUint16(8, method === 'stored' ? 0 : 8, true)
  view.setUint16(26, encoded.length, true)
  bytes.set(encoded, HEADER_SIZE)
  return bytes
}
