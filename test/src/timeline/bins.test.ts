import { describe, expect, it } from 'vitest'
import { barHeight, paintDensity, pixelOf } from '../../../src/timeline/bins.js'

const colours = { ground: 1, noise: 2, events: 3 }

function paint(
  events: number[],
  noise: number[],
  scale = { from: 0, to: 100, left: 0, width: 20 },
) {
  const pixels = new Uint32Array(20 * 10)
  const density = {
    from: 0,
    to: 100,
    bins: events.length,
    events: Uint32Array.from(events),
    noise: Uint32Array.from(noise),
  }
  paintDensity(pixels, 20, 10, density, scale, colours)
  const column = (x: number) => Array.from({ length: 10 }, (_, y) => pixels[(9 - y) * 20 + x])
  return { column, pixels }
}

describe('the density strip', () => {
  it('lets one event be seen beside ten thousand', () => {
    expect(barHeight(1, 10_000, 30)).toBe(1)
    expect(barHeight(10_000, 10_000, 30)).toBe(30)
    expect(barHeight(0, 10_000, 30)).toBe(0)
  })

  it('draws what is no noise in front of the noise, and nothing where nothing happened', () => {
    const { column } = paint([100, 0], [75, 0])
    expect(column(0)).toEqual([3, 3, 3, 3, 3, 2, 2, 2, 2, 2])
    expect(column(15)).toEqual(Array<number>(10).fill(1))
  })

  it('puts a density of another stretch where it belongs, and stays inside the buffer', () => {
    const { column } = paint([9, 9], [0, 0], { from: 50, to: 150, left: 0, width: 20 })
    expect(column(2)[0]).toBe(3)
    expect(column(12)[0]).toBe(1)
  })

  it('draws an empty density as ground', () => {
    expect(new Set(paint([], []).pixels)).toEqual(new Set([1]))
  })

  it('writes colours as a canvas keeps them', () => {
    const bytes = new Uint8Array(Uint32Array.of(pixelOf('#0a141e')).buffer)
    expect([...bytes]).toEqual([10, 20, 30, 255])
  })
})
