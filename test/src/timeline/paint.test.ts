import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameOf } from '../../../src/timeline/frame.js'
import { timelineModel } from '../../../src/timeline/model.js'
import { paint, paintDensity } from '../../../src/timeline/paint.js'
import { barHeight, mixed, pixelOf, Pixels } from '../../../src/timeline/pixels.js'
import { toX } from '../../../src/timeline/scale.js'
import { LIGHT } from '../../../src/parts/palette.js'
import { fakeCase, host } from '../../page-preview/fake-case.js'

const colours = { noise: 2, events: 3 }
const GROUND = 1

function paintBars(
  events: number[],
  noise: number[],
  scale = { from: 0, to: 100, left: 0, width: 20 },
) {
  const pixels = new Uint32Array(20 * 10).fill(GROUND)
  const density = {
    from: 0,
    to: 100,
    bins: events.length,
    events: Uint32Array.from(events),
    noise: Uint32Array.from(noise),
  }
  const place = { bottom: 10, height: 10 }
  paintDensity(new Pixels(pixels, 20, 10), density, 0, place, scale, 1, colours)
  const column = (x: number) => Array.from({ length: 10 }, (_, y) => pixels[(9 - y) * 20 + x])
  return { column, pixels }
}

describe('bars of events', () => {
  it('let one event be seen beside ten thousand', () => {
    expect(barHeight(1, 10_000, 30)).toBe(1)
    expect(barHeight(10_000, 10_000, 30)).toBe(30)
    expect(barHeight(0, 10_000, 30)).toBe(0)
  })

  it('have what is no noise below the noise, and nothing where nothing happened', () => {
    const { column } = paintBars([100, 0], [75, 0])
    expect(column(0)).toEqual([3, 3, 3, 3, 3, 2, 2, 2, 2, 2])
    expect(column(15)).toEqual(Array<number>(10).fill(GROUND))
  })

  it('stand where they belong though the view has moved since they were asked for', () => {
    const { column } = paintBars([9, 9], [0, 0], { from: 50, to: 150, left: 0, width: 20 })
    expect(column(2)[0]).toBe(3)
    expect(column(12)[0]).toBe(GROUND)
  })

  it('are none for no events', () => {
    expect(new Set(paintBars([], []).pixels)).toEqual(new Set([GROUND]))
  })
})

describe('the pixel buffer', () => {
  it('takes colours as a canvas keeps them, and mixes them', () => {
    const bytes = new Uint8Array(Uint32Array.of(pixelOf('#0a141e')).buffer)
    expect([...bytes]).toEqual([10, 20, 30, 255])
    expect(mixed(pixelOf('#000000'), pixelOf('#ffffff'), 0.5)).toBe(pixelOf('#808080'))
    expect(mixed(pixelOf('#123456'), pixelOf('#654321'), 0)).toBe(pixelOf('#123456'))
  })

  it('cuts whatever is drawn at its edges', () => {
    const at = fc.integer({ min: -30, max: 30 })
    fc.assert(
      fc.property(at, at, at, at, (x0, y0, x1, y1) => {
        const inside = (x: number, y: number) => x >= x0 && x < x1 && y >= y0 && y < y1
        const area = new Pixels(new Uint32Array(12 * 8), 12, 8)
        area.rect(x0, y0, x1, y1, 7)
        const hatched = new Pixels(new Uint32Array(12 * 8), 12, 8)
        hatched.hatch(x0, y0, x1, y1, { ground: 7, line: 8, gap: 3 })
        for (let y = 0; y < 8; y++) {
          for (let x = 0; x < 12; x++) {
            expect(area.pixels[y * 12 + x]).toBe(inside(x, y) ? 7 : 0)
            const line = (x + y) % 3 === 0 ? 8 : 7
            expect(hatched.pixels[y * 12 + x]).toBe(inside(x, y) ? line : 0)
          }
        }
      }),
    )
  })
})

describe('what is painted of a case', () => {
  const model = timelineModel(fakeCase, host)
  const frame = frameOf(900, 300, { lanes: 5, rails: 1, overview: true, wide: false })
  const bounds = { from: model.from, to: model.to, left: frame.left, width: 768 }

  function painted(scale: typeof bounds, ratio = 1) {
    const [width, height] = [900 * ratio, 300 * ratio]
    const pixels = new Pixels(new Uint32Array(width * height), width, height)
    const overview = { density: null, scale: bounds }
    paint(pixels, { model, scale, frame, palette: LIGHT, density: null, overview, ratio })
    return (x: number, y: number) =>
      pixels.pixels[Math.round(y * ratio) * width + Math.round(x * ratio)]
  }

  it('is hatched where no log is, tinted in the window, and paper elsewhere', () => {
    const pixel = painted(bounds)
    const hole = model.bands[0]!.holes[0]!
    const middle = Math.round(toX(bounds, (hole.from + hole.to) / 2))
    const around = [-2, -1, 0, 1, 2].flatMap((x) =>
      [100, 101, 102].map((y) => pixel(middle + x, y)),
    )
    expect(around).toContain(pixelOf(LIGHT.ground))
    expect(around.some((one) => one !== pixelOf(LIGHT.ground))).toBe(true)
    expect(around).not.toContain(pixelOf(LIGHT.paper))
    const exposed = model.bands[0]!.exposure!
    const inWindow = (exposed.from + exposed.to) / 2
    expect(pixel(toX(bounds, inWindow), 100)).toBe(pixelOf(LIGHT.exposure))
    expect(pixel(toX(bounds, exposed.to) + 20, 100)).toBe(pixelOf(LIGHT.paper))
  })

  it('dims what is outside the view in the overview', () => {
    const middle = (bounds.from + bounds.to) / 2
    const pixel = painted({ ...bounds, from: middle, to: middle + 86_400e6 * 20 }, 2)
    const y = frame.overviewTop + frame.overviewHeight - 4
    expect(pixel(toX(bounds, middle) - 20, y)).toBe(pixelOf(LIGHT.ground))
    expect(pixel(toX(bounds, middle) + 20, y)).toBe(pixelOf(LIGHT.paper))
  })
})
