/** Code page 437, 0x80–0xFF: what zip names are in when they are not UTF-8 (APPNOTE appendix D). */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A name as text. UTF-8 where the bytes are, whether or not the archive flags them so (many
 * writers do not); else code page 437, so that no two names become one. Nothing is rewritten:
 * control characters, `..` and backslashes stay.
 */
export function decodeEntryName(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    let text = ''
    for (const byte of bytes) {
      text += byte < 0x80 ? String.fromCharCode(byte) : CP437.charAt(byte - 0x80)
    }
    return text
  }
}

/** Text in code page 437; null where it has a character that is not in it. */
export function encodeCp437(text: string): Uint8Array | null {
  const bytes: number[] = []
  for (const char of text) {
    const code = char.charCodeAt(0)
    const high = CP437.indexOf(char)
    if (code >= 0x80 && high < 0) return null
    bytes.push(code < 0x80 ? code : 0x80 + high)
  }
  return Uint8Array.from(bytes)
}
