const PE = 0x80
const OPTIONAL = PE + 24
const SECTION = OPTIONAL + 240
const RAW = 0x400
const ADDRESS = 0x2000
const METADATA = 0x100

/** A .NET module of headers only: one section with a CLI header and metadata that has these names. */
export function managedModule(built: number, names: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(0x1000)
  const view = new DataView(bytes.buffer)
  const put = (at: number, text: string): void => {
    bytes.set(new TextEncoder().encode(text), at)
  }
  put(0, 'MZ')
  view.setUint32(0x3c, PE, true)
  put(PE, 'PE\0\0')
  view.setUint16(PE + 6, 1, true)
  view.setUint32(PE + 8, built, true)
  view.setUint16(PE + 20, 240, true)
  view.setUint16(OPTIONAL, 0x20b, true)
  view.setUint32(OPTIONAL + 108, 16, true)
  view.setUint32(OPTIONAL + 112 + 14 * 8, ADDRESS, true)
  put(SECTION, '.text')
  view.setUint32(SECTION + 12, ADDRESS, true)
  view.setUint32(SECTION + 16, 0xc00, true)
  view.setUint32(SECTION + 20, RAW, true)
  view.setUint32(RAW + 8, ADDRESS + METADATA, true)
  const root = RAW + METADATA
  put(root, 'BSJB')
  view.setUint32(root + 12, 12, true)
  put(root + 16, 'v4.0.30319\0\0')
  view.setUint16(root + 30, 2, true)
  const heap = `\0${names.join('\0')}\0`
  view.setUint32(root + 32, 0x200, true)
  put(root + 40, '#~\0\0')
  view.setUint32(root + 44, 0x80, true)
  view.setUint32(root + 48, heap.length, true)
  put(root + 52, '#Strings\0\0\0\0')
  put(root + 0x80, heap)
  return bytes
}
