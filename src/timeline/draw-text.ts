import type { Palette } from '../parts/palette.js'
import { shortDay } from '../parts/words.js'
import { offsetText, type Zone } from '../parts/zone.js'
import { MICROSECONDS_PER_MINUTE } from '../model/units.js'
import { hasSpan, markColour } from './draw-marks.js'
import type { Frame } from './frame.js'
import { overlaps, placeLabels, type Box } from './labels.js'
import type { Mark } from './marks.js'
import type { TimelineModel } from './model.js'
import { toX, type TimeScale } from './scale.js'
import { fitted, SANS, textWidth } from './text-width.js'
import { ticks } from './ticks.js'

type Context = CanvasRenderingContext2D

export interface TextOptions {
  readonly model: TimelineModel
  readonly scale: TimeScale
  readonly frame: Frame
  readonly palette: Palette
  /** Makes text fit to be shown: masks, defangs, escapes. */
  readonly show: (text: string) => string
  /** That the axis is in. */
  readonly zone: Zone
}

const NAME = `12px ${SANS}`
const STRONG = `600 12px ${SANS}`
const SMALL = `11px ${SANS}`
/** Labels that are tried in one view; more would not fit, and each is compared with every mark. */
const MOST_LABELS = 90
const TICK_GAP = 96

export function drawLaneNames(context: Context, options: TextOptions): void {
  const { model, frame, palette, show } = options
  const room = frame.left - 20
  context.textAlign = 'right'
  const name = (text: string, y: number, colour: string) => {
    const shown = fitted(context, text, room, NAME)
    context.font = NAME
    context.fillStyle = colour
    context.fillText(shown, frame.left - 12, y)
  }
  context.strokeStyle = palette.line
  context.lineWidth = 1
  context.beginPath()
  for (const [lane, { label }] of model.lanes.lanes.entries()) {
    const bottom = frame.top + (lane + 1) * frame.laneHeight
    name(show(label), bottom - frame.laneHeight / 2, palette.ink)
    context.moveTo(frame.left, Math.round(bottom) + 0.5)
    context.lineTo(frame.width - frame.right, Math.round(bottom) + 0.5)
  }
  context.stroke()
  name('all events', frame.stripTop + frame.stripHeight / 2, palette.soft)
  name(`UTC ${offsetText(offsetOf(options))}`, frame.axisTop + 11, palette.soft)
  if (frame.overviewHeight > 0) {
    name('overview', frame.overviewTop + frame.overviewHeight / 2, palette.soft)
  }
}

/** Minutes east of UTC in the middle of the view: one for all its ticks. */
function offsetOf({ scale, zone }: TextOptions): number {
  return zone.offsetAt((scale.from + scale.to) / 2)
}

export function drawAxis(context: Context, options: TextOptions): void {
  const { scale, frame, palette } = options
  const end = frame.width - 4
  context.textAlign = 'center'
  context.strokeStyle = palette.line
  context.lineWidth = 1
  const shown = ticks(scale, TICK_GAP, offsetOf(options) * MICROSECONDS_PER_MINUTE)
  context.beginPath()
  for (const { time } of shown) {
    const x = Math.round(toX(scale, time)) + 0.5
    context.moveTo(x, frame.axisTop)
    context.lineTo(x, frame.axisTop + 4)
  }
  context.stroke()
  let free = -Infinity
  for (const { time, label } of shown) {
    const half = textWidth(context, label, SMALL) / 2
    const at = Math.min(end - half, Math.max(scale.left + half, toX(scale, time)))
    if (at - half < free) continue
    free = at + half + 6
    context.font = SMALL
    context.fillStyle = palette.soft
    context.fillText(label, at, frame.axisTop + 11)
  }
}

