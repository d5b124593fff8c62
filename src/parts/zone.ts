import { signal } from '@preact/signals'
import { formatIso } from '../model/time.js'
import {
  MICROSECONDS_PER_MILLISECOND,
  MICROSECONDS_PER_MINUTE,
  type Microseconds,
} from '../model/units.js'

/** A time zone that times are shown in. Never the viewer's own unless it was chosen. */
export interface Zone {
  /** IANA's name, or `UTC+01:00` where only an offset is known. */
  readonly name: string
  /** Minutes east of UTC at a time. */
  offsetAt(time: Microseconds): number
}

export const UTC: Zone = { name: 'UTC', offsetAt: () => 0 }

/** The zone of all times on the screen. What is shared is in UTC whatever it is. */
export const zone = signal<Zone>(UTC)

/** A zone by IANA's name; null where this browser does not know it. */
export function namedZone(name: string): Zone | null {
  if (name === 'UTC') return UTC
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: name,
      timeZoneName: 'longOffset',
      year: 'numeric',
    })
    return { name, offsetAt: (time) => offsetIn(parts, time) }
  } catch {
    return null
  }
}

/** A zone of one offset all year round. */
export function fixedZone(minutes: number): Zone {
  return { name: `UTC${offsetText(minutes)}`, offsetAt: () => minutes }
}

function offsetIn(format: Intl.DateTimeFormat, time: Microseconds): number {
  if (!Number.isFinite(time)) return 0
  const stated = format
    .formatToParts(new Date(time / MICROSECONDS_PER_MILLISECOND))
    .find(({ type }) => type === 'timeZoneName')?.value
  const match = /([+-])(\d\d):(\d\d)/.exec(stated ?? '')
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return match[1] === '-' ? -minutes : minutes
}

/** `+01:00`. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** `2021-02-28 03:14:15Z`, or `2021-02-28 04:14:15+01:00` in another zone than UTC. */
export function shownTime(time: Microseconds, shown: Zone = zone.value): string {
  if (shown === UTC) return withOffset(time, 'Z')
  const minutes = shown.offsetAt(time)
  return withOffset(time + minutes * MICROSECONDS_PER_MINUTE, offsetText(minutes))
}

function withOffset(local: Microseconds, offset: string): string {
  const iso = formatIso(local)
  return iso === '' ? 'no time' : `${iso.slice(0, 10)} ${iso.slice(11, 19)}${offset}`
}

/** Heading of a column of times: `First seen (UTC)`. */
export function inZone(words: string): string {
  return `${words} (${zone.value.name})`
}
