import { MICROSECONDS_PER_SECOND, type Microseconds } from '../../src/model/units.js'

const EXTENDED_TIME = 0x5455
const NTFS = 0x000a
const NTFS_TIMES = 0x0001
const NTFS_TIMES_SIZE = 24
/** Units of 100 ns between 1601 and 1970. */
const FILETIME_EPOCH = 116_444_736_000_000_000n
const TENTHS_PER_MICROSECOND = 10n

/**
 * A DOS date and time (date in the high half) as `YYYY-MM-DD HH:MM:SS`, zone unknown; '' where it
 * names no day, such as the all-zero date that Velociraptor writes.
 */
export function dosTime(raw: number): string {
  const year = 1980 + (raw >>> 25)
  const month = (raw >>> 21) & 0xf
  const day = (raw >>> 16) & 0x1f
  const hour = (raw >>> 11) & 0x1f
  const minute = (raw >>> 5) & 0x3f
  const second = (raw & 0x1f) * 2
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const exists =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second
  return exists ? date.toISOString().slice(0, 19).replace('T', ' ') : ''
}

/**
 * Modification time in UTC from a central header's extra fields: NTFS (0x000a, 100 ns) before
 * extended time (0x5455, seconds); NaN where neither states one. Source: APPNOTE 4.5.5 and
 * Info-ZIP's extrafld.txt.
 */
export function modifiedTime(extra: Uint8Array): Microseconds {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength)
  let extended = NaN
  for (const { tag, start, end } of fields(view, 0, view.byteLength)) {
    if (tag === NTFS) {
      const time = ntfsTime(view, start, end)
      if (!Number.isNaN(time)) return time
    }
    if (tag === EXTENDED_TIME && end - start >= 5 && (view.getUint8(start) & 1) === 1) {
      extended = view.getInt32(start + 1, true) * MICROSECONDS_PER_SECOND
    }
  }
  return extended
}

function ntfsTime(view: DataView, start: number, end: number): Microseconds {
  const afterReserved = start + 4
  for (const field of fields(view, afterReserved, end)) {
    if (field.tag !== NTFS_TIMES || field.end - field.start < NTFS_TIMES_SIZE) continue
    const fileTime = view.getBigUint64(field.start, true)
    if (fileTime === 0n) return NaN
    return Number((fileTime - FILETIME_EPOCH) / TENTHS_PER_MICROSECOND)
  }
  return NaN
}

interface Field {
  readonly tag: number
  readonly start: number
  readonly end: number
}

/** Tag and size in 16 bits each; stops at the first field that does not fit. */
function* fields(view: DataView, from: number, to: number): Generator<Field> {
  let at = from
  while (at + 4 <= to) {
    const start = at + 4
    const end = start + view.getUint16(at + 2, true)
    if (end > to) return
    yield { tag: view.getUint16(at, true), start, end }
    at = end
  }
}
