import type { Microseconds } from '../../../src/model/units.js'
import { fileTime } from './file-time.js'
import type { KeyFacts } from './key-facts.js'
import type { KeyRows } from './key-rows.js'
import { text } from './value-text.js'
import { counted } from './words.js'

/** A file that Windows looked at to see whether it needs a shim; newest first. */
export interface CachedFile {
  readonly path: string
  /** When the file was last modified, as Windows saw it. */
  readonly modified: Microseconds
  readonly tenths: number
  /** The cache's own flag for a program that was started, null where the format has none. */
  readonly run: boolean | null
}

export interface Shimcache {
  /** Windows that writes this layout, '' for one that is not known. */
  readonly format: string
  readonly files: readonly CachedFile[]
  /** Where reading stopped before the end, -1 where it did not. */
  readonly brokenAt: number
}

const VISTA = 0xbadc0ffe
const WINDOWS_7 = 0xbadc0fee
const WINDOWS_8 = 0x80
/** First word of Windows 10 and later: the length of the header. */
const WINDOWS_10 = new Set([0x30, 0x34])
const ENTRY_8_0 = 0x73743030
const ENTRY_8_1 = 0x73743031
/** Signature, a checksum, the length of what follows. */
const ENTRY_HEADER = 12
const WAS_RUN = 2
/** Windows takes 260 characters of most paths. */
const MAX_PATH_BYTES = 2_048
/** Windows keeps 1,024 at most. */
const MAX_FILES = 16_384

/**
 * The AppCompatCache value of Windows Vista to 11 and Server 2008 to 2022. Layouts: libyal/winreg-kb;
 * where it and others differ on 8.0 the entry's own length decides.
 */
export function readShimcache(data: Uint8Array): Shimcache {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const first = data.length < 16 ? 0 : view.getUint32(0, true)
  if (first === VISTA) return readTable(data, view, 'Windows Vista or Server 2008', 8, 8)
  if (first === WINDOWS_7) return readTable(data, view, 'Windows 7 or Server 2008 R2', 128, 24)
  if (first === WINDOWS_8) return readEntries(data, view, first)
  if (WINDOWS_10.has(first)) return readEntries(data, view, first)
  return { format: '', files: [], brokenAt: 0 }
}

export function tellShimcache(key: KeyFacts, rows: KeyRows): void {
  const data = key.data('AppCompatCache')
  if (data.length === 0) return
  const { format, files, brokenAt } = readShimcache(data)
  if (brokenAt >= 0) {
    const found =
      format === '' ? 'another layout' : `other bytes after ${files.length} of its entries`
    rows.warn(key.at, 'Shimcache is not read to its end', 'a layout of Windows Vista to 11', found)
  }
  rows.add(key, {
    action: 'Shimcache written',
    detail: `${counted(files.length, 'file')}, ${format}`,
  })
  for (const [index, { path, modified, tenths, run }] of files.entries()) {
    const flag = run === null ? '' : run ? ', flagged as run' : ', not flagged as run'
    rows.addProgram(key, {
      action: 'Program known to Windows (Shimcache)',
      path,
      about: `time: last change of the file, not a run; entry ${index + 1}, newest first${flag}`,
      time: modified,
      tenths,
    })
  }
}

/** A table of entries with their paths behind it. `tail` bytes follow an entry's time in 32 bits. */
function readTable(
  data: Uint8Array,
  view: DataView,
  format: string,
  header: number,
  tail: 8 | 24,
): Shimcache {
  const files: CachedFile[] = []
  const count = view.getUint32(4, true)
  // A path's offset is a 64-bit word where the half that 32 bits would use is empty.
  const wide =
    data.length >= header + 16 &&
    view.getUint32(header + 4, true) === 0 &&
    view.getUint32(header + 8, true) !== 0
  const pathAt = wide ? 8 : 4
  const timeAt = wide ? 16 : 8
  const stride = wide ? 24 + tail : tail === 8 ? 24 : 32
  for (let index = 0; index < count; index++) {
    const at = header + index * stride
    if (index === MAX_FILES || at + stride > data.length) return { format, files, brokenAt: at }
    const start = view.getUint32(at + pathAt, true)
    const end = start + view.getUint16(at, true)
    if (end > data.length) return { format, files, brokenAt: at }
    const { written, tenths } = fileTime(view, at + timeAt)
    const run = tail === 8 ? null : (view.getUint32(at + timeAt + 8, true) & WAS_RUN) !== 0
    files.push({ path: pathOf(data, start, end), modified: written, tenths, run })
  }
  return { format, files, brokenAt: -1 }
}

function readEntries(data: Uint8Array, view: DataView, header: number): Shimcache {
  const files: CachedFile[] = []
  let format =
    header === WINDOWS_8 ? 'Windows 8 or Server 2012' : 'Windows 10 or Server 2016 and later'
  let at = header
  while (at < data.length) {
    const isOver = files.length === MAX_FILES || at + ENTRY_HEADER > data.length
    const signature = isOver ? 0 : view.getUint32(at, true)
    if (signature !== ENTRY_8_0 && signature !== ENTRY_8_1) return { format, files, brokenAt: at }
    if (header === WINDOWS_8 && signature === ENTRY_8_1) format = 'Windows 8.1 or Server 2012 R2'
    const start = at + ENTRY_HEADER
    const end = start + view.getUint32(at + 8, true)
    if (end > data.length) return { format, files, brokenAt: at }
    const file =
      header === WINDOWS_8 ? entryOf8(data, view, start, end) : entryOf10(data, view, start, end)
    if (!file) return { format, files, brokenAt: at }
    files.push(file)
    at = end
  }
  return { format, files, brokenAt: -1 }
}

/** Path, time, data: its last word says whether the program was run. */
function entryOf10(
  data: Uint8Array,
  view: DataView,
  start: number,
  end: number,
): CachedFile | null {
  const pathEnd = start + 2 + (start + 2 > end ? 0 : view.getUint16(start, true))
  if (pathEnd + 12 > end) return null
  const { written, tenths } = fileTime(view, pathEnd)
  const size = view.getUint32(pathEnd + 8, true)
  const run = size < 4 || pathEnd + 12 + size !== end ? null : view.getUint32(end - 4, true) === 1
  return { path: pathOf(data, start + 2, pathEnd), modified: written, tenths, run }
}

/** Path, mostly the length of a package's name and the name, two words of flags, time, data. */
function entryOf8(data: Uint8Array, view: DataView, start: number, end: number): CachedFile | null {
  const pathEnd = start + 2 + (start + 2 > end ? 0 : view.getUint16(start, true))
  if (pathEnd + 20 > end) return null
  const afterPackage = pathEnd + 2 + view.getUint16(pathEnd, true)
  const flags = [afterPackage, pathEnd].find(
    (at) => at + 20 <= end && at + 20 + view.getUint32(at + 16, true) === end,
  )
  if (flags === undefined) return null
  const { written, tenths } = fileTime(view, flags + 8)
  const run = (view.getUint32(flags, true) & WAS_RUN) !== 0
  return { path: pathOf(data, start + 2, pathEnd), modified: written, tenths, run }
}

/** Without what says that it is a path of the object manager. */
function pathOf(data: Uint8Array, start: number, end: number): string {
  const path = text(data.subarray(start, end), MAX_PATH_BYTES)
  return path.replace(/^\\\?\?\\/, '').replace(/\0+$/, '')
}
