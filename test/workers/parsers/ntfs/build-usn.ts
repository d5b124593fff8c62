/** Records of a change journal, made by Microsoft's description of them. */

export const CREATE = 0x100
export const DELETE = 0x200
export const OLD_NAME = 0x1000
export const NEW_NAME = 0x2000
export const EXTEND = 0x2
export const BASIC_INFO = 0x8000
export const CLOSE = 0x8000_0000

export interface UsnSpec {
  readonly version?: 2 | 3 | 4
  readonly file: number
  readonly sequence?: number
  readonly parent?: number
  readonly parentSequence?: number
  readonly name?: string
  readonly reason: number
  readonly time?: bigint
  readonly directory?: boolean
  /** Of version 4. */
  readonly extents?: number
}

const NOON = 132_591_960_000_000_000n

export function usnRecord(spec: UsnSpec): Uint8Array {
  const version = spec.version ?? 2
  const reference = (record: number, sequence = 1): bigint =>
    BigInt(record) | (BigInt(sequence) << 48n)
  const wide = version === 2 ? 0 : 16
  const name = Buffer.from(version === 4 ? '' : (spec.name ?? ''), 'utf16le')
  const header = version === 4 ? 64 : 60 + wide
  const length = version === 4 ? 64 + 16 * (spec.extents ?? 1) : (header + name.length + 7) & ~7
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, length, true)
  view.setUint16(4, version, true)
  view.setBigUint64(8, reference(spec.file, spec.sequence), true)
  const parent = reference(spec.parent ?? 5, spec.parentSequence ?? (spec.parent ? 1 : 5))
  view.setBigUint64(version === 2 ? 16 : 24, parent, true)
  if (version === 4) {
    view.setUint32(48, spec.reason, true)
    view.setUint16(60, spec.extents ?? 1, true)
    view.setUint16(62, 16, true)
    return bytes
  }
  view.setBigUint64(32 + wide, spec.time ?? NOON, true)
  view.setUint32(40 + wide, spec.reason, true)
  view.setUint32(52 + wide, spec.directory ? 0x10 : 0x20, true)
  view.setUint16(56 + wide, name.length, true)
  view.setUint16(58 + wide, header, true)
  bytes.set(name, header)
  return bytes
}

/** Records one after another; a number stands for so many zeros. Update sequence numbers are offsets. */
export function journal(parts: readonly (UsnSpec | number | Uint8Array)[]): Uint8Array {
  const made = parts.map((part) => {
    if (typeof part === 'number') return new Uint8Array(part)
    return part instanceof Uint8Array ? part : usnRecord(part)
  })
  const bytes = new Uint8Array(made.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const [index, one] of made.entries()) {
    bytes.set(one, at)
    const spec = parts[index]
    if (typeof spec === 'object' && !(spec instanceof Uint8Array)) {
      const place = (spec.version ?? 2) === 2 ? 24 : 40
      new DataView(bytes.buffer).setBigUint64(at + place, BigInt(at), true)
    }
    at += one.length
  }
  return bytes
}
