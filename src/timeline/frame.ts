/** Where things stand in the drawing, in pixels. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  /** Rails of campaigns and mitigations, above the lanes. */
  readonly railTop: number
  readonly top: number
  readonly lanes: number
  readonly laneHeight: number
  readonly lanesBottom: number
  /** All events of the view. */
  readonly stripTop: number
  readonly stripHeight: number
  readonly axisTop: number
  /** All events of the evidence, with the view as a window in it; no height where it is left out. */
  readonly overviewTop: number
  readonly overviewHeight: number
}

export interface FrameOptions {
  readonly lanes: number
  /** Rows of them: campaigns first, mitigations below. */
  readonly rails: number
  readonly overview: boolean
  /** Names of lanes are long: addresses, servers. */
  readonly wide: boolean
}

/** Below it two labels in neighbouring lanes would touch. */
export const SMALLEST_LANE = 17
const LABELS = 36
export const RAIL = 15
const AXIS = 20
const OVERVIEW = 24
/** Narrow screens have short names of lanes. */
const NARROW = 600

export function frameOf(width: number, height: number, options: FrameOptions): Frame {
  const { lanes, rails, overview, wide } = options
  const left = width < NARROW ? 84 : wide ? 136 : 112
  const top = LABELS + rails * RAIL
  const overviewHeight = overview ? OVERVIEW : 0
  const overviewTop = height - overviewHeight - (overview ? 4 : 0)
  const axisTop = overviewTop - AXIS
  const room = axisTop - 2 - top
  const least = Math.max(22, Math.round(height * 0.1))
  // Whole pixels: text and lines between them would be blurred. What is left over is the strip's.
  const laneHeight = Math.max(1, Math.floor((room - least) / Math.max(1, lanes)))
  const lanesBottom = top + laneHeight * lanes
  const stripTop = lanesBottom + 2
  const stripHeight = axisTop - stripTop
  return {
    width,
    height,
    left,
    right: 20,
    railTop: LABELS,
    top,
    lanes,
    laneHeight,
    lanesBottom,
    stripTop,
    stripHeight,
    axisTop,
    overviewTop,
    overviewHeight,
  }
}

/** Lanes that there is room for. */
export function mostLanes(height: number): number {
  const { top, lanesBottom } = frameOf(1_000, height, {
    lanes: 1,
    rails: 1,
    overview: true,
    wide: false,
  })
  return Math.max(3, Math.floor((lanesBottom - top) / SMALLEST_LANE))
}

/** What a point of the drawing belongs to. */
export type Zone = 'lanes' | 'strip' | 'overview'

export function zoneAt(frame: Frame, y: number): Zone {
  if (frame.overviewHeight > 0 && y >= frame.overviewTop - 3) return 'overview'
  return y >= frame.stripTop ? 'strip' : 'lanes'
}
