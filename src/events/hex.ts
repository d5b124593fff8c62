const A_LINE = 16

/** `000001A0  48 65 6c 6c 6f …  Hello…`, sixteen bytes a line; `offset` is that of the first byte. */
export function hexLines(bytes: Uint8Array, offset: number): string[] {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += A_LINE) {
    const part = Array.from(bytes.subarray(at, at + A_LINE))
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const text = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
    const place = (offset + at).toString(16).toUpperCase().padStart(8, '0')
    lines.push(`${place}  ${hex.padEnd(3 * A_LINE - 1)}  ${text.join('')}`)
  }
  return lines
}
