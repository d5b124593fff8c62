import type { Phase } from '../model/finding.js'
import { PHASE_SHAPE, phaseColour, type Palette, type Shape } from '../parts/palette.js'
import type { Mark } from './marks.js'
import type { TimelineModel } from './model.js'

type Context = CanvasRenderingContext2D

/** Whether a mark's time is long enough to be drawn as a line. */
export function hasSpan(mark: Mark): boolean {
  return mark.xEnd - mark.x > mark.radius * 2
}

export interface MarkOptions {
  readonly palette: Palette
  /** Ids of findings. */
  readonly selected: string | null
  readonly cursor: string | null
  readonly ratio: number
}

/** Lines from step to step of a story; those of the selected one stand out. */
export function drawLinks(
  context: Context,
  { links, stories }: TimelineModel,
  marks: readonly Mark[],
  { palette, selected }: MarkOptions,
): void {
  const at = new Map(marks.flatMap((mark) => mark.findings.map((one) => [one.id, mark] as const)))
  const told = stories.find(({ id }) => id === selected)?.id
  const drawn = new Set<string>()
  for (const { from, to, story } of links) {
    const a = at.get(from.id)
    const b = at.get(to.id)
    if (!a || !b || a === b) continue
    const strong = story !== '' && story === told
    const key = [a.lane, a.x, b.lane, b.x, strong].join(' ')
    if (drawn.has(key)) continue
    drawn.add(key)
    context.strokeStyle = strong ? palette.ink : palette.soft
    context.globalAlpha = strong ? 1 : 0.75
    context.lineWidth = strong ? 2 : 1.25
    context.beginPath()
    context.moveTo(a.x, a.y)
    if (a.lane === b.lane) {
      // An arc, so that a line to the next mark of the lane is seen beside its time.
      const rise = Math.min(a.radius + 8, Math.abs(b.x - a.x) / 2)
      context.bezierCurveTo(a.x, a.y - rise, b.x, b.y - rise, b.x, b.y)
    } else {
      const bend = (b.y - a.y) * 0.45
      context.bezierCurveTo(a.x, a.y + bend, b.x, b.y - bend, b.x, b.y)
    }
    context.stroke()
  }
  context.globalAlpha = 1
}

export function drawMark(context: Context, mark: Mark, options: MarkOptions): void {
  const { palette, selected, cursor, ratio } = options
  const colour = markColour(mark, palette)
  if (hasSpan(mark)) {
    context.fillStyle = colour
    context.globalAlpha = 0.35
    context.fillRect(mark.x, mark.y - 1.5, mark.xEnd - mark.x, 3)
    context.globalAlpha = 1
  }
  stamp(context, mark.phase, mark, { colour, halo: palette.paper, ratio })
  const isSelected = mark.findings.some((finding) => finding.id === selected)
  if (isSelected || mark.findings.some((finding) => finding.id === cursor)) {
    context.strokeStyle = isSelected ? palette.ink : palette.patch
    context.lineWidth = 1.5
    context.beginPath()
    context.arc(mark.x, mark.y, mark.radius + 5, 0, Math.PI * 2)
    context.stroke()
  }
}

export function markColour({ quiet, phase }: Mark, palette: Palette): string {
  return quiet ? palette.soft : phaseColour(phase, palette)
}

/** Shapes drawn once: a path filled and stroked costs many times a copy of it, and views have thousands. */
const stamps = new Map<string, HTMLCanvasElement>()
/** Five shapes, two sizes and a handful of colours for each theme; more come with zoom levels alone. */
const MOST_STAMPS = 400
/** Around a shape, for its corners and halo. */
const MARGIN = 4

function stamp(
  context: Context,
  phase: Phase,
  { x, y, radius }: Mark,
  { colour, halo, ratio }: { colour: string; halo: string; ratio: number },
): void {
  const size = Math.ceil((radius * 1.2 + MARGIN) * 2)
  const key = [phase, radius, colour, halo, ratio].join(' ')
  let shape = stamps.get(key)
  if (!shape) {
    if (stamps.size >= MOST_STAMPS) stamps.clear()
    shape = document.createElement('canvas')
    shape.width = shape.height = Math.ceil(size * ratio)
    const drawn = shape.getContext('2d')
    drawn?.scale(ratio, ratio)
    if (drawn) drawShape(drawn, PHASE_SHAPE[phase], size / 2, radius, colour, halo)
    stamps.set(key, shape)
  }
  // On whole device pixels: in between, a copy would be blurred.
  const left = Math.round((x - size / 2) * ratio) / ratio
  const top = Math.round((y - size / 2) * ratio) / ratio
  context.drawImage(shape, left, top, size, size)
}

function drawShape(
  context: Context,
  shape: Shape,
  middle: number,
  radius: number,
  colour: string,
  halo: string,
): void {
  context.fillStyle = colour
  context.strokeStyle = halo
  context.lineWidth = 3
  tracePath(context, shape, middle, middle, radius)
  context.stroke()
  context.fill()
}

function tracePath(context: Context, shape: Shape, x: number, y: number, r: number): void {
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
