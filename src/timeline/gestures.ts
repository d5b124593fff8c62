import type { Microseconds } from '../model/units.js'
import type { Stretch } from './bands.js'
import type { Zone } from './frame.js'
import { panBy, toTime, toX, type TimeScale } from './scale.js'

/** What a drag began on, and so what it moves. */
export type Gesture =
  | { readonly kind: 'pan'; readonly x: number; readonly scale: TimeScale }
  /** Selects from `anchor` to wherever it comes. */
  | { readonly kind: 'range'; readonly anchor: Microseconds; readonly scale: TimeScale }
  /** In the overview: the view as a window that is drawn anew, resized or moved. */
  | { readonly kind: 'brush'; readonly anchor: Microseconds }
  | { readonly kind: 'window'; readonly x: number; readonly scale: TimeScale }

export interface Moved {
  readonly view?: Stretch
  readonly range?: Stretch
}

export interface GestureState {
  readonly scale: TimeScale
  readonly bounds: TimeScale
  readonly range: Stretch | null
  /** Drags on the lanes select, as with the shift key. */
  readonly selects: boolean
}

/** So near an edge a drag takes hold of it. */
export const EDGE_PIXELS = 6

export function beginGesture(zone: Zone, x: number, state: GestureState): Gesture {
  const { scale, bounds, range, selects } = state
  if (zone === 'overview') {
    const [left, right] = [toX(bounds, scale.from), toX(bounds, scale.to)]
    if (near(x, left)) return { kind: 'brush', anchor: scale.to }
    if (near(x, right)) return { kind: 'brush', anchor: scale.from }
    const isWhole = scale.from <= bounds.from && scale.to >= bounds.to
    if (x > left && x < right && !isWhole) return { kind: 'window', x, scale }
    return { kind: 'brush', anchor: toTime(bounds, x) }
  }
  if (range && zone === 'strip') {
    if (near(x, toX(scale, range.from))) return { kind: 'range', anchor: range.to, scale }
    if (near(x, toX(scale, range.to))) return { kind: 'range', anchor: range.from, scale }
  }
  if (selects || zone === 'strip') return { kind: 'range', anchor: toTime(scale, x), scale }
  return { kind: 'pan', x, scale }
}

function near(x: number, edge: number): boolean {
  return Math.abs(x - edge) <= EDGE_PIXELS
}

/** Where the drag has come to. */
export function moveGesture(gesture: Gesture, x: number, bounds: TimeScale): Moved {
  switch (gesture.kind) {
    case 'pan':
      return { view: stretchOf(panBy(gesture.scale, gesture.x - x, bounds)) }
    case 'range':
      return { range: ordered(gesture.anchor, inside(toTime(gesture.scale, x), gesture.scale)) }
    case 'brush':
      return { view: ordered(gesture.anchor, inside(toTime(bounds, x), bounds)) }
    case 'window': {
      const { scale } = gesture
      const pixels = ((x - gesture.x) * (bounds.to - bounds.from)) / (scale.to - scale.from)
      return { view: stretchOf(panBy(scale, pixels, bounds)) }
    }
  }
}

function stretchOf({ from, to }: TimeScale): Stretch {
  return { from, to }
}

function ordered(one: Microseconds, other: Microseconds): Stretch {
  return { from: Math.min(one, other), to: Math.max(one, other) }
}

function inside(time: Microseconds, { from, to }: TimeScale): Microseconds {
  return Math.max(from, Math.min(to, time))
}
