import type { Density } from '../../workers/protocol.js'
import type { Finding } from '../model/finding.js'
import { phaseColour, type Palette } from '../parts/palette.js'
import type { Stretch } from './bands.js'
import type { Frame } from './frame.js'
import type { TimelineModel } from './model.js'
import { barHeight, mixed, pixelOf, type Pixels } from './pixels.js'
import { toX, type TimeScale } from './scale.js'

export interface PaintOptions {
  readonly model: TimelineModel
  readonly scale: TimeScale
  readonly frame: Frame
  readonly palette: Palette
  /** Lanes in the order of the model's, after all events together. */
  readonly density: Density | null
  /** Of all the evidence; null where it is not drawn. */
  readonly overview: { readonly density: Density | null; readonly scale: TimeScale } | null
  /** Device pixels a unit. */
  readonly ratio: number
}

/** Of a lane's height, so that bars leave room for marks and labels. */
const LANE_BARS = 0.72
/** Units between two lines of a hatch. */
const HATCH_GAP = 6
/** So wide at least, in units: a hole of a minute must be seen in a view of a year. */
const SMALLEST_HOLE = 3

/** Everything of the timeline that is no line, mark or text, into a buffer of the whole drawing. */
export function paint(pixels: Pixels, options: PaintOptions): void {
  const { frame, palette, density, model } = options
  pixels.pixels.fill(pixelOf(palette.paper))
  paintExposure(pixels, options)
  const colours = { noise: pixelOf(palette.quiet), events: pixelOf(palette.density) }
  if (density) {
    const strip = { bottom: frame.axisTop, height: frame.stripHeight - 2 }
    paintDensity(pixels, density, 0, strip, options.scale, options.ratio, colours)
    const laned = density.events.length > density.bins
    const soft = softer(palette)
    for (let lane = 0; laned && lane < model.lanes.lanes.length; lane++) {
      const bottom = Math.round(frame.top + (lane + 1) * frame.laneHeight)
      const place = { bottom, height: Math.max(2, frame.laneHeight * LANE_BARS) }
      paintDensity(pixels, density, lane + 1, place, options.scale, options.ratio, soft)
    }
  }
  paintHoles(pixels, options)
  paintOverview(pixels, options)
}

/** Behind marks and labels. */
function softer(palette: Palette): BarColours {
  const paper = pixelOf(palette.paper)
  return {
    noise: mixed(paper, pixelOf(palette.quiet), 0.7),
    events: mixed(paper, pixelOf(palette.density), 0.55),
  }
}

interface BarColours {
  readonly noise: number
  readonly events: number
}

/**
 * Bars of one lane of the density, each scaled to the lane's highest. A density of another stretch (the
 * view has moved since it was asked for) is drawn where it belongs. The noise stands on what is none.
 */
export function paintDensity(
  pixels: Pixels,
  density: Density,
  lane: number,
  place: { readonly bottom: number; readonly height: number },
  scale: TimeScale,
  ratio: number,
  colours: BarColours,
): void {
  const { bins, from, to } = density
  const start = lane * bins
  let most = 0
  for (let bin = 0; bin < bins; bin++) most = Math.max(most, density.events[start + bin] as number)
  const step = (to - from) / bins
  const left = Math.round(scale.left * ratio)
  const right = Math.round((scale.left + scale.width) * ratio)
  const bottom = Math.round(place.bottom * ratio)
  const height = Math.round(place.height * ratio)
  const x = (edge: number) => Math.round(toX(scale, from + edge * step) * ratio)
  const first = Math.max(0, Math.floor((scale.from - from) / step))
  const last = Math.min(bins, Math.ceil((scale.to - from) / step))
  for (let bin = first; bin < last; bin++) {
    const total = density.events[start + bin] as number
    if (total === 0) continue
    const [x0, x1] = [x(bin), x(bin + 1)]
    const gap = x1 - x0 > 2 ? Math.max(1, Math.round(ratio)) : 0
    const all = barHeight(total, most, height)
    const told = barHeight(total - (density.noise[start + bin] as number), most, height)
    const end = Math.min(right, Math.max(x0 + 1, x1 - gap))
    const bar = { all, told, colour: colours.noise, under: colours.events }
    pixels.bar(Math.max(left, x0), end, bottom, bar)
  }
}

/** Lanes that the bands of a server stand in: its own, or all. */
export function laneSpan(
  { lanes }: TimelineModel,
  host: string,
  frame: Frame,
): { readonly top: number; readonly bottom: number } | null {
  if (lanes.kind !== 'host') return { top: frame.top, bottom: frame.lanesBottom }
  const lane = lanes.lanes.findIndex((one) => one.host === host)
  if (lane < 0) return null
  const top = frame.top + lane * frame.laneHeight
  return { top, bottom: top + frame.laneHeight }
}

