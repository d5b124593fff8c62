import type { Density } from '../../workers/protocol.js'
import { PHASES } from '../model/finding.js'
import { PHASE_SHAPE, PHASE_WORD, phaseColour, type Palette, type Shape } from '../parts/palette.js'
import { shortDay } from '../parts/words.js'
import { paintDensity, pixelOf } from './bins.js'
import { overlaps, placeLabels, type Box } from './labels.js'
import { placeMarks, type Frame, type Mark, type TimelineModel } from './layout.js'
import { ticks, toX, type TimeScale } from './scale.js'

export interface DrawOptions {
  readonly model: TimelineModel
  readonly scale: TimeScale
  readonly frame: Frame
  readonly palette: Palette
  readonly density: Density | null
  /** Device pixels a unit; the context is already scaled by it. */
  readonly ratio: number
  /** Where the drawing's corner stands on the canvas, in units. */
  readonly origin: { readonly x: number; readonly y: number }
  readonly selected: string | null
  /** Mark under the keyboard's cursor. */
  readonly cursor: string | null
  /** Makes text fit to be shown: masks, defangs, escapes. */
  readonly show: (text: string) => string
}

export const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif'
export const MONO = 'ui-monospace, Consolas, Menlo, "DejaVu Sans Mono", monospace'

type Context = CanvasRenderingContext2D

/** Draws the timeline on any 2D context and gives the marks, for clicks. */
export function drawTimeline(context: Context, options: DrawOptions): Mark[] {
  const { model, scale, frame, palette } = options
  const marks = placeMarks(model, scale, frame)
  context.save()
  context.textBaseline = 'middle'
  drawStrip(context, options)
  context.save()
  context.beginPath()
  context.rect(scale.left, 0, scale.width, frame.height)
  context.clip()
  drawExposure(context, options)
  drawHoles(context, options)
  context.restore()
  drawLanes(context, frame, palette)
  drawAxis(context, options)
  context.save()
  context.beginPath()
  context.rect(scale.left - 8, 0, scale.width + 16, frame.height)
  context.clip()
  drawPatch(context, options)
  drawLinks(context, options, marks)
  for (const mark of marks) drawMark(context, mark, options)
  context.restore()
  drawLabels(context, options, marks)
  context.restore()
  return marks
}

function drawLanes(context: Context, frame: Frame, palette: Palette): void {
  context.font = `12px ${SANS}`
  context.textAlign = 'right'
  for (const [lane, phase] of PHASES.entries()) {
    const y = frame.top + (lane + 1) * frame.laneHeight
    context.fillStyle = palette.ink
    context.fillText(PHASE_WORD[phase], frame.left - 12, y - frame.laneHeight / 2)
    rule(context, frame.left, Math.round(y) + 0.5, frame.width - frame.right, palette.line)
  }
  context.fillStyle = palette.soft
  const strip = frame.lanesBottom + frame.stripHeight / 2 + 2
  context.fillText('all events', frame.left - 12, strip)
}

function rule(context: Context, x: number, y: number, x1: number, colour: string): void {
  context.strokeStyle = colour
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(x, y)
  context.lineTo(x1, y)
  context.stroke()
}

function drawAxis(context: Context, { scale, frame, palette }: DrawOptions): void {
  context.font = `11px ${SANS}`
  context.textAlign = 'center'
  const end = frame.width - 4
  const bottom = frame.lanesBottom + frame.stripHeight + 2
  context.fillStyle = palette.soft
  context.textAlign = 'right'
  context.fillText('UTC', frame.left - 12, bottom + 12)
  context.textAlign = 'center'
  for (const tick of ticks(scale, 96)) {
    const x = toX(scale, tick.time)
    context.strokeStyle = palette.line
    context.beginPath()
    context.moveTo(Math.round(x) + 0.5, bottom)
    context.lineTo(Math.round(x) + 0.5, bottom + 4)
    context.stroke()
    const half = context.measureText(tick.label).width / 2
    const at = Math.min(end - half, Math.max(scale.left + half, x))
    context.fillText(tick.label, at, bottom + 12)
  }
}

function drawStrip(context: Context, options: DrawOptions): void {
  const { density, scale, frame, palette, ratio, origin } = options
  const width = Math.max(1, Math.round(scale.width * ratio))
  const height = Math.max(1, Math.round(frame.stripHeight * ratio))
  if (!density || density.events.length === 0) return
  const image = context.createImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  paintDensity(pixels, width, height, density, scale, {
    ground: pixelOf(palette.paper),
    noise: pixelOf(palette.quiet),
    events: pixelOf(palette.density),
  })
  const x = Math.round((origin.x + scale.left) * ratio)
  context.putImageData(image, x, Math.round((origin.y + frame.lanesBottom + 2) * ratio))
}

