import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  panBy,
  pinch,
  reveal,
  showStretch,
  toTime,
  toX,
  zoomAt,
} from '../../../src/timeline/scale.js'
import { at } from '../../page-preview/fake-case.js'

const whole = {
  from: at('2020-12-28T00:00:00Z'),
  to: at('2021-04-02T00:00:00Z'),
  left: 90,
  width: 800,
}

describe('the time scale', () => {
  it('leads from time to pixel and back', () => {
    fc.assert(
      fc.property(fc.double({ min: whole.from, max: whole.to, noNaN: true }), (time) => {
        expect(Math.abs(toTime(whole, toX(whole, time)) - time)).toBeLessThan(1000)
      }),
    )
  })

  it('keeps the moment under the pointer when zooming in', () => {
    const x = 400
    const zoomed = zoomAt(whole, x, 0.5, whole)
    expect(toTime(zoomed, x)).toBeCloseTo(toTime(whole, x), -3)
    expect(zoomed.to - zoomed.from).toBeCloseTo((whole.to - whole.from) / 2, -3)
  })

  it('never leaves the evidence and never turns around, however it is moved', () => {
    const step = fc.record({
      x: fc.double({ min: 90, max: 890, noNaN: true }),
      factor: fc.double({ min: 0.01, max: 20, noNaN: true }),
      pan: fc.integer({ min: -5000, max: 5000 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let view = whole
        for (const { x, factor, pan } of steps) {
          view = panBy(zoomAt(view, x, factor, whole), pan, whole)
          expect(view.from).toBeGreaterThanOrEqual(whole.from)
          expect(view.to).toBeLessThanOrEqual(whole.to + 1)
          expect(view.to).toBeGreaterThan(view.from)
        }
      }),
    )
  })

  it('brings a moment outside the view into it, and stays where it is for none', () => {
    const near = zoomAt(whole, 90, 0.05, whole)
    const time = at('2021-03-16T02:30:00Z')
    const moved = reveal(near, time, whole)
    expect(moved.from).toBeLessThan(time)
    expect(moved.to).toBeGreaterThan(time)
    expect(reveal(near, NaN, whole)).toBe(near)
  })

  it('keeps both moments under two fingers', () => {
    const near = zoomAt(whole, 400, 0.1, whole)
    const [a, b] = [toTime(near, 300), toTime(near, 500)]
    const pinched = pinch(near, [300, 500], [250, 650], whole)
    expect(toX(pinched, a)).toBeCloseTo(250, 3)
    expect(toX(pinched, b)).toBeCloseTo(650, 3)
  })

  it('shows a stretch with room on both sides, and a moment as near as it goes', () => {
    const [from, to] = [at('2021-02-28T03:00:00Z'), at('2021-02-28T04:00:00Z')]
    const shown = showStretch(from, to, whole)
    expect(toX(shown, from)).toBeGreaterThan(whole.left + 20)
    expect(toX(shown, to)).toBeLessThan(whole.left + whole.width - 20)
    const moment = showStretch(from, from, whole)
    expect(moment.to - moment.from).toBe(10_000)
    expect(toX(moment, from)).toBeCloseTo(whole.left + whole.width / 2, 3)
  })
})
