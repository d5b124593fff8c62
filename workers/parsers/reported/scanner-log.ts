import type { EventSink } from '../../event-sink.js'
import { addClaim } from './claims.js'
import type { StatedClock } from './stated-time.js'
import type { TextEntry } from './text-log.js'

/** First line of a scan's part of the log. */
export const SCANNER_HEAD =
  /^Microsoft (?:Windows )?(Safety Scanner|Malicious Software Removal Tool) v[\d.]+/i
const STARTED = /^Started On (.+)$/i
const FINISHED = /^Microsoft (?:Windows )?.{4,40} Finished On (.+)$/i
const THREAT = /^Threat Detected: (.+)$/i
/** What a threat was found in: `file://…`, `containerfile://…`, `regkey://…`. */
const RESOURCE = /^\s+([a-z]{3,30}):\/\/(.+)$/i
const RETURN_CODE = /^Return code: (.+)$/i

/** Reads a scanner's log. Only its start and end are dated: a threat has the time of its scan's start. */
export class ScannerReader {
  private says = 'Reported by Microsoft Safety Scanner: '
  private started = NaN
  private finished = NaN
  private threat: TextEntry | null = null
  private resources = 0

  constructor(
    private readonly sink: EventSink,
    private readonly clock: StatedClock,
  ) {}

  read(line: TextEntry): void {
    const { text } = line
    const tool = SCANNER_HEAD.exec(text)?.[1]
    if (tool !== undefined && !FINISHED.test(text)) {
      this.endThreat()
      this.says = `Reported by Microsoft ${tool}: `
      this.started = this.finished = NaN
      return
    }
    const started = STARTED.exec(text)?.[1]
    if (started !== undefined) {
      this.started = this.timeOf(started, line)
      this.add(line, this.started, 'scan started', '')
      return
    }
    const threat = THREAT.exec(text)?.[1]
    if (threat !== undefined) {
      this.endThreat()
      this.threat = { ...line, text: threat.replace(/\.$/, '') }
      return
    }
    const resource = this.threat ? RESOURCE.exec(text)?.[2] : undefined
    if (resource !== undefined) {
      this.resources++
      this.add(line, this.started, this.threat?.text ?? '', resource)
      return
    }
    this.readEnd(line)
  }

  finish(): void {
    this.endThreat()
  }

  private readEnd(line: TextEntry): void {
    const finished = FINISHED.exec(line.text)?.[1]
    const code = RETURN_CODE.exec(line.text)?.[1]
    if (finished !== undefined) {
      this.endThreat()
      this.finished = this.timeOf(finished, line)
      this.add(line, this.finished, 'scan finished', '')
    } else if (code !== undefined) {
      const time = Number.isNaN(this.finished) ? this.started : this.finished
      this.add(line, time, 'return code', code)
    } else if (/^(?:Results Summary:|No infection found)/i.test(line.text)) this.endThreat()
  }

  /** A threat of which no resource was told is told by itself. */
  private endThreat(): void {
    const { threat } = this
    if (threat && this.resources === 0) this.add(threat, this.started, threat.text, '')
    this.threat = null
    this.resources = 0
  }

  private add({ offset, size }: TextEntry, time: number, what: string, target: string): void {
    addClaim(this.sink, { time, offset, size, action: this.says + what.slice(0, 200), target })
  }

  private timeOf(text: string, { offset }: TextEntry): number {
    const time = this.clock.read(text)
    if (Number.isNaN(time)) {
      const found = text.slice(0, 60)
      this.sink.warn(offset, 'scan with a time that cannot be read', 'a day and time', found)
    }
    return time
  }
}