/** Names of marks beside them, those of bands above the lanes; none touches another. */
export function drawLabels(context: Context, options: TextOptions, marks: readonly Mark[]): void {
  const { scale, frame, palette, show, model } = options
  const bandBoxes = drawBandLabels(context, options)
  const obstacles: Box[] = marks.map((mark) => ({
    x: mark.x - mark.radius - 1,
    y: mark.y - mark.radius - 1,
    width: mark.radius * 2 + 2,
    height: mark.radius * 2 + 2,
  }))
  // A label over its own or another's line in time would look struck through.
  for (const mark of marks.filter(hasSpan)) {
    obstacles.push({ x: mark.x, y: mark.y - 2, width: mark.xEnd - mark.x, height: 4 })
  }
  for (const { patch } of model.bands) {
    if (!patch) continue
    const x = toX(scale, patch.time) - 3
    obstacles.push({ x, y: frame.top, width: 6, height: frame.lanesBottom - frame.top })
  }
  const priority = (mark: Mark) => mark.radius + (mark.strong ? 10 : 0) - (mark.quiet ? 5 : 0)
  const named = marks
    .filter(({ label }) => label !== '')
    .sort((a, b) => priority(b) - priority(a))
    .slice(0, MOST_LABELS)
  const requests = named.map((mark) => {
    const text = show(mark.label)
    return {
      text,
      width: textWidth(context, text, mark.strong ? STRONG : NAME),
      x: mark.x,
      end: hasSpan(mark) ? mark.xEnd : mark.x,
      y: mark.y,
      gap: mark.radius + 9,
      priority: priority(mark),
      rises: mark.strong && frame.laneHeight >= 30,
      mark,
    }
  })
  const bounds = { x: scale.left, y: 0, width: scale.width + frame.right, height: frame.height }
  context.textAlign = 'left'
  for (const label of placeLabels(requests, [...obstacles, ...bandBoxes], bounds)) {
    const { mark } = label.request as (typeof requests)[number]
    context.font = mark.strong ? STRONG : NAME
    context.lineWidth = 3
    const ground = groundBehind(options, label.x, label.request.width)
    if (ground) {
      context.strokeStyle = ground
      context.strokeText(label.request.text, label.x, label.y)
    }
    context.fillStyle = markColour(mark, palette)
    context.fillText(label.request.text, label.x, label.y)
  }
}

/** Colour of a label's halo; null where it lies over an edge of the tint, which a halo would cut. */
function groundBehind(
  { model, scale, palette }: TextOptions,
  x: number,
  width: number,
): string | null {
  let ground: string | null = palette.paper
  for (const { exposure } of model.bands) {
    if (!exposure) continue
    const from = toX(scale, exposure.from)
    const to = toX(scale, exposure.to)
    if (to <= x || from >= x + width) continue
    ground = model.bands.length === 1 && from <= x && to >= x + width ? palette.exposure : null
  }
  return ground
}

interface BandLabel {
  readonly text: string
  readonly colour: string
  readonly strong: boolean
  /** Left edges to try, best first. */
  readonly places: (width: number) => readonly number[]
}

/** Of one server; where each has a lane, their names would not tell whose they are. */
function bandLabels({ model, scale, palette }: TextOptions): BandLabel[] {
  const labels: BandLabel[] = []
  const [only] = model.bands
  if (!only || model.bands.length > 1) return []
  const { patch, exposure } = only
  const right = scale.left + scale.width
  if (patch) {
    const x = toX(scale, patch.time)
    const text = `patched ${shortDay(patch.time)} ${patch.build}`.trim()
    const places = (width: number) => [x + 6, x - 6 - width]
    if (x >= scale.left - 6 && x <= right + 6)
      labels.push({ text, colour: palette.patch, strong: true, places })
  }
  if (exposure) {
    const from = Math.max(scale.left, toX(scale, exposure.from))
    const to = Math.min(right, toX(scale, exposure.to))
    const places = (width: number) => (patch ? [to - 6 - width, from] : [from, to - width])
    const visible = to > scale.left && from < right
    if (visible)
      labels.push({ text: exposure.label, colour: palette.backdoored, strong: true, places })
  }
  for (const hole of only.holes) {
    if (hole.to <= scale.from || hole.from >= scale.to) continue
    const from = Math.max(scale.left, toX(scale, hole.from))
    const x = (from + Math.min(right, toX(scale, hole.to))) / 2
    const places = (width: number) => [x - width / 2, from, right - width]
    labels.push({ text: hole.label, colour: palette.soft, strong: false, places })
  }
  return labels
}

/** Names of window, patch and holes above the lanes, in two lines where they would meet. */
function drawBandLabels(context: Context, options: TextOptions): Box[] {
  const { scale, frame } = options
  const right = scale.left + scale.width + frame.right - 2
  const taken: Box[] = []
  const base = frame.railTop
  context.textAlign = 'left'
  for (const { text, colour, strong, places } of bandLabels(options)) {
    const font = strong ? STRONG : NAME
    const width = textWidth(context, text, font)
    const fitting = places(width).filter((x) => x >= scale.left - 60 && x + width <= right)
    const tries = [base - 9, base - 24].flatMap((y) => fitting.map((x) => ({ x, y })))
    const free = tries.find(({ x, y }) => {
      const box = { x: x - 4, y: y - 7, width: width + 8, height: 14 }
      return !taken.some((other) => overlaps(other, box))
    })
    if (!free) continue
    taken.push({ x: free.x - 4, y: free.y - 7, width: width + 8, height: 14 })
    context.font = font
    context.fillStyle = colour
    context.fillText(text, free.x, free.y)
  }
  return taken
}
