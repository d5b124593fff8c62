const FIRST_ROOM = 4_096
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** UTF-8 text put together in memory of its own, without a string for each piece. */
export class TextOut {
  bytes = new Uint8Array(FIRST_ROOM)
  length = 0

  /** Makes sure that so many bytes more have room. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const bigger = new Uint8Array(2 * (this.length + more))
    bigger.set(this.bytes.subarray(0, this.length))
    this.bytes = bigger
  }

  text(): string {
    return decoder.decode(this.bytes.subarray(0, this.length))
  }

  byte(byte: number): void {
    this.reserve(1)
    this.bytes[this.length++] = byte
  }

  put(bytes: Uint8Array): void {
    const { length } = bytes
    this.reserve(length)
    const out = this.bytes
    let to = this.length
    // Names are short: a call of `set` takes longer than they do.
    for (let at = 0; at < length; at++) out[to++] = bytes[at] as number
    this.length = to
  }

  string(text: string): void {
    this.reserve(3 * text.length)
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written
  }

  /** UTF-16LE in bytes [at .. end); half a pair becomes U+FFFD. */
  utf16(bytes: Uint8Array, from: number, end: number): void {
    this.reserve(((end - from) >> 1) * 3)
    const out = this.bytes
    let to = this.length
    for (let at = from; at + 1 < end; at += 2) {
      const low = bytes[at] as number
      const high = bytes[at + 1] as number
      if (high === 0 && low < 0x80) {
        out[to++] = low
        continue
      }
      const unit = low | (high << 8)
      if (unit < 0x800) {
        out[to++] = 0xc0 | (unit >> 6)
        out[to++] = 0x80 | (unit & 0x3f)
        continue
      }
      let code = unit
      if (unit >= 0xd800 && unit < 0xe000) {
        const next = at + 3 < end ? (bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8) : 0
        if (unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
          code = 0x10000 + ((unit & 0x3ff) << 10) + (next & 0x3ff)
          out[to++] = 0xf0 | (code >> 18)
          out[to++] = 0x80 | ((code >> 12) & 0x3f)
          out[to++] = 0x80 | ((code >> 6) & 0x3f)
          out[to++] = 0x80 | (code & 0x3f)
          at += 2
          continue
        }
        code = 0xfffd
      }
      out[to++] = 0xe0 | (code >> 12)
      out[to++] = 0x80 | ((code >> 6) & 0x3f)
      out[to++] = 0x80 | (code & 0x3f)
    }
    this.length = to
  }

  /** An unsigned number below 2^32. */
  decimal(value: number): void {
    this.reserve(10)
    const out = this.bytes
    let digits = 1
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++
    this.length += digits
    let rest = value
    for (let to = this.length - 1; digits > 0; digits--, to--) {
      const next = Math.floor(rest / 10)
      out[to] = 0x30 + rest - 10 * next
      rest = next
    }
  }

  /** So many digits of an unsigned number, zeros in front. */
  padded(value: number, digits: number): void {
    this.reserve(digits)
    const out = this.bytes
    let rest = value
    for (let to = this.length + digits - 1; to >= this.length; to--) {
      const next = Math.floor(rest / 10)
      out[to] = 0x30 + rest - 10 * next
      rest = next
    }
    this.length += digits
  }

  /** Four bits each, the upper first, in small letters. */
  hex(value: number, digits: number): void {
    this.reserve(digits)
    for (let shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      const digit = (value >>> shift) & 0xf
      this.bytes[this.length++] = digit < 10 ? 0x30 + digit : 0x57 + digit
    }
  }
}
