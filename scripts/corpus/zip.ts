import { crc32, deflateRawSync } from 'node:zlib'
import type { PackageFile } from './package.js'

/** 2 April 2021, 09:12:44, in the fields of a zip: the invented collection's time. */
const DATE = ((2021 - 1980) << 9) | (4 << 5) | 2
const TIME = (9 << 11) | (12 << 5) | 22
/** Names are UTF-8. */
const FLAGS = 0x800
const LEVEL = 1

/** Writes a zip piece by piece, so that no package need stand in memory whole; below 4 GB. */
export class ZipWriter {
  private readonly directory: Uint8Array[] = []
  private offset = 0

  constructor(private readonly write: (bytes: Uint8Array) => void) {}

  add({ path, bytes }: PackageFile): void {
    const name = new TextEncoder().encode(path)
    const packed = deflateRawSync(bytes, { level: LEVEL })
    const common = new DataView(new ArrayBuffer(26))
    common.setUint16(0, 20, true)
    common.setUint16(2, FLAGS, true)
    common.setUint16(4, 8, true)
    common.setUint16(6, TIME, true)
    common.setUint16(8, DATE, true)
    common.setUint32(10, crc32(bytes), true)
    common.setUint32(14, packed.length, true)
    common.setUint32(18, bytes.length, true)
    common.setUint16(22, name.length, true)
    const shared = new Uint8Array(common.buffer)
    const behind = new DataView(new ArrayBuffer(14))
    behind.setUint32(10, this.offset, true)
    this.directory.push(
      Uint8Array.of(0x50, 0x4b, 1, 2, 20, 0),
      shared,
      new Uint8Array(behind.buffer),
      name,
    )
    this.put(Uint8Array.of(0x50, 0x4b, 3, 4))
    this.put(shared)
    this.put(name)
    this.put(packed)
  }

  finish(): void {
    const start = this.offset
    const entries = this.directory.length / 4
    for (const part of this.directory) this.put(part)
    const end = new DataView(new ArrayBuffer(22))
    end.setUint32(0, 0x06054b50, true)
    end.setUint16(8, entries, true)
    end.setUint16(10, entries, true)
    end.setUint32(12, this.offset - start, true)
    end.setUint32(16, start, true)
    this.put(new Uint8Array(end.buffer))
  }

  private put(bytes: Uint8Array): void {
    this.write(bytes)
    this.offset += bytes.length
  }
}

/** A whole package in memory. */
export function zipOf(files: readonly PackageFile[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  const writer = new ZipWriter((bytes) => parts.push(bytes))
  for (const file of files) writer.add(file)
  writer.finish()
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
