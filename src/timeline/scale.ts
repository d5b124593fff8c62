import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from '../model/units.js'
import { formatDayInWords } from '../model/time.js'
import { clock, shortDay, stamp } from '../parts/words.js'

/** A stretch of time over a stretch of pixels. Immutable: pan and zoom give a new one. */
export interface TimeScale {
  readonly from: Microseconds
  readonly to: Microseconds
  readonly left: number
  readonly width: number
}

export interface Tick {
  readonly time: Microseconds
  readonly label: string
}

/** The narrowest view: below it IIS's whole seconds would drift apart from Exchange's fractions. */
const NARROWEST = 10 * MICROSECONDS_PER_SECOND
/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const MONDAY = 4 * MICROSECONDS_PER_DAY

const STEPS: readonly Microseconds[] = [
  ...[1, 5, 15, 30].map((n) => n * MICROSECONDS_PER_SECOND),
  ...[1, 5, 15, 30].map((n) => n * MICROSECONDS_PER_MINUTE),
  ...[1, 3, 6, 12].map((n) => n * MICROSECONDS_PER_HOUR),
  ...[1, 2, 7, 14, 28, 56, 112, 364].map((n) => n * MICROSECONDS_PER_DAY),
]

/** Doubled where it is too short: a forged time can stretch the axis over centuries. */
const LONGEST = 364 * MICROSECONDS_PER_DAY

export function toX(scale: TimeScale, time: Microseconds): number {
  return scale.left + ((time - scale.from) / (scale.to - scale.from)) * scale.width
}

export function toTime(scale: TimeScale, x: number): Microseconds {
  return scale.from + ((x - scale.left) / scale.width) * (scale.to - scale.from)
}

/** Moves the view by pixels, inside `bounds`. */
export function panBy(scale: TimeScale, pixels: number, bounds: TimeScale): TimeScale {
  const length = scale.to - scale.from
  return inside(scale, scale.from + (pixels / scale.width) * length, length, bounds)
}

/** Zooms by `factor` (below 1: closer) and keeps the moment under `x` where it is. */
export function zoomAt(scale: TimeScale, x: number, factor: number, bounds: TimeScale): TimeScale {
  const widest = bounds.to - bounds.from
  const narrowest = Math.min(NARROWEST, widest)
  const length = Math.min(widest, Math.max(narrowest, (scale.to - scale.from) * factor))
  const share = (x - scale.left) / scale.width
  return inside(scale, toTime(scale, x) - share * length, length, bounds)
}

/** The same view, moved so that `time` is in it. */
export function reveal(scale: TimeScale, time: Microseconds, bounds: TimeScale): TimeScale {
  if (!Number.isFinite(time) || (time >= scale.from && time <= scale.to)) return scale
  const length = scale.to - scale.from
  return inside(scale, time - length / 2, length, bounds)
}

function inside(
  scale: TimeScale,
  from: Microseconds,
  length: Microseconds,
  bounds: TimeScale,
): TimeScale {
  const start = Math.max(bounds.from, Math.min(from, bounds.to - length))
  return { ...scale, from: start, to: start + length }
}

/** Round moments of UTC at least `minGap` pixels apart; a year is named where it changes. */
export function ticks(scale: TimeScale, minGap: number): Tick[] {
  const wanted = ((scale.to - scale.from) * minGap) / scale.width
  let step = STEPS.find((candidate) => candidate >= wanted) ?? LONGEST
  while (step < wanted) step *= 2
  const origin = step >= 7 * MICROSECONDS_PER_DAY ? MONDAY : 0
  const found: Tick[] = []
  let lastYear = ''
  let lastDay = ''
  let time = Math.ceil((scale.from - origin) / step) * step + origin
  for (; time <= scale.to && found.length < 200; time += step) {
    const day = shortDay(time)
    const year = formatDayInWords(time).slice(-4)
    if (step >= MICROSECONDS_PER_DAY) {
      found.push({ time, label: year === lastYear ? day : `${day} ${year}` })
    } else {
      const hour = step < MICROSECONDS_PER_MINUTE ? stamp(time).slice(11, 19) : clock(time)
      found.push({ time, label: day === lastDay ? hour : `${day} ${hour}` })
    }
    lastYear = year
    lastDay = day
  }
  return found
}
