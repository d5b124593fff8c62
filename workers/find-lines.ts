import type { RecordLocation } from '../src/model/event-table.js'
import type { Bytes } from '../src/model/units.js'
import { MAX_TEXT_BYTES } from './line-reader.js'
import { MAX_LINE_BYTES } from './line-windows.js'
import type { LineSearch, Progress, RawRow, ReadRowsTask } from './protocol.js'
import { reopenSource, type SourceKernels } from './source/open-source.js'
import { decodeText } from './text.js'

/** Bytes between two signs of life. */
const PROGRESS_STEP = 16 << 20
/** Bytes taken at once. */
const CHUNK = 256 << 10
const NEWLINE = 0x0a
const RETURN = 0x0d
/** A byte a character, whatever they mean. */
const latin1 = new TextDecoder('latin1')

/**
 * Searches a stretch of an entry again, which begins at the beginning of a line. Offsets are those of an
 * entry that is stored in a byte a character or UTF-8. Fails where the entry cannot be opened.
 */
export async function findLines(
  task: ReadRowsTask,
  { stretch, needles, most }: LineSearch,
  kernels: SourceKernels,
  onProgress: (progress: Progress) => void,
): Promise<RawRow[]> {
  const { from, to } = stretch
  const opened = await reopenSource(task, task.checkpoints, from, kernels)
  if ('reason' in opened) throw new Error(opened.reason)
  const { source, start } = opened
  const found: RawRow[] = []
  const finder = new LineFinder(task.entry.index, needles, (row) => found.push(row) < most)
  let { offset } = start
  let told = offset
  finder.lines = start.line
  while (offset < to && found.length < most) {
    const chunk = await source.next(CHUNK)
    if (chunk === null) break
    const skip = Math.min(chunk.length, Math.max(0, from - offset))
    finder.skip(chunk.subarray(0, skip))
    finder.take(chunk.subarray(skip, Math.min(chunk.length, to - offset)), offset + skip)
    offset += chunk.length
    if (offset - told < PROGRESS_STEP) continue
    told = offset
    onProgress({ entry: task.entry.index, offset, events: 0 })
  }
  if (found.length < most) finder.end()
  await source.cancel()
  return found
}

/** Whole lines of chunks; a line that several chunks hold is put together, up to the longest kind. */
class LineFinder {
  /** Newlines before what is looked at. */
  lines = 0
  private rest = new Uint8Array(0)
  private restAt: Bytes = 0

  constructor(
    private readonly entry: number,
    private readonly needles: readonly string[],
    /** False once there are enough. */
    private readonly give: (row: RawRow) => boolean,
  ) {}

  skip(bytes: Uint8Array): void {
    this.lines += newlines(bytes)
  }

  take(chunk: Uint8Array, offset: Bytes): void {
    const { rest } = this
    const bytes = new Uint8Array(rest.length + chunk.length)
    bytes.set(rest)
    bytes.set(chunk, rest.length)
    const at = rest.length === 0 ? offset : this.restAt
    const whole = bytes.lastIndexOf(NEWLINE) + 1
    // Of a line beyond the longest kind only the end is kept: its beginning was looked at already.
    const search = bytes.length - whole > MAX_LINE_BYTES ? bytes.length : whole
    this.search(bytes.subarray(0, search), at)
    this.rest = bytes.slice(search)
    this.restAt = at + search
  }

  end(): void {
    this.search(this.rest, this.restAt)
    this.rest = new Uint8Array(0)
  }

  private search(bytes: Uint8Array, offset: Bytes): void {
    const text = latin1.decode(bytes).toLowerCase()
    let from = 0
    for (let at = this.nearest(text, 0); at >= 0; at = this.nearest(text, from)) {
      const start = bytes.lastIndexOf(NEWLINE, at) + 1
      const next = bytes.indexOf(NEWLINE, at)
      const stop = next < 0 ? bytes.length : next
      const end = stop > start && bytes[stop - 1] === RETURN ? stop - 1 : stop
      this.lines += newlines(bytes.subarray(from, start))
      if (!this.tell(bytes.subarray(start, end), offset + start)) return
      from = stop
    }
    this.lines += newlines(bytes.subarray(from))
  }

  private nearest(text: string, from: number): number {
    let nearest = -1
    for (const needle of this.needles) {
      const at = text.indexOf(needle, from)
      if (at >= 0 && (nearest < 0 || at < nearest)) nearest = at
    }
    return nearest
  }

  private tell(line: Uint8Array, offset: Bytes): boolean {
    const location: RecordLocation = { entry: this.entry, offset, size: line.length }
    const text = decodeText(line.subarray(0, MAX_TEXT_BYTES))
    const truncated = line.length > MAX_TEXT_BYTES
    return this.give({ ...location, text, line: this.lines + 1, before: [], after: [], truncated })
  }
}

function newlines(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++
  return count
}
