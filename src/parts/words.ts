import { formatDayInWords, formatIso } from '../model/time.js'
import { MICROSECONDS_PER_DAY, type Bytes, type Microseconds } from '../model/units.js'

const GROUP = /\B(?=(\d{3})+$)/g
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** `40,415`. */
export function count(value: number): string {
  return String(Math.round(value)).replace(GROUP, ',')
}

/** `1 event`, `40,415 events`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** Decimal units, as Explorer's competitors and disks print them: `9.8 MB`. */
export function bytes(value: Bytes): string {
  let unit = 0
  let scaled = value
  while (scaled >= 1000 && unit < UNITS.length - 1) {
    scaled /= 1000
    unit++
  }
  return `${unit === 0 || scaled >= 100 ? String(Math.round(scaled)) : scaled.toFixed(1)} ${UNITS[unit] ?? ''}`
}

/** `28 Feb`. */
export function shortDay(time: Microseconds): string {
  return formatDayInWords(time).slice(0, -5)
}

/** `03:14`. */
export function clock(time: Microseconds): string {
  return formatIso(time).slice(11, 16)
}

/** `2021-02-28 03:14:15Z`, whole seconds; `no time` where the record states none. */
export function stamp(time: Microseconds): string {
  const iso = formatIso(time)
  return iso === '' ? 'no time' : `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`
}

/** `28 Dec 2020 – 2 Apr 2021`; one day where both ends share it. */
export function days(from: Microseconds, to: Microseconds): string {
  const first = formatDayInWords(from)
  const last = formatDayInWords(to)
  return first === last || last === '' ? first : `${first} – ${last}`
}

/** `15 Jan`, or `14 – 16 Jan`: the days a hole touches. */
export function holeDays(from: Microseconds, to: Microseconds): string {
  const first = shortDay(from)
  // A hole that ends at midnight does not touch the day that begins there.
  const last = shortDay(Math.max(from, to - 1))
  return first === last ? first : `${first} – ${last}`
}

/** `a day`, `5 h`. */
export function span(length: Microseconds): string {
  const wholeDays = length / MICROSECONDS_PER_DAY
  if (wholeDays >= 1) return counted(Math.round(wholeDays), 'day')
  const hours = wholeDays * 24
  return hours >= 1 ? `${String(Math.round(hours))} h` : `${String(Math.ceil(hours * 60))} min`
}

/** Last segment of a path with either kind of slash. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
