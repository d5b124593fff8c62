const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const ansi = new TextDecoder('windows-1252')

/** UTF-8 where the bytes are; else byte by byte as Windows-1252, so that nothing is lost. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return ansi.decode(bytes)
  }
}