function drawExposure(context: Context, { model, scale, frame, palette }: DrawOptions): void {
  if (!model.exposure) return
  const x = toX(scale, model.exposure.from)
  const width = Math.max(1, toX(scale, model.exposure.to) - x)
  context.fillStyle = palette.exposure
  context.fillRect(x, frame.top, width, frame.lanesBottom - frame.top)
}

function drawHoles(context: Context, { model, scale, frame, palette }: DrawOptions): void {
  for (const hole of model.holes) {
    const x = toX(scale, hole.from)
    const width = Math.max(3, toX(scale, hole.to) - x)
    const height = frame.lanesBottom + frame.stripHeight - frame.top + 2
    context.save()
    context.beginPath()
    context.rect(x, frame.top, width, height)
    context.clip()
    context.fillStyle = palette.ground
    context.fillRect(x, frame.top, width, height)
    context.strokeStyle = palette.soft
    context.globalAlpha = 0.45
    context.lineWidth = 1
    context.beginPath()
    const start = Math.max(x, scale.left - height)
    const end = Math.min(x + width, scale.left + scale.width)
    for (let at = start - height; at < end; at += 6) {
      context.moveTo(at, frame.top + height)
      context.lineTo(at + height, frame.top)
    }
    context.stroke()
    context.restore()
  }
}

function drawPatch(context: Context, { model, scale, frame, palette }: DrawOptions): void {
  if (!model.patch) return
  const x = Math.round(toX(scale, model.patch.time))
  context.fillStyle = palette.patch
  context.fillRect(x - 1, frame.top - 14, 2, frame.lanesBottom - frame.top + 14)
}

function drawLinks(context: Context, options: DrawOptions, marks: readonly Mark[]): void {
  const at = new Map(marks.flatMap((mark) => mark.findings.map((one) => [one.id, mark] as const)))
  const drawn = new Set<string>()
  context.strokeStyle = options.palette.soft
  context.globalAlpha = 0.75
  context.lineWidth = 1.25
  for (const [from, to] of options.model.links) {
    const a = at.get(from.id)
    const b = at.get(to.id)
    if (!a || !b || a === b) continue
    const key = `${a.phase} ${String(a.x)} ${b.phase} ${String(b.x)}`
    if (drawn.has(key)) continue
    drawn.add(key)
    context.beginPath()
    context.moveTo(a.x, a.y)
    const bend = (b.y - a.y) * 0.45
    context.bezierCurveTo(a.x, a.y + bend, b.x, b.y - bend, b.x, b.y)
    context.stroke()
  }
  context.globalAlpha = 1
}

/** Whether a mark's time is long enough to be drawn as a line. */
function hasSpan(mark: Mark): boolean {
  return mark.xEnd - mark.x > mark.radius * 2
}

function drawMark(context: Context, mark: Mark, options: DrawOptions): void {
  const { palette, selected, cursor } = options
  const colour = mark.quiet ? palette.soft : phaseColour(mark.phase, palette)
  if (hasSpan(mark)) {
    context.fillStyle = colour
    context.globalAlpha = 0.35
    context.fillRect(mark.x, mark.y - 1.5, mark.xEnd - mark.x, 3)
    context.globalAlpha = 1
  }
  context.fillStyle = colour
  context.strokeStyle = palette.paper
  context.lineWidth = 3
  tracePath(context, PHASE_SHAPE[mark.phase], mark.x, mark.y, mark.radius)
  context.stroke()
  context.fill()
  const isSelected = mark.findings.some((finding) => finding.id === selected)
  if (isSelected || mark.findings[0]?.id === cursor) {
    context.strokeStyle = isSelected ? palette.ink : palette.patch
    context.lineWidth = 1.5
    context.beginPath()
    context.arc(mark.x, mark.y, mark.radius + 5, 0, Math.PI * 2)
    context.stroke()
  }
}

export function tracePath(context: Context, shape: Shape, x: number, y: number, r: number): void {
  context.beginPath()
  if (shape === 'disc' || shape === 'ring') context.arc(x, y, r, 0, Math.PI * 2)
  else if (shape === 'square') context.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8)
  else if (shape === 'bar') context.rect(x - r * 0.4, y - r, r * 0.8, r * 2)
  else if (shape === 'triangle')
    polygon(context, [x, y - r, x + r * 1.05, y + r * 0.8, x - r * 1.05, y + r * 0.8])
  else polygon(context, [x, y - r * 1.2, x + r * 1.2, y, x, y + r * 1.2, x - r * 1.2, y])
}

function polygon(context: Context, points: readonly number[]): void {
  for (let at = 0; at + 1 < points.length; at += 2) {
    if (at === 0) context.moveTo(points[0]!, points[1]!)
    else context.lineTo(points[at]!, points[at + 1]!)
  }
  context.closePath()
}

