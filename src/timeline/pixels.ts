/** `#rrggbb` as an opaque pixel of a little-endian canvas buffer. */
export function pixelOf(colour: string): number {
  const value = parseInt(colour.slice(1), 16)
  const red = (value >> 16) & 255
  const green = (value >> 8) & 255
  return (0xff000000 | ((value & 255) << 16) | (green << 8) | red) >>> 0
}

/** `share` of `over` on `ground`, both pixels. */
export function mixed(ground: number, over: number, share: number): number {
  const part = (shift: number) => {
    const [below, above] = [(ground >>> shift) & 255, (over >>> shift) & 255]
    return Math.round(below + (above - below) * share) << shift
  }
  return (0xff000000 | part(16) | part(8) | part(0)) >>> 0
}

/** Height of a bar in pixels for a count: square root, so that one event beside 10,000 is seen. */
export function barHeight(value: number, most: number, height: number): number {
  if (value <= 0 || most <= 0) return 0
  return Math.max(1, Math.round(Math.sqrt(value / most) * height))
}

/** A pixel buffer of device pixels, 0xAABBGGRR each; whatever is drawn is cut at its edges. */
export class Pixels {
  constructor(
    readonly pixels: Uint32Array,
    readonly width: number,
    readonly height: number,
  ) {}

  /** [x0, x1) × [y0, y1). */
  rect(x0: number, y0: number, x1: number, y1: number, colour: number): void {
    const left = Math.max(0, x0)
    const right = Math.min(this.width, x1)
    if (right <= left) return
    for (let y = Math.max(0, y0); y < Math.min(this.height, y1); y++) {
      this.pixels.fill(colour, y * this.width + left, y * this.width + right)
    }
  }

  /** Diagonal lines one pixel wide, `gap` apart, on `ground`. */
  hatch(
    x0: number,
    y0: number,
    x1: number,
    y1: number,
    { ground, line, gap }: { ground: number; line: number; gap: number },
  ): void {
    this.rect(x0, y0, x1, y1, ground)
    const left = Math.max(0, x0)
    const right = Math.min(this.width, x1)
    for (let y = Math.max(0, y0); y < Math.min(this.height, y1); y++) {
      const first = left + ((gap - ((left + y) % gap)) % gap)
      for (let x = first; x < right; x += gap) this.pixels[y * this.width + x] = line
    }
  }

  /** A bar that stands on `bottom`, of which the lowest `told` pixels have another colour. */
  bar(
    x0: number,
    x1: number,
    bottom: number,
    { all, told, colour, under }: { all: number; told: number; colour: number; under: number },
  ): void {
    this.rect(x0, bottom - all, x1, bottom - told, colour)
    this.rect(x0, bottom - told, x1, bottom, under)
  }
}
