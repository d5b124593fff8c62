/** File records made by the specification, so that the format is tested without the evidence folder. */

const EPOCH = 116_444_736_000_000_000n

/** Times as FILETIME; `file('2021-03-03T06:49:53', 1234567)` adds units of 100 ns. */
export function file(iso: string, units = 0): bigint {
  return EPOCH + BigInt(Date.parse(`${iso}Z`)) * 10_000n + BigInt(units)
}

export interface Name {
  readonly text: string
  readonly parent: number
  readonly parentSequence?: number
  /** 0 POSIX, 1 Win32, 2 DOS, 3 both. */
  readonly space?: number
  readonly created?: bigint
}

export interface Stream {
  readonly name?: string
  /** Resident; without it the stream has clusters. */
  readonly content?: Uint8Array
}

export interface FileSpec {
  readonly record: number
  readonly sequence?: number
  readonly inUse?: boolean
  readonly directory?: boolean
  readonly base?: number
  readonly baseSequence?: number
  /** null for a record without $STANDARD_INFORMATION. */
  readonly created?: bigint | null
  readonly modified?: bigint
  readonly changed?: bigint
  readonly names?: readonly Name[]
  readonly streams?: readonly Stream[]
  /** Writes an attribute list of no entries. */
  readonly list?: boolean
}

const DAY = file('2021-03-03T00:00:00', 1_234_567)

export function attribute(
  type: number,
  value: Uint8Array | null,
  name = '',
  clusters = Uint8Array.of(0x11, 4, 8, 0),
): Uint8Array {
  const nameBytes = new Uint8Array(Buffer.from(name, 'utf16le'))
  const header = value ? 24 : 64
  const valueAt = (header + nameBytes.length + 7) & ~7
  const body = value ?? clusters
  const bytes = new Uint8Array((valueAt + body.length + 7) & ~7)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, bytes.length, true)
  view.setUint8(8, value ? 0 : 1)
  view.setUint8(9, name.length)
  view.setUint16(10, header, true)
  if (value) {
    view.setUint32(16, value.length, true)
    view.setUint16(20, valueAt, true)
  } else {
    view.setUint16(32, valueAt, true)
    view.setBigUint64(40, 16_384n, true)
    view.setBigUint64(48, 12_345n, true)
    view.setBigUint64(56, 12_345n, true)
  }
  bytes.set(nameBytes, header)
  bytes.set(body, valueAt)
  return bytes
}

function standardInformation(spec: FileSpec): Uint8Array {
  const value = new Uint8Array(72)
  const view = new DataView(value.buffer)
  const created = spec.created ?? DAY
  view.setBigUint64(0, created, true)
  view.setBigUint64(8, spec.modified ?? created, true)
  view.setBigUint64(16, spec.changed ?? created, true)
  view.setBigUint64(24, created, true)
  view.setUint32(32, 0x20, true)
  return value
}

function fileName(name: Name, otherwise: bigint): Uint8Array {
  const text = Buffer.from(name.text, 'utf16le')
  const value = new Uint8Array(66 + text.length)
  const view = new DataView(value.buffer)
  view.setBigUint64(0, BigInt(name.parent) | (BigInt(name.parentSequence ?? 1) << 48n), true)
  for (let at = 8; at < 40; at += 8) view.setBigUint64(at, name.created ?? otherwise, true)
  view.setUint8(64, name.text.length)
  view.setUint8(65, name.space ?? 1)
  value.set(text, 66)
  return value
}

/** One record with its fix-ups in place. Throws where the attributes do not fit. */
export function fileRecord(spec: FileSpec, size = 1_024): Uint8Array {
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  const strides = size / 512
  const first = (48 + 2 * (strides + 1) + 7) & ~7
  bytes.set(Buffer.from('FILE'), 0)
  view.setUint16(4, 48, true)
  view.setUint16(6, strides + 1, true)
  view.setUint16(16, spec.sequence ?? 1, true)
  view.setUint16(18, spec.names?.length ?? 0, true)
  view.setUint16(20, first, true)
  view.setUint16(22, (spec.inUse === false ? 0 : 1) | (spec.directory ? 2 : 0), true)
  view.setUint32(28, size, true)
  view.setUint32(32, spec.base ?? 0, true)
  const extends_ = spec.base !== undefined
  view.setUint16(38, extends_ ? (spec.baseSequence ?? 1) : 0, true)
  view.setUint32(44, spec.record, true)
  const attributes: Uint8Array[] = []
  if (spec.created !== null && !extends_)
    attributes.push(attribute(0x10, standardInformation(spec)))
  if (spec.list) attributes.push(attribute(0x20, new Uint8Array(0)))
  for (const name of spec.names ?? [])
    attributes.push(attribute(0x30, fileName(name, spec.created ?? DAY)))
  for (const { name, content } of spec.streams ?? [])
    attributes.push(attribute(0x80, content ?? null, name))
  let at = first
  for (const one of attributes) {
    bytes.set(one, at)
    at += one.length
  }
  view.setUint32(at, 0xffff_ffff, true)
  view.setUint32(24, at + 8, true)
  return fixUp(bytes)
}

/** Moves the ends of the strides to the header, as a write to disk does. */
export function fixUp(bytes: Uint8Array, number = 7): Uint8Array {
  const view = new DataView(bytes.buffer)
  view.setUint16(48, number, true)
  for (let stride = 1; stride <= bytes.length / 512; stride++) {
    const place = stride * 512 - 2
    view.setUint16(48 + 2 * stride, view.getUint16(place, true), true)
    view.setUint16(place, number, true)
  }
  return bytes
}

/** A table of these records, the root among them; what stands between is empty. */
export function fileTable(specs: readonly FileSpec[], size = 1_024): Uint8Array {
  const root: FileSpec = {
    record: 5,
    sequence: 5,
    directory: true,
    names: [{ text: '.', parent: 5, parentSequence: 5, space: 3 }],
  }
  const own: FileSpec = {
    record: 0,
    names: [{ text: '$MFT', parent: 5, parentSequence: 5, space: 3 }],
  }
  const all = [own, root, ...specs]
  const last = Math.max(...all.map(({ record }) => record))
  const bytes = new Uint8Array((last + 1) * size)
  for (const spec of all) bytes.set(fileRecord(spec, size), spec.record * size)
  return bytes
}

/** Folders from the root down, with records from `first` on; give the last one's number to its files. */
export function folders(path: string, first: number): FileSpec[] {
  return path.split('/').map((text, at) => ({
    record: first + at,
    directory: true,
    names: [
      {
        text,
        parent: at === 0 ? 5 : first + at - 1,
        parentSequence: at === 0 ? 5 : 1,
        space: 3,
      },
    ],
  }))
}
