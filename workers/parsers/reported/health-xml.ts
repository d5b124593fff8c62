import type { EventSink } from '../../event-sink.js'
import { scanFrames, type XmlFrame } from '../shared/xml-frames.js'
import type { HealthFacts } from './health-facts.js'

/** Of an object that names what it states, the members that hold what is stated. */
const VALUES = ['DetailValue', 'DisplayValue', 'Details', 'Line', 'TestingValue']
/** Members with a meaning of their own. */
const DIRECT = new Set([
  'ServerName',
  'GenerationTime',
  'BuildNumber',
  'BuildVersion',
  'FileVersion',
])
/** Kept of one value: those of dumps inside the report are of no use. */
const MAX_VALUE = 8_192

interface Named {
  readonly frame: XmlFrame
  name: string
  value: string
}

/** Reads what Export-Clixml made of the report: members by their N, some by name and value. */
export function readHealthXml(bytes: Uint8Array, facts: HealthFacts, sink: EventSink): void {
  // Objects that are open, innermost last.
  const open: Named[] = []
  scanFrames(
    bytes,
    {
      open(frame) {
        if (frame.name === 'Obj') open.push({ frame, name: '', value: '' })
      },
      close(frame, end) {
        const member = frame.attributes.get('N') ?? ''
        const object = open.at(-1)
        if (frame.name === 'Obj') {
          if (object?.frame === frame) open.pop()
          if (object && object.name !== '' && object.value !== '') {
            facts.fact(object.name, object.value, frame.at, end - frame.at)
          }
          return
        }
        const text = unescaped(frame.text.slice(0, MAX_VALUE))
        if (text.trim() === '') return
        if (DIRECT.has(member)) facts.fact(member, text, frame.at, end - frame.at)
        if (!object) return
        if (member === 'Name' || member === 'TestingName') object.name ||= text
        else if (VALUES.includes(member)) object.value ||= text
      },
    },
    (at, what, wanted, found) => {
      sink.warn(at, what, wanted, found)
    },
  )
}

/** Clixml writes control characters as `_x000D_`. */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-F]{4})_/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  )
}
