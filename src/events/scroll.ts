/**
 * Where rows stand while a scroll bar stands for more rows than a browser has pixels for. Browsers cut
 * an element's height off (Firefox at 17.9 million CSS pixels, Chromium at 33.5 million).
 */
const MOST_PIXELS = 8_000_000

export interface Scroll {
  /** Height of what the scroll bar is about. */
  readonly height: number
  /** Of all rows. */
  readonly whole: number
  readonly view: number
}

export function scrollOf(rows: number, rowHeight: number, view: number): Scroll {
  const whole = rows * rowHeight
  return { height: Math.min(whole, MOST_PIXELS), whole, view }
}

/** Pixels of rows above the view, for a place of the scroll bar. */
export function topOf({ height, whole, view }: Scroll, scrollTop: number): number {
  if (height === whole) return scrollTop
  const room = height - view
  return room <= 0 ? 0 : Math.round((Math.min(scrollTop, room) / room) * (whole - view))
}

/** The scroll bar's place for pixels of rows above the view. */
export function barOf({ height, whole, view }: Scroll, top: number): number {
  if (height === whole) return top
  return Math.round((top / (whole - view)) * (height - view))
}

export function clampTop({ whole, view }: Scroll, top: number): number {
  return Math.max(0, Math.min(whole - view, top))
}
