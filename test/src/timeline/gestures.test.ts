import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameOf, mostLanes, zoneAt, SMALLEST_LANE } from '../../../src/timeline/frame.js'
import { beginGesture, moveGesture, type GestureState } from '../../../src/timeline/gestures.js'

const bounds = { from: 0, to: 8e9, left: 100, width: 800 }
const near = { ...bounds, from: 2e9, to: 4e9 }
const state: GestureState = { scale: near, bounds, range: null, selects: false }

describe('a drag', () => {
  it('on the lanes moves the view with the pointer', () => {
    const gesture = beginGesture('lanes', 300, state)
    expect(moveGesture(gesture, 200, bounds).view).toEqual({ from: 2.25e9, to: 4.25e9 })
    expect(moveGesture(gesture, 5_000, bounds).view).toEqual({ from: 0, to: 2e9 })
  })

  it('on the events, or where drags select, selects time in either direction', () => {
    for (const gesture of [
      beginGesture('strip', 500, state),
      beginGesture('lanes', 500, { ...state, selects: true }),
    ]) {
      expect(moveGesture(gesture, 700, bounds).range).toEqual({ from: 3e9, to: 3.5e9 })
      expect(moveGesture(gesture, 300, bounds).range).toEqual({ from: 2.5e9, to: 3e9 })
      expect(moveGesture(gesture, 9_999, bounds).range).toEqual({ from: 3e9, to: 4e9 })
    }
  })

  it('on an edge of the selected time moves that edge', () => {
    const selected = { ...state, range: { from: 2.5e9, to: 3.5e9 } }
    const right = beginGesture('strip', 702, selected)
    expect(moveGesture(right, 500, bounds).range).toEqual({ from: 2.5e9, to: 3e9 })
    const left = beginGesture('strip', 299, selected)
    expect(moveGesture(left, 500, bounds).range).toEqual({ from: 3e9, to: 3.5e9 })
  })

  it('in the overview draws, moves or resizes the view', () => {
    const drawn = beginGesture('overview', 600, state)
    expect(moveGesture(drawn, 800, bounds).view).toEqual({ from: 5e9, to: 7e9 })
    const moved = beginGesture('overview', 400, state)
    expect(moveGesture(moved, 500, bounds).view).toEqual({ from: 3e9, to: 5e9 })
    const edge = beginGesture('overview', 501, state)
    expect(moveGesture(edge, 700, bounds).view).toEqual({ from: 2e9, to: 6e9 })
    const whole = beginGesture('overview', 400, { ...state, scale: bounds })
    expect(moveGesture(whole, 500, bounds).view).toEqual({ from: 3e9, to: 4e9 })
  })
})

describe('the frame', () => {
  it('gives every part its place, lanes of whole pixels, and none over another', () => {
    const sizes = fc.record({
      width: fc.integer({ min: 280, max: 2_560 }),
      height: fc.integer({ min: 230, max: 1_400 }),
      rails: fc.nat(2),
      overview: fc.boolean(),
      wide: fc.boolean(),
    })
    fc.assert(
      fc.property(sizes, ({ width, height, ...options }) => {
        const frame = frameOf(width, height, { ...options, lanes: 5 })
        expect(Number.isInteger(frame.laneHeight)).toBe(true)
        expect(frame.railTop).toBeLessThanOrEqual(frame.top)
        expect(frame.lanesBottom).toBeLessThan(frame.stripTop)
        expect(frame.stripHeight).toBeGreaterThanOrEqual(20)
        expect(frame.overviewTop + frame.overviewHeight).toBeLessThanOrEqual(height)
        expect(zoneAt(frame, frame.top + 1)).toBe('lanes')
        expect(zoneAt(frame, frame.stripTop + 1)).toBe('strip')
        if (options.overview) expect(zoneAt(frame, frame.overviewTop + 1)).toBe('overview')
        const lanes = mostLanes(height)
        const full = frameOf(width, height, { ...options, rails: 1, overview: true, lanes })
        if (lanes > 5) expect(full.laneHeight).toBeGreaterThanOrEqual(SMALLEST_LANE - 3)
      }),
    )
  })
})
