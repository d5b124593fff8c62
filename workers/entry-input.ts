import type { Entry, KernelBytes } from '../src/model/evidence.js'
import type { Bytes, Sha256Hex } from '../src/model/units.js'
import { STEP_BYTES, type Kernels } from './kernels.js'
import { ByteSource } from './line-source.js'
import { detectText, HEAD_BYTES, readableHead, Transcoder, type TextForm } from './line-text.js'
import { LineWindows, MAX_LINE_BYTES, type CutLine } from './line-windows.js'
import type { EntryInput, LineBlock } from './parsers/parser.js'

export interface EntryInputOptions {
  readonly entry: Entry
  /** The entry's bytes, decompressed. */
  readonly stream: ReadableStream<Uint8Array>
  /** One entry at a time: its windows and its SHA-256 state are used until `finish`. */
  readonly kernels: Kernels
  readonly warn: (offset: Bytes, what: string, wanted: string, found: string) => void
  /** Called once a step with the number of bytes read. */
  readonly onProgress: (offset: Bytes) => void
  /** Smaller steps and lines, for tests of the seams. */
  readonly limits?: { readonly step?: number; readonly maxLine?: number }
}

/** What reading the whole entry gave. `size` is what was read, which a broken stream makes less. */
export interface EntryDigest {
  readonly sha256: Sha256Hex
  readonly crc32: number
  readonly size: Bytes
  readonly kernelBytes: KernelBytes
}

export interface OpenEntryInput extends EntryInput {
  /** Reads what the parser did not read, so that the digests are always those of the whole entry. */
  finish(): Promise<EntryDigest>
}

/**
 * Reads the head and gives the entry as parsers read it. A byte order mark is in no line and not in
 * the head. UTF-16 is read as UTF-8: digests are those of the bytes as stored, but line offsets (and
 * `content`) are those of the transcoded text, as line-reader.ts takes them. A stream that fails is
 * a warning, and the input ends there.
 */
export async function openEntryInput(options: EntryInputOptions): Promise<OpenEntryInput> {
  const source = new ByteSource(options.stream, (offset, found) => {
    options.warn(offset, 'entry is broken', 'readable data up to its end', found)
  })
  const head = await source.peek(HEAD_BYTES)
  return new HashedInput(options, source, head)
}

class HashedInput implements OpenEntryInput {
  readonly entry: Entry
  readonly head: Uint8Array
  private readonly kernels: Kernels
  private readonly stepBytes: number
  private readonly form: TextForm
  private crc = 0
  private readonly bytes = { crc32: 0, sha256: 0, lines: 0 }
  private windows: LineWindows | null = null

  constructor(
    private readonly options: EntryInputOptions,
    private readonly source: ByteSource,
    head: Uint8Array,
  ) {
    this.entry = options.entry
    this.kernels = options.kernels
    this.stepBytes = Math.min(options.limits?.step ?? STEP_BYTES, STEP_BYTES)
    this.form = detectText(head)
    this.head = readableHead(head, this.form)
    this.kernels.sha256Start()
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
      const raw = await this.read(this.kernels.rawWindow().subarray(0, this.stepBytes))
      if (raw.length === 0) break
      if (kept < limit) keep(transcoder ? transcoder.decode(raw) : raw)
    }
    if (transcoder) keep(transcoder.end())
    return joined(parts, kept)
  }

  async finish(): Promise<EntryDigest> {
    while ((await this.read(this.kernels.rawWindow())).length > 0);
    const { bytes, crc } = this
    const unmatched = this.windows?.unmatched ?? new Uint8Array(0)
    const match = bytes.lines - this.storedLength(unmatched)
    const kernelBytes = { ...bytes, match }
    return { sha256: this.kernels.sha256Digest(), crc32: crc, size: bytes.crc32, kernelBytes }
  }

  private async *plainLines(windows: LineWindows): AsyncGenerator<LineBlock, void, void> {
    for (;;) {
      const raw = await this.read(windows.free.subarray(0, this.stepBytes))
      this.bytes.lines += raw.length
      const last = raw.length < this.stepBytes
      yield* windows.step(raw.length, last)
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
      const raw = await this.read(this.kernels.rawWindow().subarray(0, half))
      this.bytes.lines += raw.length
      const text = raw.length > 0 ? transcoder.decode(raw) : transcoder.end()
      windows.free.set(text)
      yield* windows.step(text.length, raw.length === 0)
      if (raw.length === 0) return
    }
  }

  /** The next bytes, put in `target`, which is kernel memory, and hashed there. None at the end. */
  private async read(target: Uint8Array): Promise<Uint8Array> {
    const length = await this.source.fill(target)
    const raw = target.subarray(0, length)
    this.crc = this.kernels.crc32(raw, this.crc)
    this.bytes.crc32 += length
    this.kernels.sha256Update(raw)
    this.bytes.sha256 += length
    if (length > 0) this.options.onProgress(this.bytes.crc32)
    return raw
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
