import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DensityFeed, isEnough, windowFor } from '../../../src/timeline/density-feed.js'
import { panBy } from '../../../src/timeline/scale.js'
import type { Density } from '../../../workers/protocol.js'

const bounds = { from: 0, to: 4e15, left: 90, width: 1_000 }
const view = { ...bounds, from: 1.6e15, to: 1.6e15 + 3_600e6 }
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('what is asked for to draw a view', () => {
  it('holds the view and its neighbourhood, in bars of two and a half to five pixels', () => {
    const views = fc.record({ power: fc.double({ min: 4, max: 15, noNaN: true }), at: fc.nat(1e9) })
    fc.assert(
      fc.property(views, fc.integer({ min: 200, max: 2_400 }), ({ power, at }, width) => {
        const scale = { from: at * 1e6, to: at * 1e6 + 10 ** power, left: 90, width }
        const window = windowFor(scale)
        expect(isEnough(window, scale)).toBe(true)
        const bar = (window.to - window.from) / window.bins
        expect(Number.isInteger(Math.log2(bar))).toBe(true)
        expect(Number.isInteger(window.from / bar)).toBe(true)
        const pixels = (bar * width) / (scale.to - scale.from)
        expect(pixels).toBeGreaterThanOrEqual(2.5)
        expect(pixels).toBeLessThanOrEqual(5)
        expect(window.bins).toBeLessThan(3 * 2_560)
      }),
    )
  })

  it('is enough for a pan by a whole view, and keeps its bars', () => {
    const window = windowFor(view)
    expect(isEnough(window, panBy(view, 1_000, bounds))).toBe(true)
    expect(isEnough(window, panBy(view, 1_100, bounds))).toBe(false)
    expect(isEnough(window, { ...view, to: view.from + 900e6 })).toBe(false)
  })
})

describe('the feed', () => {
  function feed() {
    const asked: { give: () => void; fail: () => void }[] = []
    let changes = 0
    const made = new DensityFeed(
      (window) =>
        new Promise<Density>((resolve, reject) => {
          const none = new Uint32Array(window.bins)
          asked.push({
            give: () => {
              resolve({ ...window, events: none, noise: none })
            },
            fail: () => {
              reject(new Error('the case is not merged yet'))
            },
          })
        }),
      () => {
        changes++
      },
    )
    return { made, asked, changes: () => changes }
  }

  it('asks once at a time, and for the last view when that has moved on', async () => {
    const { made, asked, changes } = feed()
    expect(made.at(view)).toBeNull()
    const far = panBy(view, 9_000, bounds)
    made.at(panBy(view, 5_000, bounds))
    made.at(far)
    expect(asked).toHaveLength(1)
    asked[0]!.give()
    await settled()
    expect(asked).toHaveLength(2)
    expect(isEnough(made.at(far)!, view)).toBe(true)
    asked[1]!.give()
    await settled()
    expect(isEnough(made.at(far)!, far)).toBe(true)
    expect(changes()).toBe(2)
    expect(asked).toHaveLength(2)
  })

  it('asks again after a failure when it is drawn again, and not before', async () => {
    const { made, asked, changes } = feed()
    made.at(view)
    asked[0]!.fail()
    await settled()
    expect(asked).toHaveLength(1)
    expect(changes()).toBe(0)
    expect(made.at(view)).toBeNull()
    expect(asked).toHaveLength(2)
  })
})
