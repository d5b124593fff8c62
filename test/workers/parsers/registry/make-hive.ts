import { checksum } from '../../../../workers/parsers/registry/base-block.js'
import { marvin } from '../../../../workers/parsers/registry/marvin.js'

/** A value's type and data: text as REG_SZ, a number as REG_DWORD, bytes as REG_BINARY. */
export type MadeValue =
  string | number | Uint8Array | { readonly type: number; readonly data: Uint8Array }

export interface MadeKey {
  readonly name: string
  /** ISO; that of the hive where left out. */
  readonly time?: string
  readonly values?: Readonly<Record<string, MadeValue>>
  readonly keys?: readonly MadeKey[]
  /** Kind of its list of subkeys; `ri` makes two lists of `lh`. */
  readonly list?: 'lf' | 'lh' | 'li' | 'ri'
  /** In no list, and its cell free. */
  readonly deleted?: boolean
}

export interface HiveOptions {
  readonly minor?: number
  readonly time?: string
  readonly name?: string
  /** Where they differ the hive is dirty. */
  readonly sequences?: readonly [primary: number, secondary: number]
}

export const HIVE_TIME = '2021-03-02T10:00:00Z'
const SEGMENT = 16_344

export function fileTimeOf(iso: string): bigint {
  return (BigInt(Date.parse(iso)) + 11_644_473_600_000n) * 10_000n
}

export function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf16le'))
}

/** A key by its path below the root, with the keys that lead to it. */
export function keyAt(path: string, key: Omit<MadeKey, 'name'>): MadeKey {
  const names = path.split('\\')
  const last = names.pop() ?? ''
  return names.reduceRight<MadeKey>((inner, name) => ({ name, keys: [inner] }), {
    name: last,
    ...key,
  })
}

/** Puts keys of the same path together. */
export function mergeKeys(keys: readonly MadeKey[]): MadeKey[] {
  const merged = new Map<string, MadeKey>()
  for (const key of keys) {
    const known = merged.get(key.name)
    const both = known && {
      ...known,
      ...key,
      values: { ...known.values, ...key.values },
      keys: mergeKeys([...(known.keys ?? []), ...(key.keys ?? [])]),
    }
    merged.set(key.name, both ?? key)
  }
  return [...merged.values()]
}

/** A registry hive in one bin, as small as it can be. */
export function makeHive(keys: readonly MadeKey[], options: HiveOptions = {}): Uint8Array {
  return new HiveMaker(options).make(keys)
}

class HiveMaker {
  private bytes = Buffer.alloc(1 << 16)
  private at = 4096 + 32

  constructor(private readonly options: HiveOptions) {}

  make(keys: readonly MadeKey[]): Uint8Array {
    const root = this.key({ name: 'ROOT', keys }, 0, 0x2c)
    const end = Math.ceil((this.at + 8) / 4096) * 4096
    this.room(end - this.at)
    this.bytes.writeInt32LE(end - this.at, this.at)
    const { minor = 5, time = HIVE_TIME, name = 'made.hive', sequences = [7, 7] } = this.options
    const out = this.bytes.subarray(0, end)
    out.write('regf', 0, 'latin1')
    out.writeUInt32LE(sequences[0], 4)
    out.writeUInt32LE(sequences[1], 8)
    out.writeBigUInt64LE(fileTimeOf(time), 12)
    out.writeUInt32LE(1, 20)
    out.writeUInt32LE(minor, 24)
    out.writeUInt32LE(1, 32)
    out.writeUInt32LE(root, 36)
    out.writeUInt32LE(end - 4096, 40)
    out.writeUInt32LE(1, 44)
    out.set(utf16(name), 48)
    out.write('hbin', 4096, 'latin1')
    out.writeUInt32LE(end - 4096, 4096 + 8)
    return withChecksum(new Uint8Array(out))
  }

