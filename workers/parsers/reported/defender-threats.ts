import type { EventSink } from '../../event-sink.js'
import { addClaim } from './claims.js'
import type { StatedClock } from './stated-time.js'

const SAYS = 'Reported by Defender: '
/** ThreatStatusID of MSFT_MpThreatDetection. */
const STATUS: ReadonlyMap<string, string> = new Map([
  ['1', 'detected'],
  ['2', 'cleaned'],
  ['3', 'quarantined'],
  ['4', 'removed'],
  ['5', 'allowed'],
  ['6', 'blocked'],
  ['102', 'quarantine failed'],
  ['103', 'removal failed'],
  ['104', 'allowing failed'],
  ['105', 'abandoned'],
  ['107', 'blocking failed'],
])

/** Are these the properties of a threat or of its detection? */
export function isThreat(has: (name: string) => boolean): boolean {
  if (!has('threatid')) return false
  return has('initialdetectiontime') || (has('threatname') && has('didthreatexecute'))
}

/** Adds a claim of a threat, `get` giving its properties by name in lower case. */
export function addThreat(
  sink: EventSink,
  clock: StatedClock,
  get: (name: string) => string,
  offset: number,
  size: number,
): void {
  const id = get('threatid').trim()
  if (id === '') {
    sink.unreadableRecord()
    sink.warn(offset, 'record that is no threat', 'a ThreatID', 'none')
    return
  }
  const name = get('threatname').trim() || id
  const stated = get('initialdetectiontime')
  const detected = stated.trim() !== ''
  const time = detected ? clock.read(plainTime(stated)) : NaN
  if (detected && Number.isNaN(time)) {
    sink.warn(offset, 'threat with a time that cannot be read', 'a time', stated.slice(0, 60))
  }
  const status = STATUS.get(get('threatstatusid').trim())
  const words = status === undefined ? 'threat' : `threat ${status}`
  addClaim(sink, {
    time,
    tenths: detected ? clock.tenths : 0,
    offset,
    size,
    action: `${SAYS}${words}: ${name.slice(0, 120)}`,
    target: resourceOf(get('resources')),
    user: get('domainuser').trim(),
    agent: get('processname').trim(),
  })
}

/** ConvertTo-Json can make an object of a date: `{"value":"\/Date(…)\/","DateTime":"…"}`. */
function plainTime(stated: string): string {
  return /\/Date\(-?\d{1,15}\)/.exec(stated.slice(0, 400))?.[0].concat('/') ?? stated
}

/** Paths without the braces, brackets and quotes of the way of writing. */
function resourceOf(resources: string): string {
  return resources
    .slice(0, 4_000)
    .trim()
    .replace(/^(?:\{(.*)\}|\[(.*)\])$/s, '$1$2')
    .trim()
    .replace(/^"|"$/g, '')
    .replaceAll('\\\\', '\\')
}
