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
