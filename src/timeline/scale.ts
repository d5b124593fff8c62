import { MICROSECONDS_PER_MILLISECOND, type Microseconds } from '../model/units.js'

/** A stretch of time over a stretch of pixels. Immutable: pan and zoom give a new one. */
export interface TimeScale {
  readonly from: Microseconds
  readonly to: Microseconds
  readonly left: number
  readonly width: number
}

/** The narrowest view: a tick a millisecond. Below it no log writes. */
const NARROWEST = 10 * MICROSECONDS_PER_MILLISECOND
/** Beside what is shown, as a share of it. */
const ROOM = 0.1
/** Fingers nearer than this are as near as they come: the quotient of two distances stays sane. */
const MOST_PINCHED = 16

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

/** The stretch with a little room on both sides, as near as the view may come. */
export function showStretch(
  from: Microseconds,
  to: Microseconds,
  bounds: TimeScale,
  room = ROOM,
): TimeScale {
  const length = Math.max(NARROWEST, (to - from) * (1 + 2 * room))
  return inside(bounds, (from + to) / 2 - length / 2, Math.min(length, span(bounds)), bounds)
}

/** Two moments under two fingers, wherever the fingers are. */
export function pinch(
  start: TimeScale,
  fingers: readonly [number, number],
  now: readonly [number, number],
  bounds: TimeScale,
): TimeScale {
  const apart = Math.max(MOST_PINCHED, Math.abs(now[1] - now[0]))
  const factor = Math.max(MOST_PINCHED, Math.abs(fingers[1] - fingers[0])) / apart
  const middle = (fingers[0] + fingers[1]) / 2
  const zoomed = zoomAt(start, middle, factor, bounds)
  return panBy(zoomed, middle - (now[0] + now[1]) / 2, bounds)
}

/** Whether all of the evidence is in the view. */
export function isWhole(scale: TimeScale, bounds: TimeScale): boolean {
  return scale.from <= bounds.from && scale.to >= bounds.to
}

function span(scale: TimeScale): Microseconds {
  return scale.to - scale.from
}
