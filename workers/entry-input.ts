import type { Entry, KernelBytes } from '../src/model/evidence.js'
import type { Bytes } from '../src/model/units.js'
import { STEP_BYTES, type Kernels } from './kernels.js'
import type { HashStream } from './kernels/hash-lanes.js'
import type { Digests } from './kernels/hash-state.js'
import { detectText, readableHead, Transcoder, type TextForm } from './line-text.js'
import { LineWindows, MAX_LINE_BYTES, type CutLine } from './line-windows.js'
import type { Chunk, EntryInput, LineBlock, Sibling } from './parsers/parser.js'
import type { EntrySource } from './source/entry-source.js'

export interface EntryInputOptions {
  readonly entry: Entry
  readonly source: EntrySource
  /** First bytes of the source, which it gives again. */
  readonly head: Uint8Array
  /** One entry at a time: its windows are used until `finish`. */
  readonly kernels: Kernels
  /** Takes all bytes of the entry. */
  readonly hashes: HashStream
  readonly siblings?: readonly Sibling[]
  readonly folders?: Blob | undefined
  readonly warn: (offset: Bytes, what: string, wanted: string, found: string) => void
  /** Called once a step with the number of bytes read. */
  readonly onProgress: (offset: Bytes) => void
  /** Smaller steps and lines, for tests of the seams. */
  readonly limits?: { readonly step?: number; readonly maxLine?: number }
}

/** What reading the whole entry gave. `size` is what was read, which a broken stream makes less. */
export interface EntryDigest {
  readonly hashes: Digests
  readonly crc32: number
  readonly size: Bytes
  readonly kernelBytes: KernelBytes
}

export interface OpenEntryInput extends EntryInput {
  /** Reads what the parser did not read, so that the digests are always those of the whole entry. */
  finish(): Promise<EntryDigest>
}

/**
 * Gives the entry as parsers read it. A byte order mark is in no line and not in the head. UTF-16 is
 * read as UTF-8: digests are those of the bytes as stored, but line offsets (and `content`) are those
 * of the transcoded text, as line-reader.ts takes them.
 */
export function openEntryInput(options: EntryInputOptions): OpenEntryInput {
  return new HashedInput(options)
}

class HashedInput implements OpenEntryInput {
  readonly entry: Entry
  readonly head: Uint8Array
  readonly siblings: readonly Sibling[]
  readonly folders?: Blob
  private readonly kernels: Kernels
  private readonly stepBytes: number
  private readonly form: TextForm
  private crc = 0
  private readonly seen = { crc32: 0, sha256: 0, lines: 0 }
  private windows: LineWindows | null = null

  constructor(private readonly options: EntryInputOptions) {
    this.entry = options.entry
    this.siblings = options.siblings ?? []
    if (options.folders) this.folders = options.folders
    this.kernels = options.kernels
    this.stepBytes = Math.min(options.limits?.step ?? STEP_BYTES, STEP_BYTES)
    this.form = detectText(options.head)
    this.head = readableHead(options.head, this.form)
  }

  async *lines(): AsyncGenerator<LineBlock, void, void> {
    const maxLine = Math.min(this.options.limits?.maxLine ?? MAX_LINE_BYTES, MAX_LINE_BYTES)
    const windows = new LineWindows(this.kernels, maxLine, this.form.skip, (line) => {
      this.warnOfCut(line, maxLine)
    })
    this.windows = windows
    const { encoding } = this.form
    if (encoding === 'utf-8') yield* this.plainLines(windows)
    else yield* this.transcodedLines(windows, new Transcoder(encoding))
  }

  async content(limit: number): Promise<Uint8Array> {
    const { encoding } = this.form
    const transcoder = encoding === 'utf-8' ? null : new Transcoder(encoding)
    const parts: Uint8Array[] = []
    let kept = 0
    const keep = (text: Uint8Array): void => {
      const part = text.slice(0, limit - kept)
      kept += part.length
      parts.push(part)
    }
    for (;;) {
      const raw = this.raw(await this.readRaw(this.stepBytes))
      if (raw.length === 0) break
      if (kept < limit) keep(transcoder ? transcoder.decode(raw) : raw)
    }
    if (transcoder) keep(transcoder.end())
    return joined(parts, kept)
  }

