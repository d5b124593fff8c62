import type { EventSink } from '../../event-sink.js'
import { addClaim } from './claims.js'
import type { StatedClock } from './stated-time.js'
import type { TextEntry } from './text-log.js'

const SAYS = 'Reported by Defender: '
/** `<UTC time> DETECTION… <threat> <resource>` */
const DETECTION =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z?) (DETECTION(?:_ADD(?:#\d+)?|EVENT|_CLEANEVENT)?) (?:(MPSOURCE_[A-Z_]+) )?(?:(MP_THREAT_ACTION_[A-Z_]+) (?:0x)?[0-9a-f]+ )?([A-Za-z]+:\S+) (.*)$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z?(?= )/
const BLOCKED = /^ \[(?:RTP|MpRtp)\].{0,40}?(?:Blocked file(?:\(#\d+\))?|Engine VFZ block): /
/** Behind the time, which takes 23 or 24 characters and a blank. */
const AFTER_TIME = 24
const MARKS = ['DETECTION', 'ProcessImageName: ', '[RTP]', '[MpRtp]']

export function isProtectionLine(line: string): boolean {
  return (
    DETECTION.test(line) ||
    (TIME.test(line) && line.includes(' ProcessImageName: ') && line.includes(', MaxTimeFile: '))
  )
}

/** Reads MPLog and MPDetection: detections, blocked files, and processes whose files were scanned. */
export class ProtectionLog {
  constructor(
    private readonly sink: EventSink,
    private readonly clock: StatedClock,
  ) {}

  /** Does a mark of a line that tells something stand behind the time? */
  static mayTell(bytes: Uint8Array, start: number, end: number): boolean {
    const from = bytes[start + AFTER_TIME] === 0x20 ? start + AFTER_TIME + 1 : start + AFTER_TIME
    return MARKS.some((mark) => {
      if (from + mark.length > end) return false
      for (let i = 0; i < mark.length; i++) {
        if (bytes[from + i] !== mark.charCodeAt(i)) return false
      }
      return true
    })
  }

  read(line: TextEntry): void {
    const text = line.text.slice(0, 4_096)
    const found = DETECTION.exec(text)
    if (found) {
      const [, time = '', kind = '', source = '', action = '', threat = '', resource = ''] = found
      const words = detectionWords(kind, action, source)
      const target = resource.replace(/ PropBag \[.*$/, '').replace(/;$/, '')
      this.add(line, time, `${words} ${threat}`, target)
      return
    }
    const time = TIME.exec(text)?.[0] ?? ''
    const rest = text.slice(time.length)
    const blocked = BLOCKED.exec(rest)?.[0]
    if (blocked !== undefined) {
      const file = rest.slice(blocked.length)
      const target = before(before(file, '. Process: '), '. status')
      this.add(line, time, 'file blocked', target, between(file, '. Process: ', ', Status'))
      return
    }
    const process = between(rest, 'ProcessImageName: ', ', Pid: ')
    const file = between(rest, ', MaxTimeFile: ', ', EstimatedImpact')
    if (process !== '' && file !== '') {
      this.add(line, time, 'file of a process scanned', before(file, '->'), process)
    }
  }

  finish(): void {
    // Each line is told as it is read.
  }

  private add(
    { offset, size }: TextEntry,
    stated: string,
    what: string,
    target: string,
    agent = '',
  ): void {
    const time = this.clock.read(stated)
    const action = SAYS + what.slice(0, 200)
    const { tenths } = this.clock
    addClaim(this.sink, { time, tenths, offset, size, action, target, agent })
  }
}

function before(text: string, mark: string): string {
  const at = text.indexOf(mark)
  return at < 0 ? text : text.slice(0, at)
}

/** Text between the first `from` and the first `to` behind it; '' where they do not stand so. */
function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from)
  if (start < 0) return ''
  const end = text.indexOf(to, start + from.length)
  return end < 0 ? '' : text.slice(start + from.length, end)
}

function detectionWords(kind: string, action: string, source: string): string {
  if (kind.endsWith('CLEANEVENT')) {
    return `acted on (${action.replace('MP_THREAT_ACTION_', '').toLowerCase() || 'unknown'})`
  }
  const from = source === '' ? '' : ` (${source.replace('MPSOURCE_', '').toLowerCase()})`
  return `threat detected${from}`
}
