import type { Bytes } from '../src/model/units.js'
import { STEP_BYTES } from './kernels.js'
import type { Lane } from './lanes.js'
import { detectText, HEAD_BYTES, Transcoder, type TextForm } from './line-text.js'
import { LineWindows, MAX_LINE_BYTES } from './line-windows.js'
import type { LineBlock } from './parsers/parser.js'
import type { EntryFound, EntrySearch, Progress, ScanTask, SearchHit } from './protocol.js'
import type { EntrySource } from './source/entry-source.js'
import { reopenSource } from './source/open-source.js'

/** Bytes between two signs of life. */
const PROGRESS_STEP = 16 << 20
/** Bytes of a line before and behind what was found, for showing it. */
const CONTEXT = 160
/** A byte a character, whatever they mean. */
const latin1 = new TextDecoder('latin1')

/**
 * Looks for a text in every byte of an entry by the match kernel: as it is, case left aside, percent-decoded
 * once, and as UTF-16 (formats of Windows hold their text so). The lane is one whose module searches for
 * nothing else. Fails where the entry cannot be opened.
 */
export async function searchEntry(
  task: ScanTask,
  { text, most }: EntrySearch,
  lane: Lane,
  onProgress: (progress: Progress) => void,
): Promise<EntryFound> {
  const wide = Array.from(text).join('\0')
  lane.module.setLiterals([text, wide])
  const opened = await reopenSource({ ...task }, null, 0, lane)
  if ('reason' in opened) throw new Error(opened.reason)
  const { source } = opened
  const head = await source.peek(HEAD_BYTES)
  const form = detectText(head)
  const search = new Search(task.entry.index, [text, wide], most, !isBinary(head, form))
  const windows = new LineWindows(lane.module, MAX_LINE_BYTES, form.skip, () => undefined)
  let read = 0
  let told = 0
  for await (const { block, bytes } of blocksOf(source, lane, windows, form)) {
    read = bytes
    if (block && !search.take(block)) break
    if (read - told < PROGRESS_STEP) continue
    told = read
    onProgress({ entry: task.entry.index, offset: read, events: search.hits.length })
  }
  await source.cancel()
  return { hits: search.hits, more: search.more, bytes: read }
}

/** Blocks of lines, with the bytes read so far; a step may hold no end of a line. */
async function* blocksOf(
  source: EntrySource,
  { module }: Lane,
  windows: LineWindows,
  { encoding }: TextForm,
): AsyncGenerator<{ block: LineBlock | null; bytes: Bytes }, void, void> {
  const transcoder = encoding === 'utf-8' ? null : new Transcoder(encoding)
  // Two bytes of UTF-16 become three of UTF-8 at most.
  const step = transcoder ? STEP_BYTES >> 1 : STEP_BYTES
  let bytes = 0
  for (;;) {
    const length = await source.fill(transcoder ? module.rawAt : windows.freeAt, step)
    bytes += length
    const last = length < step
    let filled = length
    if (transcoder) {
      const raw = module.rawWindow().subarray(0, length)
      filled = put(module, windows.freeAt, transcoder.decode(raw))
    }
    for (const block of windows.step(filled, last && !transcoder)) yield { block, bytes }
    yield { block: null, bytes }
    if (!last) continue
    if (!transcoder) return
    const rest = put(module, windows.freeAt, transcoder.end())
    for (const block of windows.step(rest, true)) yield { block, bytes }
    return
  }
}

function put(module: Lane['module'], at: number, text: Uint8Array): number {
  module.bytes().set(text, at)
  return text.length
}

/** No text has a NUL, save in UTF-16. */
function isBinary(head: Uint8Array, { encoding }: TextForm): boolean {
  return encoding === 'utf-8' && head.includes(0)
}

class Search {
  readonly hits: SearchHit[] = []
  more = false
  private lines = 0
  private readonly needles: readonly string[]

  constructor(
    private readonly entry: number,
    needles: readonly string[],
    private readonly most: number,
    private readonly isText: boolean,
  ) {
    this.needles = needles.map((needle) => utf8AsLatin1(needle).toLowerCase())
  }

  /** False once there are more hits than wanted. */
  take(block: LineBlock): boolean {
    const { candidate, count } = block
    for (let line = candidate.indexOf(1); line >= 0; line = candidate.indexOf(1, line + 1)) {
      if (this.hits.length === this.most) {
        this.more = true
        return false
      }
      this.hits.push(this.hitOf(block, line))
    }
    this.lines += count
    return true
  }

  private hitOf({ bytes, starts, ends, base }: LineBlock, line: number): SearchHit {
    const [start, end] = [starts[line] as number, ends[line] as number]
    const lower = latin1.decode(bytes.subarray(start, end)).toLowerCase()
    const found = this.needles.map((needle) => lower.indexOf(needle)).filter((at) => at >= 0)
    // What was found in its decoded form alone has no place of its own: the line is shown from its start.
    const at = found.length > 0 ? Math.min(...found) : 0
    const from = start + Math.max(0, at - CONTEXT)
    const to = Math.min(end, start + at + 2 * CONTEXT)
    return {
      entry: this.entry,
      offset: base + start,
      size: end - start,
      at: base + start + at,
      line: this.isText ? this.lines + line + 1 : 0,
      text: readable(bytes.subarray(from, to), this.isText),
    }
  }
}

/** Bytes of a binary format without the NULs of UTF-16, what is no letter as a dot. */
function readable(bytes: Uint8Array, isText: boolean): string {
  if (isText) return new TextDecoder().decode(bytes)
  const shown = bytes.filter((byte) => byte !== 0)
  return Array.from(shown, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·',
  ).join('')
}

/** A text as its UTF-8 bytes read a byte a character. */
function utf8AsLatin1(text: string): string {
  return latin1.decode(new TextEncoder().encode(text))
}