  async bytes(limit: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let kept = 0
    for (;;) {
      const raw = this.raw(await this.readRaw(this.stepBytes))
      if (raw.length === 0) return joined(parts, kept)
      if (kept === limit) continue
      const part = raw.slice(0, limit - kept)
      kept += part.length
      parts.push(part)
    }
  }

  async *chunks(size: number, first = size): AsyncGenerator<Chunk, void, void> {
    const piece = new Uint8Array(Math.max(size, first))
    let base = 0
    let wanted = first
    let filled = 0
    for (;;) {
      const length = await this.readRaw(Math.min(this.stepBytes, wanted - filled))
      piece.set(this.raw(length), filled)
      filled += length
      if (length > 0 && filled < wanted) continue
      if (filled > 0) yield { bytes: piece.subarray(0, filled), base }
      if (length === 0) return
      base += filled
      filled = 0
      wanted = size
    }
  }

  alive(): void {
    this.options.onProgress(this.seen.crc32)
  }

  async finish(): Promise<EntryDigest> {
    while ((await this.readRaw(STEP_BYTES)) > 0);
    const { seen, crc } = this
    const unmatched = this.windows?.unmatched ?? new Uint8Array(0)
    const match = seen.lines - this.storedLength(unmatched)
    const kernelBytes = { ...seen, match }
    const hashes = await this.options.hashes.digest()
    return { hashes, crc32: crc, size: seen.crc32, kernelBytes }
  }

  private async *plainLines(windows: LineWindows): AsyncGenerator<LineBlock, void, void> {
    for (;;) {
      const length = await this.read(windows.freeAt, this.stepBytes)
      this.seen.lines += length
      const last = length < this.stepBytes
      yield* windows.step(length, last)
      if (last) return
    }
  }

  /** Two bytes of UTF-16 become three of UTF-8 at most, so half a step's bytes fit a step's window. */
  private async *transcodedLines(
    windows: LineWindows,
    transcoder: Transcoder,
  ): AsyncGenerator<LineBlock, void, void> {
    const half = Math.max(2, this.stepBytes >> 1)
    for (;;) {
      const length = await this.readRaw(half)
      this.seen.lines += length
      const text = length > 0 ? transcoder.decode(this.raw(length)) : transcoder.end()
      this.kernels.bytes().set(text, windows.freeAt)
      yield* windows.step(text.length, length === 0)
      if (length === 0) return
    }
  }

  /** Puts the next bytes in the raw window; how many. 0 at the end. */
  private readRaw(most: number): Promise<number> {
    return this.read(this.kernels.rawAt, most)
  }

  /**
   * So many bytes of the raw window, valid until the next await or yield: whoever takes what was read,
   * or an entry that is read side by side, may make the memory grow, and a view is empty then.
   */
  private raw(length: number): Uint8Array {
    return this.kernels.rawWindow().subarray(0, length)
  }

  /** Puts the next bytes at an address and hashes them there; how many. 0 at the end. */
  private async read(at: number, most: number): Promise<number> {
    const length = await this.options.source.fill(at, most)
    if (length === 0) return 0
    this.crc = this.kernels.crc32At(at, length, this.crc)
    this.seen.crc32 += length
    await this.options.hashes.update(at, length)
    this.seen.sha256 += length
    this.options.onProgress(this.seen.crc32)
    return length
  }

  private warnOfCut(line: CutLine, maxLine: number): void {
    const found = `${line.length} bytes, of which the first ${maxLine} were read`
    this.options.warn(line.offset, 'line is too long', `at most ${maxLine} bytes`, found)
  }

  /** Bytes that a piece of text takes in the entry as it is stored. */
  private storedLength(text: Uint8Array): number {
    if (this.form.encoding === 'utf-8') return text.length
    return 2 * new TextDecoder().decode(text).length
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
