const A_LINE = 16

/** Bytes in lines of sixteen with their offsets and, where they are printable ASCII, their letters. */
export function hexLines(bytes: Uint8Array): string[] {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += A_LINE) {
    const line = [...bytes.subarray(at, at + A_LINE)]
    const hex = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const letters = line.map((byte) =>
      byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '.',
    )
    const offset = at.toString(16).padStart(4, '0')
    lines.push(`${offset}  ${hex.padEnd(3 * A_LINE - 1)}  ${letters.join('')}`)
  }
  return lines
}
