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
  /** Distance from the mark's centre to the text. */
  readonly gap: number
  /** Higher is placed first. */
  readonly priority: number
}

export interface PlacedLabel {
  readonly request: LabelRequest
  readonly x: number
  readonly side: 'left' | 'right'
}

const LINE = 14

export function overlaps(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  )
}

/**
 * Puts each label right or left of its mark where it hits neither a mark, a label placed before nor
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
    const sides = [
      { side: 'right' as const, x: request.x + request.gap },
      { side: 'left' as const, x: request.x - request.gap - request.width },
    ]
    for (const { side, x } of sides) {
      const box = { x, y: request.y - LINE / 2, width: request.width, height: LINE }
      if (box.x < bounds.x || box.x + box.width > bounds.x + bounds.width) continue
      if (taken.some((other) => overlaps(box, other))) continue
      taken.push(box)
      placed.push({ request, x, side })
      break
    }
  }
  return placed
}
