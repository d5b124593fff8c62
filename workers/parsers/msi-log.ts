import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, LineBlock, Parser } from './parser.js'
import { warnOfClock } from './reported/claims.js'
import { StatedClock } from './reported/stated-time.js'
import { RunningDay } from './setup/service-runs.js'
import { addFact } from './shared/facts.js'
import { headLines } from './shared/head.js'
import { takeLine } from './shared/records.js'

const EQUALS = 0x3d
const LETTER_M = 0x4d
const MAX_LINE = 4_096
const BORDER =
  /^=== (?:Verbose )?[Ll]ogging (started|stopped): (\d[\d/.\-\s]{5,20}\d)\s{1,4}(\d{1,2}:\d\d:\d\d)\s{0,4}(.*?)\s*===$/
const MESSAGE = /^MSI \(\w\) \([0-9A-F:!]{1,20}\) \[(\d\d):(\d\d):(\d\d):\d{3}\]: (.*)$/is
const TOLD: readonly (readonly [pattern: RegExp, action: string])[] = [
  [/^(?:Note: .{0,80})?Product: (.*)$/is, 'Windows Installer'],
  [/^Windows Installer (?:installed|reconfigured|removed) .{0,20}?\. (.*)$/is, 'Windows Installer'],
  [/^MainEngineThread is returning (\d{1,10})$/i, 'Windows Installer returns'],
  [/^Command Line: ?(.*)$/is, 'Windows Installer called'],
]

/** Log of Windows Installer (`*.msilog`): among others the security updates of Exchange. Local time. */
export const msiLog: Parser = {
  id: 'msi-log',
  format: 'Windows Installer log',
  sources: [
    'https://learn.microsoft.com/en-us/windows/win32/msi/windows-installer-logging',
    'https://learn.microsoft.com/en-us/windows/win32/msi/event-logging',
  ],

  sniff(head: Uint8Array): boolean {
    return BORDER.test(headLines(head)[0]?.trim() ?? '')
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const reader = new InstallerReader(sink)
    for await (const block of input.lines()) {
      reader.readBlock(sink.reserve(block))
      await sink.flushIfFull()
    }
    warnOfClock(sink, reader.clock, 'Windows Installer')
  },
}

class InstallerReader {
  readonly clock = new StatedClock()
  private readonly day = new RunningDay()

  constructor(private readonly sink: EventSink) {}

  readBlock(block: LineBlock): void {
    const { bytes } = block
    for (let line = 0; line < block.count; line++) {
      takeLine(block, line, (start, end, offset) => {
        const first = bytes[start]
        if (first !== EQUALS && first !== LETTER_M) return
        const text = decodeText(bytes.subarray(start, Math.min(end, start + MAX_LINE))).trim()
        const place = { offset, size: end - start }
        if (first === EQUALS) this.takeBorder(text, place)
        else this.takeMessage(text, place)
      })
    }
  }

  private takeBorder(text: string, place: { offset: number; size: number }): void {
    const [, which, date = '', clock = '', rest = ''] = BORDER.exec(text) ?? []
    if (which === undefined) return
    const time = this.clock.read(`${date.trim()} ${clock}`)
    this.day.begin(time)
    const target = /Calling process: (.*)/.exec(rest)?.[1] ?? ''
    const action = `Windows Installer log ${which}`
    addFact(this.sink, 'exchange-setup', { ...place, time, action, target: target.trim() })
  }

  private takeMessage(text: string, place: { offset: number; size: number }): void {
    const found = MESSAGE.exec(text)
    if (!found) return
    const [, hour, minute, second, said = ''] = found
    const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
    const time = this.day.at(seconds * 1_000_000)
    for (const [pattern, action] of TOLD) {
      const target = pattern.exec(said.trim())?.[1]
      if (target === undefined) continue
      addFact(this.sink, 'exchange-setup', { ...place, time, action, target: target.trim() })
      return
    }
  }
}
