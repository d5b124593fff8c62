import type { Band } from './bands.js'
import type { TextOptions } from './draw-text.js'
import { RAIL } from './frame.js'
import { toX } from './scale.js'
import { fitted, SANS, textWidth } from './text-width.js'

type Context = CanvasRenderingContext2D

interface Bar extends Band {
  readonly colour: string
}

const FONT = `11px ${SANS}`
/** A name with less room than this says nothing. */
const SMALLEST_NAME = 40

/** Campaigns, each open from where it is named, and below them mitigations: above the lanes. */
export function drawRails(context: Context, options: TextOptions): void {
  const { model, frame, palette, show } = options
  const campaigns = model.campaigns.map(({ from, label }) => {
    return { from, to: model.to, label, colour: palette.targeted }
  })
  if (campaigns.length > 0) drawRail(context, options, frame.railTop, campaigns)
  const mitigations = model.mitigations.map(({ from, to, label, works }) => {
    return { from, to, label: show(label), colour: works ? palette.calm : palette.soft }
  })
  const top = frame.railTop + (campaigns.length > 0 ? RAIL : 0)
  if (mitigations.length > 0) drawRail(context, options, top, mitigations)
}

/** A line for each bar, broken where a name stands on it; a tick where it begins and ends. */
function drawRail(
  context: Context,
  { scale }: TextOptions,
  top: number,
  bars: readonly Bar[],
): void {
  const right = scale.left + scale.width
  const y = Math.round(top + RAIL / 2)
  const shown = bars.filter(({ from, to }) => from < scale.to && to > scale.from)
  let free = scale.left
  context.textAlign = 'left'
  context.lineWidth = 1
  for (const [at, { from, to, label, colour }] of shown.entries()) {
    const begin = Math.max(scale.left, toX(scale, from))
    const end = Math.min(right, toX(scale, to))
    const next = shown[at + 1]
    const room = Math.min(right, next ? toX(scale, next.from) : right) - begin - 10
    context.strokeStyle = colour
    context.beginPath()
    for (const [time, x] of [
      [from, begin],
      [to, end],
    ] as const) {
      if (time < scale.from || time >= scale.to) continue
      context.moveTo(Math.round(x) + 0.5, y - 5)
      context.lineTo(Math.round(x) + 0.5, y + 6)
    }
    let line = Math.max(begin, free)
    if (begin >= free && room >= SMALLEST_NAME) {
      const text = fitted(context, label, room, FONT)
      context.font = FONT
      context.fillStyle = colour
      context.fillText(text, begin + 5, y + 0.5)
      free = begin + textWidth(context, text, FONT) + 10
      line = free
    }
    if (end > line) {
      context.moveTo(line, y + 0.5)
      context.lineTo(end, y + 0.5)
    }
    context.stroke()
  }
}
