import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const GIB = 1024 ** 3
const ONES = 0xffffffff
const DISK_BLOCK = 512

export interface SparseZip {
  readonly file: Blob
  /** Its size without the directory. */
  readonly directoryAt: number
  readonly names: readonly string[]
  remove(): void
}

/**
 * A stored Zip64 archive of this many GiB, one entry each four, holes but for its headers and for
 * some bytes at each entry's end. null where the file system has no sparse files.
 */
export function sparseZip(gibibytes: number): SparseZip | null {
  const folder = mkdtempSync(join(tmpdir(), 'afterpatch-sparse-'))
  const path = join(folder, 'sparse.zip')
  const remove = (): void => {
    rmSync(folder, { recursive: true })
  }
  const handle = openSync(path, 'w')
  const names: string[] = []
  const records: Buffer[] = []
  let at = 0
  for (let left = gibibytes; left > 0; left -= 4) {
    const name = `C/logs/u_ex${String(names.length)}.log`
    const size = Math.min(left, 4) * GIB + names.length
    const header = localHeader(name, size)
    writeSync(handle, header, 0, header.length, at)
    writeSync(handle, Buffer.from(`end of ${name}\n`), 0, undefined, at + header.length + size - 40)
    records.push(centralRecord(name, size, at))
    names.push(name)
    at += header.length + size
  }
  const directoryAt = at
  const directory = Buffer.concat(records)
  const tail = Buffer.concat([directory, ends(names.length, directory.length, directoryAt)])
  ftruncateSync(handle, directoryAt + tail.length)
  writeSync(handle, tail, 0, tail.length, directoryAt)
  const { blocks, size } = fstatSync(handle)
  closeSync(handle)
  if (blocks * DISK_BLOCK > size / 100) {
    remove()
    return null
  }
  return { file: new DiskBlob(path, 0, size), directoryAt, names, remove }
}

/** A file read by slices: Node's own blobs of files end at 4 GiB. */
class DiskBlob extends Blob {
  constructor(
    private readonly path: string,
    private readonly from: number,
    private readonly to: number,
  ) {
    super()
  }

  override get size(): number {
    return this.to - this.from
  }

  override slice(start = 0, end = this.size): DiskBlob {
    const from = Math.min(this.from + start, this.to)
    return new DiskBlob(this.path, from, Math.max(from, Math.min(this.from + end, this.to)))
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(this.size)
    const handle = openSync(this.path, 'r')
    readSync(handle, bytes, 0, bytes.length, this.from)
    closeSync(handle)
    return Promise.resolve(bytes.buffer)
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer())
  }
}

function localHeader(name: string, size: number): Buffer {
  const fixed = Buffer.alloc(30)
  fixed.writeUInt32LE(0x04034b50, 0)
  fixed.writeUInt16LE(45, 4)
  fixed.writeUInt32LE(ONES, 18)
  fixed.writeUInt32LE(ONES, 22)
  fixed.writeUInt16LE(name.length, 26)
  fixed.writeUInt16LE(20, 28)
  return Buffer.concat([fixed, Buffer.from(name), zip64(size, size)])
}

function centralRecord(name: string, size: number, at: number): Buffer {
  const fixed = Buffer.alloc(46)
  fixed.writeUInt32LE(0x02014b50, 0)
  fixed.writeUInt16LE(45, 6)
  fixed.writeUInt32LE(ONES, 20)
  fixed.writeUInt32LE(ONES, 24)
  fixed.writeUInt16LE(name.length, 28)
  fixed.writeUInt16LE(28, 30)
  fixed.writeUInt32LE(ONES, 42)
  return Buffer.concat([fixed, Buffer.from(name), zip64(size, size, at)])
}

function zip64(...values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(8 * values.length, 2)
  for (const [index, value] of values.entries())
    field.writeBigUInt64LE(BigInt(value), 4 + 8 * index)
  return field
}

function ends(count: number, size: number, directoryAt: number): Buffer {
  const end64 = Buffer.alloc(56)
  end64.writeUInt32LE(0x06064b50, 0)
  end64.writeBigUInt64LE(44n, 4)
  end64.writeBigUInt64LE(BigInt(count), 24)
  end64.writeBigUInt64LE(BigInt(count), 32)
  end64.writeBigUInt64LE(BigInt(size), 40)
  end64.writeBigUInt64LE(BigInt(directoryAt), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(directoryAt + size), 8)
  locator.writeUInt32LE(1, 16)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.fill(0xff, 8, 20)
  return Buffer.concat([end64, locator, end])
}
