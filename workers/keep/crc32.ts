/** CRC-32 as zip archives have it, for the few bytes that are not in the kernels' memory. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** One step, as traditional encryption takes it too. */
export function crcStep(crc: number, byte: number): number {
  return ((TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8)) >>> 0
}

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8)
  return ~crc >>> 0
}
