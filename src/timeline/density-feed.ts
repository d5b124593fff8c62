import type { Density } from '../../workers/protocol.js'
import type { Stretch } from './bands.js'
import type { TimeScale } from './scale.js'

export interface DensityWindow extends Stretch {
  readonly bins: number
}

/** Width of a bar in pixels, at least; at most twice that. */
const BAR_PIXELS = 2.5

/**
 * What to ask for to draw a view: the view and as much again on both sides, so that a pan shows no
 * edge. Bars are a power of two of microseconds wide and stand on its multiples: they move with the
 * time and never change while a view is panned.
 */
export function windowFor(scale: TimeScale): DensityWindow {
  const length = scale.to - scale.from
  const width = barWidth(scale)
  const from = Math.floor((scale.from - length) / width) * width
  const bins = Math.ceil((scale.to + length - from) / width)
  return { from, to: from + bins * width, bins }
}

function barWidth(scale: TimeScale): number {
  const least = ((scale.to - scale.from) * BAR_PIXELS) / Math.max(1, scale.width)
  return 2 ** Math.ceil(Math.log2(Math.max(1, least)))
}

/** Whether it has the view's bars, and all of them. */
export function isEnough({ from, to, bins }: DensityWindow, scale: TimeScale): boolean {
  return (to - from) / bins === barWidth(scale) && from <= scale.from && to >= scale.to
}

/** The density of a view that moves: what is known is drawn at once, the rest is asked for, one at a time. */
export class DensityFeed {
  private held: Density | null = null
  private asking = false
  private wanted: TimeScale | null = null

  constructor(
    private readonly ask: (window: DensityWindow) => Promise<Density>,
    private readonly onChange: () => void,
  ) {}

  /** The best that is known for the view; `onChange` says when better came. */
  at(scale: TimeScale): Density | null {
    this.wanted = scale
    if (!this.asking && !(this.held && isEnough(this.held, scale))) void this.fill(scale)
    return this.held
  }

  private async fill(scale: TimeScale): Promise<void> {
    this.asking = true
    try {
      this.held = await this.ask(windowFor(scale))
    } catch {
      // While the case is read there is nothing to count yet; it is asked for again when it is drawn.
      return
    } finally {
      this.asking = false
    }
    this.onChange()
    const { wanted } = this
    if (wanted && !isEnough(this.held, wanted)) await this.fill(wanted)
  }
}
