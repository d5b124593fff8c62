import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overlaps, placeLabels } from '../../../src/timeline/labels.js'

const bounds = { x: 90, y: 0, width: 800, height: 300 }

describe('labels', () => {
  it('stand right of their mark, and left where the right is taken', () => {
    const request = { text: 'a', width: 60, x: 400, y: 50, gap: 10, priority: 1, rises: false }
    expect(placeLabels([request], [], bounds)[0]?.side).toBe('right')
    const wall = [{ x: 420, y: 40, width: 10, height: 20 }]
    expect(placeLabels([request], wall, bounds)[0]?.side).toBe('left')
  })

  it('stand behind the end of their mark’s line in time', () => {
    const request = { text: 'a', width: 60, x: 400, y: 50, gap: 10, priority: 1, rises: false }
    const line = [{ x: 400, y: 48, width: 100, height: 4 }]
    expect(placeLabels([{ ...request, end: 500 }], line, bounds)[0]?.x).toBe(510)
    expect(placeLabels([request], line, bounds)[0]?.side).toBe('left')
  })

  it('give way to those of higher priority', () => {
    const low = { text: 'low', width: 300, x: 400, y: 50, gap: 10, priority: 1, rises: false }
    const high = { ...low, text: 'high', priority: 9 }
    const other = { ...high, text: 'second', priority: 5 }
    const placed = placeLabels([low, other, high], [], bounds).map(({ request }) => request.text)
    expect(placed).toEqual(['high', 'second'])
  })

  it('stand above their mark where both sides are taken, if they may', () => {
    const request = { text: 'a', width: 60, x: 400, y: 50, gap: 10, priority: 1, rises: false }
    const walls = [
      { x: 420, y: 45, width: 10, height: 10 },
      { x: 370, y: 45, width: 10, height: 10 },
    ]
    expect(placeLabels([request], walls, bounds)).toEqual([])
    expect(placeLabels([{ ...request, rises: true }], walls, bounds)[0]?.side).toBe('above')
  })

  it('never touch one another, a mark or the edge', () => {
    const request = fc.record({
      text: fc.constant('x'),
      width: fc.integer({ min: 5, max: 200 }),
      x: fc.integer({ min: 90, max: 890 }),
      y: fc.integer({ min: 10, max: 290 }),
      gap: fc.constant(10),
      priority: fc.integer({ min: 0, max: 9 }),
      rises: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
        const marks = requests.map(({ x, y }) => ({ x: x - 6, y: y - 6, width: 12, height: 12 }))
        const boxes = placeLabels(requests, marks, bounds).map(({ x, y, request: one }) => ({
          x,
          y: y - 7,
          width: one.width,
          height: 14,
        }))
        for (const [index, box] of boxes.entries()) {
          expect(box.x).toBeGreaterThanOrEqual(bounds.x)
          expect(box.x + box.width).toBeLessThanOrEqual(bounds.x + bounds.width)
          const others = [...boxes.slice(index + 1), ...marks]
          expect(others.some((other) => overlaps(box, other))).toBe(false)
        }
      }),
    )
  })
})
