const FIRST_BYTES = 16 * 1_024
const REPLACEMENT = 0xfffd

/** Bytes that grow at their end, `most` of them. */
export class ByteStore {
  bytes = new Uint8Array(FIRST_BYTES)
  length = 0

  constructor(private readonly most: number) {}

  /** Could there be room for so many more? */
  hasRoom(more: number): boolean {
    return this.length + more <= this.most
  }

  /** Makes room for so many more; false where that is beyond the most. */
  reserve(more: number): boolean {
    const needed = this.length + more
    if (needed > this.most) return false
    if (needed <= this.bytes.length) return true
    const bigger = new Uint8Array(Math.min(this.most, Math.max(needed, this.bytes.length * 2)))
    bigger.set(this.bytes.subarray(0, this.length))
    this.bytes = bigger
    return true
  }

  /** Adds bytes[from .. from + length); there must be room. */
  add(bytes: Uint8Array, from: number, length: number): void {
    const { bytes: into, length: at } = this
    // Names are short: a loop is faster than a view of them.
    for (let i = 0; i < length; i++) into[at + i] = bytes[from + i] as number
    this.length = at + length
  }

  addByte(byte: number): void {
    this.bytes[this.length++] = byte
  }

  /** Adds UTF-16LE text as UTF-8; there must be room for three bytes a unit. */
  addUtf16(view: DataView, from: number, units: number): void {
    const { bytes } = this
    let at = this.length
    for (let unit = 0; unit < units; unit++) {
      let code = view.getUint16(from + 2 * unit, true)
      if (code < 0x80) {
        bytes[at++] = code
        continue
      }
      if (code >= 0xd800 && code < 0xe000) {
        const low = unit + 1 < units ? view.getUint16(from + 2 * unit + 2, true) : 0
        const pair = code < 0xdc00 && low >= 0xdc00 && low < 0xe000
        code = pair ? 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff) : REPLACEMENT
        if (pair) unit++
      }
      at = putUtf8(bytes, at, code)
    }
    this.length = at
  }
}

function putUtf8(bytes: Uint8Array, at: number, code: number): number {
  if (code < 0x800) {
    bytes[at++] = 0xc0 | (code >> 6)
  } else {
    if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12)
    else {
      bytes[at++] = 0xf0 | (code >> 18)
      bytes[at++] = 0x80 | ((code >> 12) & 0x3f)
    }
    bytes[at++] = 0x80 | ((code >> 6) & 0x3f)
  }
  bytes[at++] = 0x80 | (code & 0x3f)
  return at
}
