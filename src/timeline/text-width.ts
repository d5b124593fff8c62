export const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif'
export const MONO = 'ui-monospace, Consolas, Menlo, "DejaVu Sans Mono", monospace'

/** Texts whose width is kept: a view has some hundreds, and the same ones in each frame. */
const MOST_KEPT = 4_000
const widths = new Map<string, number>()

/** Width in a font, measured once; leaves the context with that font where it had to be. */
export function textWidth(context: CanvasRenderingContext2D, text: string, font: string): number {
  const key = `${font}|${text}`
  let width = widths.get(key)
  if (width === undefined) {
    if (widths.size >= MOST_KEPT) widths.clear()
    context.font = font
    width = context.measureText(text).width
    widths.set(key, width)
  }
  return width
}

/** The text, or as much of its beginning as fits with an ellipsis. */
export function fitted(
  context: CanvasRenderingContext2D,
  text: string,
  width: number,
  font: string,
): string {
  const whole = textWidth(context, text, font)
  if (whole <= width) return text
  let length = Math.max(1, Math.floor((text.length * width) / whole))
  while (length > 1 && textWidth(context, `${text.slice(0, length)}…`, font) > width) length--
  return `${text.slice(0, length)}…`
}
