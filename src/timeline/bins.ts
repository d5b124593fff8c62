import type { Density } from '../../workers/protocol.js'
import { toX, type TimeScale } from './scale.js'

/** Height of a bar in pixels for a count: square root, so that one event beside 10,000 is seen. */
export function barHeight(value: number, most: number, height: number): number {
  if (value <= 0 || most <= 0) return 0
  return Math.max(1, Math.round(Math.sqrt(value / most) * height))
}

export interface StripColours {
  /** 0xAABBGGRR, as a canvas' pixels lie in memory. */
  readonly ground: number
  readonly noise: number
  readonly events: number
}

/**
 * Writes the density as bars into a pixel buffer of `width` × `height` device pixels, whose left
 * edge is `scale.left`. A density of another stretch (the view has moved since it was asked for) is
 * drawn where it belongs. The noise stands behind what is not noise.
 */
export function paintDensity(
  pixels: Uint32Array,
  width: number,
  height: number,
  density: Density,
  scale: TimeScale,
  colours: StripColours,
): void {
  pixels.fill(colours.ground)
  const { bins } = density
  const perPixel = width / scale.width
  let most = 0
  for (let bin = 0; bin < bins; bin++) most = Math.max(most, density.events[bin]!)
  const step = (density.to - density.from) / bins
  const gap = Math.max(1, Math.round(perPixel))
  for (let bin = 0; bin < bins; bin++) {
    const total = density.events[bin]!
    if (total === 0) continue
    const x0 = Math.round((toX(scale, density.from + bin * step) - scale.left) * perPixel)
    const x1 = Math.round((toX(scale, density.from + (bin + 1) * step) - scale.left) * perPixel)
    const right = Math.max(x0 + 1, x1 - gap)
    const all = barHeight(total, most, height)
    const told = barHeight(total - density.noise[bin]!, most, height)
    for (let x = Math.max(0, x0); x < Math.min(width, right); x++) {
      for (let y = 0; y < all; y++) {
        pixels[(height - 1 - y) * width + x] = y < told ? colours.events : colours.noise
      }
    }
  }
}

/** `#rrggbb` as an opaque pixel of a little-endian canvas buffer. */
export function pixelOf(colour: string): number {
  const value = parseInt(colour.slice(1), 16)
  const red = (value >> 16) & 255
  const green = (value >> 8) & 255
  return (0xff000000 | ((value & 255) << 16) | (green << 8) | red) >>> 0
}
