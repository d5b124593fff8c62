import { drawLinks, drawMark } from './draw-marks.js'
import { drawAxis, drawLabels, drawLaneNames, type TextOptions } from './draw-text.js'
import { drawRails } from './draw-rails.js'
import { placeMarks, type Mark } from './marks.js'
import { laneSpan, paint, type PaintOptions } from './paint.js'
import { Pixels } from './pixels.js'
import { toX } from './scale.js'
import type { Stretch } from './bands.js'

export interface DrawOptions extends PaintOptions, TextOptions {
  /** Where the drawing's corner stands on the canvas, in units. */
  readonly origin: { readonly x: number; readonly y: number }
  /** The selected stretch of time, and the moment under the pointer. */
  readonly range: Stretch | null
  readonly selected: string | null
  /** Mark under the keyboard's cursor: a finding's id. */
  readonly cursor: string | null
}

type Context = CanvasRenderingContext2D

/** Draws the timeline on any 2D context, scaled by `ratio` already, and gives the marks, for clicks. */
export function drawTimeline(context: Context, options: DrawOptions): Mark[] {
  const { model, scale, frame, ratio, origin } = options
  const marks = placeMarks(model, scale, frame)
  const image = imageFor(context, Math.round(frame.width * ratio), Math.round(frame.height * ratio))
  const pixels = new Pixels(new Uint32Array(image.data.buffer), image.width, image.height)
  paint(pixels, options)
  context.putImageData(image, Math.round(origin.x * ratio), Math.round(origin.y * ratio))
  context.save()
  context.textBaseline = 'middle'
  drawLaneNames(context, options)
  drawAxis(context, options)
  drawRails(context, options)
  context.save()
  context.beginPath()
  context.rect(scale.left - 8, 0, scale.width + 16, frame.height)
  context.clip()
  drawPatches(context, options)
  drawRange(context, options)
  drawLinks(context, model, marks, options)
  for (const mark of marks) drawMark(context, mark, options)
  context.restore()
  drawLabels(context, options, marks)
  context.restore()
  return marks
}

/** One buffer a context: a new one for each frame would be megabytes to clear away. */
const images = new WeakMap<Context, ImageData>()

function imageFor(context: Context, width: number, height: number): ImageData {
  const kept = images.get(context)
  if (kept?.width === width && kept.height === height) return kept
  const image = context.createImageData(Math.max(1, width), Math.max(1, height))
  images.set(context, image)
  return image
}

function drawPatches(context: Context, options: DrawOptions): void {
  const { model, scale, frame, palette } = options
  context.fillStyle = palette.patch
  for (const { host, patch } of model.bands) {
    const span = laneSpan(model, host, frame)
    if (!patch || !span) continue
    const x = Math.round(toX(scale, patch.time))
    const top = model.lanes.kind === 'host' ? span.top + 2 : frame.railTop - 14
    context.fillRect(x - 1, top, 2, span.bottom - top)
  }
}

function drawRange(context: Context, options: DrawOptions): void {
  const { range, scale, frame, palette, overview } = options
  if (!range) return
  context.fillStyle = palette.patch
  context.strokeStyle = palette.patch
  const band = (in_: typeof scale, top: number, bottom: number) => {
    const from = Math.max(in_.left, toX(in_, range.from))
    const to = Math.min(in_.left + in_.width, toX(in_, range.to))
    if (to < in_.left || from > in_.left + in_.width) return
    context.globalAlpha = 0.1
    context.fillRect(from, top, Math.max(1, to - from), bottom - top)
    context.globalAlpha = 1
    if (range.from >= in_.from) context.fillRect(Math.round(from), top, 1, bottom - top)
    if (range.to <= in_.to) context.fillRect(Math.round(to) - 1, top, 1, bottom - top)
  }
  band(scale, frame.top, frame.axisTop)
  if (overview && frame.overviewHeight > 0) {
    band(overview.scale, frame.overviewTop, frame.overviewTop + frame.overviewHeight)
  }
}