  private key(key: MadeKey, parent: number, flags = 0): number {
    const latin = isLatin(key.name)
    const name = latin ? Buffer.from(key.name, 'latin1') : utf16(key.name)
    const at = this.cell(76 + name.length, key.deleted === true)
    const body = at + 4
    this.bytes.write('nk', body, 'latin1')
    this.bytes.writeUInt16LE(flags | (latin ? 0x20 : 0), body + 2)
    this.bytes.writeBigUInt64LE(fileTimeOf(key.time ?? this.options.time ?? HIVE_TIME), body + 4)
    this.bytes.writeUInt32LE(parent, body + 16)
    this.bytes.fill(0xff, body + 28, body + 36)
    this.bytes.fill(0xff, body + 40, body + 52)
    this.bytes.writeUInt16LE(name.length, body + 72)
    this.bytes.set(name, body + 76)
    const offset = at - 4096
    const values = Object.entries(key.values ?? {}).map(([of, value]) => this.value(of, value))
    if (values.length > 0) {
      const list = this.list(values)
      this.bytes.writeUInt32LE(values.length, body + 36)
      this.bytes.writeUInt32LE(list, body + 40)
    }
    const made = (key.keys ?? []).map((one) => ({ one, offset: this.key(one, offset) }))
    const listed = made.filter(({ one }) => one.deleted !== true).map((one) => one.offset)
    if (listed.length > 0) {
      const list = this.subkeys(listed, key.list ?? 'lh')
      this.bytes.writeUInt32LE(listed.length, body + 20)
      this.bytes.writeUInt32LE(list, body + 28)
    }
    return offset
  }

  private subkeys(keys: readonly number[], kind: 'lf' | 'lh' | 'li' | 'ri'): number {
    if (kind === 'ri') {
      const half = Math.ceil(keys.length / 2)
      const lists = [keys.slice(0, half), keys.slice(half)].filter((part) => part.length > 0)
      return this.elements(
        'ri',
        lists.map((part) => this.subkeys(part, 'lh')),
      )
    }
    return this.elements(kind, keys)
  }

  private elements(kind: string, offsets: readonly number[]): number {
    const width = kind === 'lf' || kind === 'lh' ? 8 : 4
    const at = this.cell(4 + offsets.length * width)
    this.bytes.write(kind, at + 4, 'latin1')
    this.bytes.writeUInt16LE(offsets.length, at + 6)
    for (const [index, offset] of offsets.entries()) {
      this.bytes.writeUInt32LE(offset, at + 8 + index * width)
    }
    return at - 4096
  }

  private value(name: string, made: MadeValue): number {
    const { type, data } = typed(made)
    const latin = isLatin(name)
    const stored = latin ? Buffer.from(name, 'latin1') : utf16(name)
    const at = this.cell(20 + stored.length)
    this.bytes.write('vk', at + 4, 'latin1')
    this.bytes.writeUInt16LE(stored.length, at + 6)
    this.bytes.writeUInt32LE(data.length <= 4 ? data.length + 0x8000_0000 : data.length, at + 8)
    this.bytes.writeUInt32LE(type, at + 16)
    this.bytes.writeUInt16LE(latin ? 1 : 0, at + 20)
    this.bytes.set(stored, at + 24)
    if (data.length <= 4) this.bytes.set(data, at + 12)
    else {
      const place = this.data(data)
      this.bytes.writeUInt32LE(place, at + 12)
    }
    return at - 4096
  }

  private data(data: Uint8Array): number {
    if (data.length <= SEGMENT || (this.options.minor ?? 5) < 4) return this.raw(data)
    const segments: number[] = []
    for (let from = 0; from < data.length; from += SEGMENT) {
      segments.push(this.raw(data.subarray(from, from + SEGMENT)))
    }
    const list = this.list(segments)
    const at = this.cell(8)
    this.bytes.write('db', at + 4, 'latin1')
    this.bytes.writeUInt16LE(segments.length, at + 6)
    this.bytes.writeUInt32LE(list, at + 8)
    return at - 4096
  }

  private raw(data: Uint8Array): number {
    const at = this.cell(data.length)
    this.bytes.set(data, at + 4)
    return at - 4096
  }

  private list(offsets: readonly number[]): number {
    const at = this.cell(offsets.length * 4)
    for (const [index, offset] of offsets.entries()) {
      this.bytes.writeUInt32LE(offset, at + 4 + index * 4)
    }
    return at - 4096
  }

  private cell(length: number, free = false): number {
    const size = Math.ceil((length + 4) / 8) * 8
    this.room(size)
    const { at } = this
    this.bytes.writeInt32LE(free ? size : -size, at)
    this.at += size
    return at
  }

