import type { EventSink } from '../../event-sink.js'

/** Different pairs of source and meaning that get words of their own; a timeline has some hundreds. */
const MAX_PAIRS = 8_192
/** Longer messages are cut in the table; the record itself shows them whole. */
const MAX_MESSAGE_BYTES = 480
const PAIR = 2 ** 26
const encoder = new TextEncoder()
const ELLIPSIS = encoder.encode('…')
const DASH = 0x2d

/** What rows of a timeline have in common: texts made once, of indices of the sink's strings. */
export class TimelineWords {
  private readonly actions = new Map<number, number>()
  private readonly hosts = new Map<number, number>()
  private readonly scratch = new Uint8Array(MAX_MESSAGE_BYTES + ELLIPSIS.length)
  private readonly plain: number

  constructor(
    private readonly sink: EventSink,
    private readonly says: string,
  ) {
    this.plain = sink.internText(says)
  }

  /** `Reported by …: source, meaning`. */
  action(source: number, meaning: number): number {
    const key = source * PAIR + meaning
    const known = this.actions.get(key)
    if (known !== undefined) return known
    if (this.actions.size >= MAX_PAIRS) return this.plain
    const parts = [this.sink.text(source), this.sink.text(meaning)].map(shortPart).filter(Boolean)
    const index =
      parts.length === 0 ? this.plain : this.sink.internText(`${this.says}: ${parts.join(', ')}`)
    this.actions.set(key, index)
    return index
  }

  /** Counts a row of that host. */
  host(host: number): void {
    if (host !== 0) this.hosts.set(host, (this.hosts.get(host) ?? 0) + 1)
  }

  tellHosts(): void {
    for (const [host, rows] of this.hosts) {
      const name = this.sink.text(host)
      if (name !== '-') this.sink.server(name, rows)
    }
  }

  /** As `message`, of a text that its bytes do not hold as it is; on one line. */
  messageText(text: string): number {
    const bytes = encoder.encode(text.replace(/\s+/g, ' '))
    return this.message(bytes, 0, bytes.length)
  }

  /** bytes[start .. end) as a string, cut where it is long; '-' is none. */
  message(bytes: Uint8Array, start: number, end: number): number {
    if (end - start === 1 && bytes[start] === DASH) return 0
    if (end - start <= MAX_MESSAGE_BYTES) return this.sink.intern(bytes, start, end)
    let cut = start + MAX_MESSAGE_BYTES
    // Not inside a character of UTF-8.
    while (cut > start && ((bytes[cut] as number) & 0xc0) === 0x80) cut--
    const { scratch } = this
    scratch.set(bytes.subarray(start, cut))
    scratch.set(ELLIPSIS, cut - start)
    return this.sink.intern(scratch, 0, cut - start + ELLIPSIS.length)
  }
}

function shortPart(text: string): string {
  return text === '-' ? '' : text.slice(0, 80)
}
