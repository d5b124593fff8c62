import type { Entry } from '../../../src/model/evidence.js'
import type { Kernels } from '../../../workers/kernels.js'
import type { Chunk, EntryInput, LineBlock, Sibling } from '../../../workers/parsers/parser.js'

export function entryOf(path: string, size: number, more: Partial<Entry> = {}): Entry {
  return {
    index: 0,
    evidence: 0,
    rawPath: path,
    path,
    machine: '',
    size,
    compressedSize: size,
    method: 'stored',
    crc32: 0,
    encrypted: false,
    headerOffset: 0,
    archiveTime: '',
    modified: NaN,
    priority: 0,
    notReadReason: '',
    ...more,
  }
}

export interface MemoryOptions {
  readonly path?: string
  readonly entry?: Partial<Entry>
  /** Lines that hold one of these are candidates; without a list every line is. */
  readonly literals?: readonly string[]
  readonly siblings?: readonly Sibling[]
  readonly folders?: Blob | null
  /** Lines a block. */
  readonly blockLines?: number
  /** Blocks stand in the windows of these, as they do in a worker; else in memory of their own. */
  readonly kernels?: Kernels
}

/** An entry in memory: plain splitting at line feeds, a fresh buffer for each block as in a kernel. */
export class MemoryInput implements EntryInput {
  readonly entry: Entry
  readonly head: Uint8Array
  readonly siblings: readonly Sibling[]
  readonly folders?: Blob

  constructor(
    private readonly stored: Uint8Array,
    private readonly options: MemoryOptions = {},
  ) {
    this.entry = entryOf(options.path ?? 'unknown', stored.length, options.entry)
    this.siblings = options.siblings ?? []
    if (options.folders) this.folders = options.folders
    this.head = stored.slice(0, 4096)
  }

  async *lines(): AsyncIterable<LineBlock> {
    const perBlock = this.options.blockLines ?? 1000
    let from = 0
    while (from < this.stored.length) {
      const starts: number[] = []
      const ends: number[] = []
      let at = from
      while (starts.length < perBlock && at < this.stored.length) {
        const found = this.stored.indexOf(0x0a, at)
        const end = found < 0 ? this.stored.length : found
        starts.push(at - from)
        ends.push(end - from)
        at = end + 1
      }
      const bytes = this.stored.slice(from, at)
      yield await Promise.resolve({
        ...this.place(bytes, starts, ends),
        count: starts.length,
        base: from,
        candidate: Uint8Array.from(starts, (start, line) =>
          this.isCandidate(bytes.subarray(start, ends[line])) ? 1 : 0,
        ),
      })
      // The contract lets a block go when the next is asked for; who keeps it reads rubbish.
      bytes.fill(0x21)
      from = at
    }
  }

  content(limit: number): Promise<Uint8Array> {
    return Promise.resolve(this.stored.slice(0, limit))
  }

  bytes(limit: number): Promise<Uint8Array> {
    return this.content(limit)
  }

  async *chunks(size: number, first = size): AsyncIterable<Chunk> {
    for (let base = 0; base < this.stored.length;) {
      const bytes = this.stored.slice(base, base + (base === 0 ? first : size))
      const { length } = bytes
      yield await Promise.resolve({ bytes, base })
      bytes.fill(0x21)
      base += length
    }
  }

  alive(): void {
    // Nobody waits for a sign of it.
  }

  private place(
    bytes: Uint8Array,
    starts: readonly number[],
    ends: readonly number[],
  ): Pick<LineBlock, 'bytes' | 'starts' | 'ends'> {
    const { kernels } = this.options
    if (!kernels) return { bytes, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) }
    // Behind a block stands what an earlier one left there.
    const window = kernels.textWindow()
    window.fill(0x20, bytes.length, bytes.length + 1_024)
    window.set(bytes)
    const lineStarts = kernels.lineStarts(starts.length)
    lineStarts.set(starts)
    const lineEnds = kernels.lineEnds(ends.length)
    lineEnds.set(ends)
    return { bytes: window, starts: lineStarts, ends: lineEnds }
  }

  private isCandidate(line: Uint8Array): boolean {
    const { literals } = this.options
    if (!literals) return true
    const text = Buffer.from(line).toString('latin1').toLowerCase()
    return literals.some((literal) => text.includes(literal.toLowerCase()))
  }
}