  private room(size: number): void {
    if (this.at + size + 4096 <= this.bytes.length) return
    const bigger = Buffer.alloc((this.at + size + 4096) * 2)
    bigger.set(this.bytes)
    this.bytes = bigger
  }
}

function isLatin(text: string): boolean {
  return Buffer.from(text, 'latin1').toString('latin1') === text
}

function typed(made: MadeValue): { readonly type: number; readonly data: Uint8Array } {
  if (typeof made === 'string') return { type: 1, data: utf16(`${made}\0`) }
  if (made instanceof Uint8Array) return { type: 3, data: made }
  if (typeof made !== 'number') return made
  const data = new Uint8Array(4)
  new DataView(data.buffer).setUint32(0, made >>> 0, true)
  return { type: 4, data }
}

export function withChecksum(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  view.setUint32(508, checksum(view), true)
  return bytes
}

/** A log's first sector, as made of its hive's. */
function logBase(hive: Uint8Array, type: number, sequence: number): Buffer {
  const base = Buffer.from(hive.slice(0, 512))
  base.writeUInt32LE(sequence, 4)
  base.writeUInt32LE(sequence, 8)
  base.writeUInt32LE(type, 28)
  return Buffer.from(withChecksum(new Uint8Array(base)))
}

export interface Page {
  /** From behind the base block. */
  readonly offset: number
  readonly bytes: Uint8Array
}

/** Pages in which `after` differs from `before`. */
export function changedPages(before: Uint8Array, after: Uint8Array, size = 4096): Page[] {
  const pages: Page[] = []
  for (let at = 4096; at < after.length; at += size) {
    const bytes = after.slice(at, at + size)
    if (!Buffer.from(before.subarray(at, at + size)).equals(bytes)) {
      pages.push({ offset: at - 4096, bytes })
    }
  }
  return pages
}

/** A transaction log of the new format, an entry for each list of pages, numbered from `first` on. */
export function newLog(
  hive: Uint8Array,
  first: number,
  entries: readonly (readonly Page[])[],
): Uint8Array {
  const made = entries.map((pages, index) => logEntry(first + index, pages, hive.length - 4096))
  return new Uint8Array(Buffer.concat([logBase(hive, 6, first), ...made]))
}

function logEntry(sequence: number, pages: readonly Page[], length: number): Buffer {
  const used = 40 + pages.length * 8 + pages.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const entry = Buffer.alloc(Math.ceil(used / 512) * 512)
  entry.write('HvLE', 0, 'latin1')
  entry.writeUInt32LE(entry.length, 4)
  entry.writeUInt32LE(sequence, 12)
  entry.writeUInt32LE(length, 16)
  entry.writeUInt32LE(pages.length, 20)
  let from = 40 + pages.length * 8
  for (const [index, { offset, bytes }] of pages.entries()) {
    entry.writeUInt32LE(offset, 40 + index * 8)
    entry.writeUInt32LE(bytes.length, 44 + index * 8)
    entry.set(bytes, from)
    from += bytes.length
  }
  const view = new DataView(entry.buffer, entry.byteOffset, entry.byteLength)
  for (const [at, start, end] of [
    [24, 40, entry.length],
    [32, 0, 32],
  ] as const) {
    const [low, high] = marvin(view, start, end)
    entry.writeUInt32LE(low, at)
    entry.writeUInt32LE(high, at + 4)
  }
  return entry
}

/** A transaction log of the old format: a bitmap of pages of 512 bytes, then the pages. */
export function oldLog(hive: Uint8Array, pages: readonly Page[]): Uint8Array {
  const bits = (hive.length - 4096) / 512
  const vector = Buffer.alloc(Math.ceil((4 + bits / 8) / 512) * 512)
  vector.write('DIRT', 0, 'latin1')
  for (const { offset } of pages) {
    const bit = offset / 512
    vector[4 + (bit >> 3)] = (vector[4 + (bit >> 3)] ?? 0) | (1 << (bit & 7))
  }
  return new Uint8Array(
    Buffer.concat([logBase(hive, 1, 8), vector, ...pages.map(({ bytes }) => bytes)]),
  )
}