function paintExposure(pixels: Pixels, options: PaintOptions): void {
  const { model, frame, palette } = options
  for (const { host, exposure } of model.bands) {
    const span = laneSpan(model, host, frame)
    if (!exposure || !span) continue
    if (exposure.to <= options.scale.from || exposure.from >= options.scale.to) continue
    const { x0, x1, y0, y1 } = inPixels(exposure, span, options, 1)
    pixels.rect(x0, y0, x1, y1, pixelOf(palette.exposure))
    // Its edges are seen without colour, too.
    const edge = mixed(pixelOf(palette.exposure), pixelOf(palette.backdoored), 0.35)
    if (exposure.from >= options.scale.from) pixels.rect(x0, y0, x0 + 1, y1, edge)
    if (exposure.to <= options.scale.to) pixels.rect(x1 - 1, y0, x1, y1, edge)
  }
}

/** A hole of one log alone is hatched wider; in lanes of sources each log has its own. */
function paintHoles(pixels: Pixels, options: PaintOptions): void {
  const { model, frame, scale } = options
  const { kind } = model.lanes
  const hatch = (hole: Stretch, span: { top: number; bottom: number }, gap: number) => {
    if (hole.to <= scale.from || hole.from >= scale.to) return
    const { x0, x1, y0, y1 } = inPixels(hole, span, options, SMALLEST_HOLE)
    pixels.hatch(x0, y0, x1, y1, hatching(options, gap))
  }
  for (const [lane, gaps] of model.laneGaps.entries()) {
    const top = frame.top + lane * frame.laneHeight
    for (const gap of gaps) hatch(gap, { top, bottom: top + frame.laneHeight }, HATCH_GAP)
  }
  for (const { host, holes } of model.bands) {
    const span = laneSpan(model, host, frame)
    if (!span) continue
    const bottom = kind === 'host' ? span.bottom : frame.axisTop
    const top = kind === 'source' ? frame.lanesBottom : span.top
    for (const hole of holes) hatch(hole, { top, bottom }, HATCH_GAP * (hole.partly ? 2 : 1))
  }
}

function hatching({ palette, ratio }: PaintOptions, gap: number) {
  const ground = pixelOf(palette.ground)
  const line = mixed(ground, pixelOf(palette.soft), 0.5)
  return { ground, line, gap: Math.round(gap * ratio) }
}

/** A band's rectangle in device pixels, cut at the view's edges. */
function inPixels(
  band: Stretch,
  span: { readonly top: number; readonly bottom: number },
  { scale, ratio }: PaintOptions,
  least: number,
) {
  const left = Math.max(scale.left, toX(scale, band.from))
  const right = Math.min(scale.left + scale.width, toX(scale, band.to))
  const x0 = Math.round(left * ratio)
  return {
    x0,
    x1: right < left ? x0 : Math.max(x0 + Math.round(least * ratio), Math.round(right * ratio)),
    y0: Math.round(span.top * ratio),
    y1: Math.round(span.bottom * ratio),
  }
}

/** All the evidence in small: events, a tick a finding, and what is outside the view is dimmed. */
function paintOverview(pixels: Pixels, options: PaintOptions): void {
  const { overview, frame, palette, ratio, scale, model } = options
  if (!overview || frame.overviewHeight === 0) return
  const { overviewTop: top, overviewHeight: height } = frame
  const whole = overview.scale
  const paper = pixelOf(palette.paper)
  const ground = pixelOf(palette.ground)
  const px = (value: number) => Math.round(value * ratio)
  const [left, right] = [px(whole.left), px(whole.left + whole.width)]
  pixels.rect(left, px(top), right, px(top + height), ground)
  const from = Math.max(left, px(toX(whole, scale.from)))
  const to = Math.min(right, Math.max(from + px(2), px(toX(whole, scale.to))))
  pixels.rect(from, px(top), to, px(top + height), paper)
  if (overview.density) {
    const place = { bottom: top + height, height: height - 8 }
    paintDensity(pixels, overview.density, 0, place, whole, ratio, softer(palette))
  }
  for (const finding of model.findings) {
    const x = px(toX(whole, finding.firstTime))
    pixels.rect(x - 1, px(top), x + 1, px(top + 7), tickColour(finding, palette))
  }
  const edge = pixelOf(palette.soft)
  pixels.rect(from, px(top), to, px(top) + 1, edge)
  pixels.rect(from, px(top + height) - 1, to, px(top + height), edge)
  for (const x of [from, to - px(2)]) pixels.rect(x, px(top), x + px(2), px(top + height), edge)
}

function tickColour({ rung, phase }: Finding, palette: Palette): number {
  return pixelOf(rung === null ? palette.soft : phaseColour(phase, palette))
}
