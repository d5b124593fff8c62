import type { EventSink } from '../../event-sink.js'
import { addClaim } from './claims.js'
import type { StatedClock } from './stated-time.js'
import type { TextEntry } from './text-log.js'

/** First line of a command in MpCmdRun.log. */
export const COMMAND_LINE = /^MpCmdRun: Command Line: /
const START = /^\s*Start Time: (.+)$/
const THREAT = /^Threat {2,}: (.+)$/
const RESOURCE = /^ {2,}([a-z]{3,30}) *: (.+)$/i
const SAYS = 'Reported by MpCmdRun: '

/** Reads MpCmdRun.log: each command with its start, local time, and the threats that it found. */
export class CommandLog {
  private command: TextEntry | null = null
  private time = NaN
  private threat: TextEntry | null = null
  private resources = 0

  constructor(
    private readonly sink: EventSink,
    private readonly clock: StatedClock,
  ) {}

  read(line: TextEntry): void {
    const { text } = line
    if (COMMAND_LINE.test(text)) {
      this.finish()
      this.command = line
      this.time = NaN
      return
    }
    const start = START.exec(text)?.[1]
    if (start !== undefined) this.start(start, line)
    const threat = THREAT.exec(text)?.[1]
    if (threat !== undefined) {
      this.endThreat()
      this.threat = { ...line, text: threat }
      return
    }
    const resource = this.threat ? RESOURCE.exec(text)?.[2] : undefined
    if (resource === undefined) return
    this.resources++
    this.add(line, `threat found ${this.threat?.text ?? ''}`, resource)
  }

  finish(): void {
    this.tellCommand()
    this.endThreat()
  }

  private start(text: string, { offset }: TextEntry): void {
    // Windows puts marks of writing direction into dates.
    this.time = this.clock.read(text.replace(/[\u200e\u200f]/g, '').replace(/ {2,}/g, ' '))
    if (Number.isNaN(this.time)) {
      const found = text.slice(0, 60)
      this.sink.warn(offset, 'command with a time that cannot be read', 'a day and time', found)
    }
    this.tellCommand()
  }

  private tellCommand(): void {
    const { command } = this
    if (command) this.add(command, 'command run', command.text.replace(COMMAND_LINE, ''))
    this.command = null
  }

  private endThreat(): void {
    const { threat } = this
    if (threat && this.resources === 0) this.add(threat, `threat found ${threat.text}`, '')
    this.threat = null
    this.resources = 0
  }

  private add({ offset, size }: TextEntry, what: string, target: string): void {
    const action = SAYS + what.slice(0, 200)
    addClaim(this.sink, { time: this.time, offset, size, action, target })
  }
}
