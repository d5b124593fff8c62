/** Bytes as text: UTF-16 where a mark or every other zero says so, else UTF-8. */
export function previewText(bytes: Uint8Array): string {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe
  const zeros = bytes.subarray(0, 200).filter((byte, at) => at % 2 === 1 && byte === 0).length
  const wide = marked || (bytes.length > 8 && zeros > Math.min(bytes.length, 200) / 2 - 4)
  return new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(bytes)
}
