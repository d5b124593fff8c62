export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface LabelRequest {
  readonly text: string
  readonly width: number
  /** Centre of the mark the label belongs to. */
  readonly x: number
  readonly y: number
  /** Where the line in time that begins at the mark ends; absent where there is none. */
  readonly end?: number
  /** Distance from the mark's centre to the text. */
  readonly gap: number
  /** Higher is placed first. */
  readonly priority: number
  /** May also stand above its mark, where both sides are taken. */
  readonly rises: boolean
}

export interface PlacedLabel {
  readonly request: LabelRequest
  readonly x: number
  readonly y: number
  readonly side: 'left' | 'right' | 'above'
}

const LINE = 14
/** From a mark's centre to the middle of a label above it. */
const RISE = 17

export function overlaps(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  )
}

/**
 * Puts each label right, left or above its mark where it hits neither a mark, a label placed before nor
 * the edge; one that fits nowhere is left out. Order of the requests decides between equals.
 */
export function placeLabels(
  requests: readonly LabelRequest[],
  obstacles: readonly Box[],
  bounds: Box,
): PlacedLabel[] {
  const taken: Box[] = [...obstacles]
  const placed: PlacedLabel[] = []
  const ordered = requests
    .map((request, index) => ({ request, index }))
    .sort((a, b) => b.request.priority - a.request.priority || a.index - b.index)
  for (const { request } of ordered) {
    const { x: centre, y: middle, end = centre, width, gap } = request
    const edge = bounds.x + bounds.width - width
    const places = [
      { side: 'right' as const, x: end + gap, y: middle },
      { side: 'left' as const, x: centre - gap - width, y: middle },
      { side: 'above' as const, x: Math.min(centre - width / 2, edge), y: middle - RISE },
      { side: 'above' as const, x: Math.min(centre - gap, edge), y: middle - RISE },
    ]
    const free = places.find(({ side, x, y }) => {
      if (side === 'above' && !request.rises) return false
      if (x < bounds.x || x > edge) return false
      const box = { x, y: y - LINE / 2, width, height: LINE }
      return !taken.some((other) => overlaps(box, other))
    })
    if (!free) continue
    taken.push({ x: free.x, y: free.y - LINE / 2, width, height: LINE })
    placed.push({ request, ...free })
  }
  return placed
}
