import type { Finding } from '../model/finding.js'
import { MICROSECONDS_PER_MINUTE, type Microseconds } from '../model/units.js'
import type { Stretch } from './bands.js'
import type { TimelineModel } from './model.js'
import { panBy, reveal, showStretch, zoomAt, type TimeScale } from './scale.js'

/** What a key of the timeline does. */
export type Command =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'lane-up'
  | 'lane-down'
  | 'pan-left'
  | 'pan-right'
  | 'zoom-in'
  | 'zoom-out'
  | 'whole'
  | 'fit'
  | 'context'
  | 'range-from'
  | 'range-to'
  | 'range-view'
  | 'range-clear'
  | 'open'
  | 'table'
  | 'lanes'

/** How each is told in the help; the keys of Perfetto's and of Firefox's profiler where there are such. */
export const KEY_HELP: readonly (readonly [keys: string, does: string])[] = [
  ['← →', 'mark before, mark after'],
  ['↑ ↓', 'nearest mark in the lane above, below'],
  ['Home End', 'first, last mark'],
  ['Enter', 'opens the finding'],
  ['W S', 'closer, wider (also + −, Ctrl and wheel, pinch)'],
  ['A D', 'earlier, later (also Shift and ← → or wheel, drag)'],
  ['0', 'everything'],
  ['F', 'fits the finding'],
  ['C', '30 minutes before and after it'],
  ['[ ]', 'selects time from here, to here (also drag on the events)'],
  ['R', 'selects what is in view'],
  ['Esc', 'selects nothing'],
  ['L', 'other lanes'],
  ['T', 'as a table'],
]

const KEYS: Readonly<Record<string, Command>> = {
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  Home: 'first',
  End: 'last',
  ArrowUp: 'lane-up',
  ArrowDown: 'lane-down',
  a: 'pan-left',
  d: 'pan-right',
  w: 'zoom-in',
  '+': 'zoom-in',
  '=': 'zoom-in',
  s: 'zoom-out',
  '-': 'zoom-out',
  '0': 'whole',
  f: 'fit',
  c: 'context',
  '[': 'range-from',
  ']': 'range-to',
  r: 'range-view',
  Escape: 'range-clear',
  Enter: 'open',
  t: 'table',
  l: 'lanes',
}

export interface Key {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** null for keys that are the browser's or the page's. */
export function commandOf({ key, shiftKey, ctrlKey, altKey, metaKey }: Key): Command | null {
  if (ctrlKey || altKey || metaKey) return null
  if (shiftKey && key === 'ArrowLeft') return 'pan-left'
  if (shiftKey && key === 'ArrowRight') return 'pan-right'
  return KEYS[key.length === 1 ? key.toLowerCase() : key] ?? null
}

export interface KeyState {
  readonly model: TimelineModel
  readonly scale: TimeScale
  readonly bounds: TimeScale
  readonly range: Stretch | null
  /** Id of the finding that the cursor is on. */
  readonly cursor: string | null
}

export interface KeyResult {
  readonly view?: TimeScale
  readonly range?: Stretch | null
  readonly cursor?: string
}

const ZOOM = 0.7
/** Share of the view that a step moves it by. */
const STEP = 0.15
export const CONTEXT: Microseconds = 30 * MICROSECONDS_PER_MINUTE

/** What a command changes; commands that are the view's own (open, table, lanes) change nothing here. */
export function runCommand(command: Command, state: KeyState): KeyResult {
  const { scale, bounds, model, range } = state
  const finding = model.findings.find(({ id }) => id === state.cursor)
  const visible = finding && finding.firstTime >= scale.from && finding.firstTime <= scale.to
  const here = visible ? finding.firstTime : (scale.from + scale.to) / 2
  const x = scale.left + ((here - scale.from) / (scale.to - scale.from)) * scale.width
  switch (command) {
    case 'zoom-in':
      return { view: zoomAt(scale, x, ZOOM, bounds) }
    case 'zoom-out':
      return { view: zoomAt(scale, x, 1 / ZOOM, bounds) }
    case 'pan-left':
      return { view: panBy(scale, -scale.width * STEP, bounds) }
    case 'pan-right':
      return { view: panBy(scale, scale.width * STEP, bounds) }
    case 'whole':
      return { view: bounds }
    case 'fit':
      return finding ? { view: around(finding, 0, bounds) } : {}
    case 'context':
      return finding ? { view: around(finding, CONTEXT, bounds) } : {}
    case 'range-from':
      return { range: { from: here, to: range && range.to > here ? range.to : scale.to } }
    case 'range-to':
      return {
        range: { from: range && range.from < here ? range.from : scale.from, to: after(here) },
      }
    case 'range-view':
      return { range: { from: scale.from, to: scale.to } }
    case 'range-clear':
      return { range: null }
    default:
      return moveCursor(command, state)
  }
}

/** A range ends before its `to`: so that the mark it was set on is in it. */
function after(time: Microseconds): Microseconds {
  return time + 1
}

/** The finding's whole time, with `context` before and after. */
export function around(
  { firstTime, lastTime }: Finding,
  context: Microseconds,
  bounds: TimeScale,
): TimeScale {
  const last = Number.isFinite(lastTime) ? lastTime : firstTime
  return context > 0
    ? showStretch(firstTime - context, last + context, bounds, 0)
    : showStretch(firstTime, last, bounds)
}

function moveCursor(command: Command, state: KeyState): KeyResult {
  const { model, scale, bounds, cursor } = state
  const { findings } = model
  const at = findings.findIndex(({ id }) => id === cursor)
  const last = findings.length - 1
  const go = (to: Finding | undefined): KeyResult =>
    to ? { cursor: to.id, view: reveal(scale, to.firstTime, bounds) } : {}
  switch (command) {
    case 'next':
      return go(findings[Math.min(last, at + 1)])
    case 'previous':
      return go(findings[Math.max(0, at - 1)])
    case 'first':
      return go(findings[0])
    case 'last':
      return go(findings[last])
    case 'lane-up':
      return go(nearestIn(model, findings[at] ?? findings[0], -1))
    case 'lane-down':
      return go(nearestIn(model, findings[at] ?? findings[0], 1))
    default:
      return {}
  }
}

/** The finding of the next lane that has one, nearest in time. */
function nearestIn(
  { ofLane, lanes }: TimelineModel,
  from: Finding | undefined,
  step: 1 | -1,
): Finding | undefined {
  if (!from) return undefined
  let lane = (lanes.lanesOf(from)[0] ?? 0) + step
  while (lane >= 0 && lane < ofLane.length && ofLane[lane]?.length === 0) lane += step
  const distance = (one: Finding) => Math.abs(one.firstTime - from.firstTime)
  return ofLane[lane]?.reduce((best, one) => (distance(one) < distance(best) ? one : best))
}
