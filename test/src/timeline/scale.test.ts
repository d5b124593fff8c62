import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { panBy, reveal, ticks, toTime, toX, zoomAt } from '../../../src/timeline/scale.js'
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
})

describe('the ticks', () => {
  it('stand on Mondays over months and name the year where it changes', () => {
    expect(ticks(whole, 96).map(({ label }) => label)).toEqual([
      '28 Dec 2020',
      '11 Jan 2021',
      '25 Jan',
      '8 Feb',
      '22 Feb',
      '8 Mar',
      '22 Mar',
    ])
  })

  it('stand on whole hours over a day and name the day where it changes', () => {
    const day = { ...whole, from: at('2021-02-28T20:00:00Z'), to: at('2021-03-01T05:00:00Z') }
    const labels = ticks(day, 96).map(({ label }) => label)
    expect(labels[0]).toBe('28 Feb 21:00')
    expect(labels).toContain('1 Mar 00:00')
  })

  it('are never closer than asked', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e7, max: 9e14, noNaN: true }), (length) => {
        const scale = { ...whole, to: whole.from + length }
        const xs = ticks(scale, 80).map(({ time }) => toX(scale, time))
        for (let i = 1; i < xs.length; i++) expect(xs[i]! - xs[i - 1]!).toBeGreaterThan(79.9)
      }),
    )
  })
})
