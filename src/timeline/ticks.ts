import { dayNumber, formatDayInWords, formatIso } from '../model/time.js'
import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  MICROSECONDS_PER_MILLISECOND,
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from '../model/units.js'
import { clock, shortDay, stamp } from '../parts/words.js'
import type { TimeScale } from './scale.js'

export interface Tick {
  readonly time: Microseconds
  readonly label: string
}

/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const MONDAY = 4 * MICROSECONDS_PER_DAY
/** No step gives more on a screen; a guard against a scale without an end. */
const MOST_TICKS = 200

const STEPS: readonly Microseconds[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * MICROSECONDS_PER_MILLISECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MICROSECONDS_PER_SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MICROSECONDS_PER_MINUTE),
  ...[1, 3, 6, 12].map((n) => n * MICROSECONDS_PER_HOUR),
  ...[1, 2, 7, 14].map((n) => n * MICROSECONDS_PER_DAY),
]
/** Beyond two weeks a step is a number of months. */
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200]
const LONGEST_STEP = 12_000
/** Months to the end of the year 9999, the last that a record can state. */
const END = 120_000
/** The shortest, so that no two ticks of a step in months stand closer than asked. */
const MONTH = 28 * MICROSECONDS_PER_DAY

/**
 * Round moments at least `minGap` pixels apart, of a clock that is `shift` ahead of UTC; a day or year is
 * named where it changes.
 */
export function ticks(utc: TimeScale, minGap: number, shift: Microseconds = 0): Tick[] {
  const scale = { ...utc, from: utc.from + shift, to: utc.to + shift }
  const wanted = ((scale.to - scale.from) * minGap) / scale.width
  const step = STEPS.find((candidate) => candidate >= wanted)
  const found = step === undefined ? monthTicks(scale, wanted) : evenTicks(scale, step)
  return shift === 0 ? found : found.map(({ time, label }) => ({ time: time - shift, label }))
}

function evenTicks(scale: TimeScale, step: Microseconds): Tick[] {
  const origin = step >= 7 * MICROSECONDS_PER_DAY ? MONDAY : 0
  const found: Tick[] = []
  let lastYear = ''
  let lastDay = ''
  let time = Math.ceil((scale.from - origin) / step) * step + origin
  for (; time <= scale.to && found.length < MOST_TICKS; time += step) {
    const day = shortDay(time)
    const year = formatIso(time).slice(0, 4)
    if (step >= MICROSECONDS_PER_DAY) {
      found.push({ time, label: year === lastYear ? day : `${day} ${year}` })
    } else {
      const label = timeLabel(time, step)
      found.push({ time, label: day === lastDay ? label : `${day} ${label}` })
    }
    lastYear = year
    lastDay = day
  }
  return found
}

function timeLabel(time: Microseconds, step: Microseconds): string {
  if (step >= MICROSECONDS_PER_MINUTE) return clock(time)
  if (step >= MICROSECONDS_PER_SECOND) return stamp(time).slice(11, 19)
  const milliseconds = Math.round(time / MICROSECONDS_PER_MILLISECOND)
  const second = stamp(milliseconds * MICROSECONDS_PER_MILLISECOND).slice(11, 19)
  return `${second}.${String(((milliseconds % 1_000) + 1_000) % 1_000).padStart(3, '0')}`
}

/** January, or the first month of a year that the step divides. */
function monthTicks(scale: TimeScale, wanted: Microseconds): Tick[] {
  const step = MONTH_STEPS.find((months) => months * MONTH >= wanted) ?? LONGEST_STEP
  const [year = '1970', month = '1'] = formatIso(scale.from).split('-')
  const found: Tick[] = []
  let at = Math.floor((Number(year) * 12 + Number(month) - 1) / step) * step
  for (; found.length < MOST_TICKS; at += step) {
    const time = dayNumber(Math.floor(at / 12), (at % 12) + 1, 1) * MICROSECONDS_PER_DAY
    if (time > scale.to || at >= END) break
    if (!(time >= scale.from)) continue
    const [, name = '', ofYear = ''] = formatDayInWords(time).split(' ')
    found.push({ time, label: step >= 12 ? ofYear : `${name} ${ofYear}` })
  }
  return found
}
