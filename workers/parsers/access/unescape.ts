/** What an escape begins with. */
export const BACKSLASH = 0x5c
const LETTER_X = 0x78

/** The run with Apache's and nginx's escapes undone: `\"`, `\\`, `\x22`. Others stay as they stand. */
export function unescaped(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start)
  let length = 0
  for (let at = start; at < end; at++) {
    let byte = bytes[at] as number
    if (byte === BACKSLASH && at + 1 < end) {
      const next = bytes[at + 1] as number
      const code = next === LETTER_X && at + 3 < end ? hexAt(bytes, at + 2) : -1
      if (code >= 0) {
        byte = code
        at += 3
      } else if (next === 0x22 || next === BACKSLASH) {
        byte = next
        at++
      }
    }
    out[length++] = byte
  }
  return out.subarray(0, length)
}

function hexAt(bytes: Uint8Array, at: number): number {
  const text = String.fromCharCode(bytes[at] as number, bytes[at + 1] as number)
  return /^[0-9a-f]{2}$/i.test(text) ? parseInt(text, 16) : -1
}
