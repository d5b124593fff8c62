import type { ChunkBytes } from './binary-xml.js'

/** Offset of the next name of the same bucket, hash, length in characters. */
const HEADER = 8
/** Behind the characters stands a NUL. */
const TERMINATOR = 2
/** No provider has names as long; a length beyond it is damage. */
const MOST_CHARACTERS = 512
const HASH_FACTOR = 65_599
const LIKELY = /^[\p{L}_:][\p{L}\p{N}\p{M}_:.\- ]*$/u

const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true })

/** Names of elements and attributes of one chunk by their offset in it, each read once. */
export class Names {
  private readonly known = new Map<number, string | null>()
  private bytes: Uint8Array = new Uint8Array(0)
  private view: DataView = new DataView(this.bytes.buffer)

  begin(chunk: ChunkBytes): void {
    this.bytes = chunk.bytes
    this.view = chunk.view
    this.known.clear()
  }

  /** Null where no name stands there. */
  at(offset: number): string | null {
    const known = this.known.get(offset)
    if (known !== undefined) return known
    const name = this.read(offset)
    this.known.set(offset, name)
    return name
  }

  /** Behind the name that stands there; `at` has found it sound. */
  endOf(offset: number): number {
    return offset + HEADER + 2 * this.view.getUint16(offset + 6, true) + TERMINATOR
  }

  private read(offset: number): string | null {
    const { bytes, view } = this
    if (offset + HEADER > bytes.length) return null
    const count = view.getUint16(offset + 6, true)
    const start = offset + HEADER
    const end = start + 2 * count
    if (count === 0 || count > MOST_CHARACTERS || end > bytes.length) return null
    let hash = 0
    for (let at = start; at < end; at += 2)
      hash = (Math.imul(hash, HASH_FACTOR) + view.getUint16(at, true)) | 0
    const name = utf16.decode(bytes.subarray(start, end))
    // A writer of its own may leave the hash out; then what stands there must look like a name.
    const sound = (hash & 0xffff) === view.getUint16(offset + 4, true) || LIKELY.test(name)
    return sound ? name : null
  }
}