function drawLabels(context: Context, options: DrawOptions, marks: readonly Mark[]): void {
  const { scale, frame, palette, show } = options
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
  const font = (strong: boolean) => `${strong ? '600 ' : ''}12px ${SANS}`
  if (options.model.patch) {
    const x = toX(scale, options.model.patch.time) - 3
    obstacles.push({ x, y: frame.top, width: 6, height: frame.lanesBottom - frame.top })
  }
  const requests = marks.flatMap((mark) => {
    const text = show(mark.label)
    if (text === '') return []
    context.font = font(mark.strong)
    const width = context.measureText(text).width
    const priority = mark.radius + (mark.strong ? 10 : 0) - (mark.quiet ? 5 : 0)
    return [
      {
        text,
        width,
        x: mark.x,
        end: hasSpan(mark) ? mark.xEnd : mark.x,
        y: mark.y,
        gap: mark.radius + 9,
        priority,
        rises: mark.strong,
        mark,
      },
    ]
  })
  const bounds = { x: scale.left, y: 0, width: scale.width + frame.right, height: frame.height }
  context.textAlign = 'left'
  for (const label of placeLabels(requests, [...obstacles, ...bandBoxes], bounds)) {
    const { mark } = label.request as (typeof requests)[number]
    context.font = font(mark.strong)
    context.lineWidth = 3
    const ground = groundBehind(options, label.x, label.request.width)
    if (ground) {
      context.strokeStyle = ground
      context.strokeText(label.request.text, label.x, label.y)
    }
    context.fillStyle = mark.quiet ? palette.soft : phaseColour(mark.phase, palette)
    context.fillText(label.request.text, label.x, label.y)
  }
}

/** Colour of a label's halo; null where it lies over an edge of the tint, which a halo would cut. */
function groundBehind(
  { model, scale, palette }: DrawOptions,
  x: number,
  width: number,
): string | null {
  if (!model.exposure) return palette.paper
  const from = toX(scale, model.exposure.from)
  const to = toX(scale, model.exposure.to)
  if (to <= x || from >= x + width) return palette.paper
  return from <= x && to >= x + width ? palette.exposure : null
}

interface BandLabel {
  readonly text: string
  readonly colour: string
  readonly strong: boolean
  /** Left edges to try, best first. */
  readonly places: (width: number) => readonly number[]
}

function bandLabels({ model, scale, palette }: DrawOptions): BandLabel[] {
  const labels: BandLabel[] = []
  const { patch, exposure } = model
  if (patch) {
    const x = toX(scale, patch.time)
    const text = `patched ${shortDay(patch.time)} ${patch.build}`.trim()
    const places = (width: number) => [x + 6, x - 6 - width]
    if (inView(scale, x)) labels.push({ text, colour: palette.patch, strong: true, places })
  }
  if (exposure) {
    const from = Math.max(scale.left, toX(scale, exposure.from))
    const to = Math.min(scale.left + scale.width, toX(scale, exposure.to))
    const places = (width: number) => (patch ? [to - 6 - width, from] : [from, to - width])
    const visible = to > scale.left && from < scale.left + scale.width
    const { label: text } = exposure
    if (visible) labels.push({ text, colour: palette.backdoored, strong: true, places })
  }
  for (const hole of model.holes) {
    const x = (toX(scale, hole.from) + toX(scale, hole.to)) / 2
    const places = (width: number) => [x - width / 2]
    const { label: text } = hole
    if (inView(scale, x)) labels.push({ text, colour: palette.soft, strong: false, places })
  }
  return labels
}

function inView(scale: TimeScale, x: number): boolean {
  return x >= scale.left - 6 && x <= scale.left + scale.width + 6
}

/** Names of window, patch and holes above the lanes, in two lines where they would meet. */
function drawBandLabels(context: Context, options: DrawOptions): Box[] {
  const { scale, frame } = options
  const right = scale.left + scale.width + frame.right - 2
  const taken: Box[] = []
  context.textAlign = 'left'
  for (const { text, colour, strong, places } of bandLabels(options)) {
    context.font = `${strong ? '600 ' : ''}12px ${SANS}`
    const width = context.measureText(text).width
    const fitting = places(width).filter((x) => x >= scale.left - 60 && x + width <= right)
    const tries = [frame.top - 10, frame.top - 25].flatMap((y) => fitting.map((x) => ({ x, y })))
    const free = tries.find(({ x, y }) => {
      const box = { x: x - 4, y: y - 7, width: width + 8, height: 14 }
      return !taken.some((other) => overlaps(other, box))
    })
    if (!free) continue
    taken.push({ x: free.x - 4, y: free.y - 7, width: width + 8, height: 14 })
    context.fillStyle = colour
    context.fillText(text, free.x, free.y)
  }
  return taken
}
