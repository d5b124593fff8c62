import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, LineBlock, Parser } from './parser.js'
import { takeLine } from './shared/records.js'
import { headLines } from './shared/head.js'
import { setupLine, type SetupLine } from './setup/lines.js'
import { SetupRun, type LinePlace } from './setup/run.js'

const OPEN = 0x5b
/** Bytes of a line that are looked at; what setup says of itself is far shorter. */
const MAX_LINE = 4_096
const BEGIN = /^Starting (Microsoft Exchange Server(?: [^\r\n]{1,40}?)?) Setup$/i
const END = /^End of Setup$/i

/** ExchangeSetup.log: every run of setup for years, with its versions, user, errors and result. */
export const exchangeSetup: Parser = {
  id: 'exchange-setup',
  format: 'Exchange setup log',
  sources: [
    'https://github.com/microsoft/CSS-Exchange/tree/main/Setup',
    'https://learn.microsoft.com/en-us/exchange/plan-and-deploy/deploy-new-installations/verify-installation',
  ],

  sniff(head: Uint8Array): boolean {
    return headLines(head)
      .slice(0, 20)
      .some((line) => setupLine(line) !== null)
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const reader = new SetupReader(sink)
    for await (const block of input.lines()) {
      reader.readBlock(sink.reserve(block))
      await sink.flushIfFull()
    }
    reader.finish()
    await sink.flushIfFull()
  },
}

class SetupReader {
  private run: SetupRun | null = null
  private time = NaN
  private place: LinePlace = { offset: 0, size: 0 }

  constructor(private readonly sink: EventSink) {}

  readBlock(block: LineBlock): void {
    const { bytes } = block
    for (let line = 0; line < block.count; line++) {
      takeLine(block, line, (start, end, offset) => {
        // What does not begin with the bracket is the rest of a text of several lines.
        const first = bytes[start + 1] ?? 0
        if (bytes[start] !== OPEN || first < 0x30 || first > 0x39) return
        const text = decodeText(bytes.subarray(start, Math.min(end, start + MAX_LINE)))
        this.take(text.replaceAll('\0', ' '), { offset, size: end - start })
      })
    }
  }

  finish(): void {
    this.run?.end(this.time, this.place, false)
    this.run = null
  }

  private take(text: string, place: LinePlace): void {
    const line = setupLine(text)
    if (!line) {
      this.sink.unreadableRecord()
      const wanted = '[MM/dd/yyyy HH:mm:ss.ffff] [level] text'
      this.sink.warn(
        place.offset,
        'line of the setup log cannot be read',
        wanted,
        text.slice(0, 40),
      )
      return
    }
    this.takeLine(line, place)
    this.time = line.time
    this.place = place
  }

  private takeLine(line: SetupLine, place: LinePlace): void {
    const { time, level, text } = line
    const product = level === 0 ? BEGIN.exec(text)?.[1] : undefined
    if (product !== undefined) {
      this.run?.end(this.time, this.place, false)
      this.run = new SetupRun(this.sink, product, time, place)
    } else if (level === 0 && END.test(text)) {
      this.run?.end(time, place, true)
      this.run = null
    } else {
      // A log that begins in the middle of a run.
      if (!this.run && !/^\*+$/.test(text)) {
        this.run = new SetupRun(this.sink, 'Exchange', time, place)
      }
      this.run?.take(line, place)
    }
  }
}
