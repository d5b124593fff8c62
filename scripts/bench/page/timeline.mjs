/**
 * What a frame of pan or zoom of the timeline costs at a million and at five million events, beside a
 * plain loop over objects on a canvas of the same size. Chromium draws by the processor here.
 */
import { writeBenchSet } from '../data.mjs'
import { tableRow, times } from '../record.mjs'
import { dropUntil, launch, openPage, processorTime } from './browser.mjs'

export const name = 'timeline'

/** A line of the set has about 230 bytes. */
const SETS = [{ bytes: 230e6 }, { bytes: 1_150e6 }]
const FRAMES = 200
const BAR = '8 ms at worst'
/** Not among the packages, so it is not measured: said rather than left out. */
const NO_PEER = 'vis-timeline: not installed'

export async function measure({ folder }) {
  const rows = []
  for (const { bytes } of SETS) {
    const { zip } = await writeBenchSet(folder, bytes)
    const browser = await launch()
    try {
      const ours = await ourFrames(browser, zip)
      const loop = await loopFrames(browser, ours)
      for (const kind of ['pan', 'zoom']) rows.push(rowOf(kind, ours, loop))
      rows.push(
        tableRow({
          what: `processor time of all threads for a frame, ${million(ours.events)} events`,
          ours: `${ours.cpu.toFixed(1)} ms`,
          peer: NO_PEER,
        }),
      )
    } finally {
      await browser.close()
    }
  }
  return rows
}

const million = (events) => `${(events / 1e6).toFixed(1)} million`

function rowOf(kind, ours, loop) {
  const told = ({ median, worst }) => `${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`
  return tableRow({
    what: `a frame of ${kind}, ${million(ours.events)} events, lanes by source`,
    ours: told(ours[kind]),
    peer: `canvas loop over objects: ${told(loop[kind])}`,
    ratio: times(loop[kind].median / ours[kind].median),
    bar: BAR,
  })
}

async function ourFrames(browser, zip) {
  const { page, frame, close } = await openPage(browser)
  await dropUntil(frame, zip, 'judged')
  const footer = await frame.innerText('.footer')
  const events = Number(/([\d,]+) events/.exec(footer)?.[1].replaceAll(',', '') ?? NaN)
  await frame.click('.tab:has-text("Timeline")')
  await frame.selectOption('.lane-kind select', 'source')
  await page.waitForTimeout(1_500)
  const { width, height } = await frame.locator('.timeline-canvas').boundingBox()
  await frame.evaluate(wheel, { kind: 'zoom', frames: 12, by: -120 })
  const before = await processorTime(browser)
  const pan = await frame.evaluate(wheel, { kind: 'pan', frames: FRAMES, by: 23 })
  const zoom = await frame.evaluate(wheel, { kind: 'zoom', frames: FRAMES, by: -60 })
  const cpu = ((await processorTime(browser)) - before) / (2 * FRAMES)
  await close()
  return { events, width, height, pan: summed(pan), zoom: summed(zoom), cpu }
}

/** In the frame: turns the wheel once a frame, and waits until the pixels are there. */
async function wheel({ kind, frames, by }) {
  const canvas = document.querySelector('.timeline-canvas')
  const context = canvas.getContext('2d')
  const { left, top, width, height } = canvas.getBoundingClientRect()
  const at = { clientX: left + width * 0.6, clientY: top + height / 2 }
  const costs = []
  for (let frame = 0; frame < frames; frame++) {
    await new Promise(requestAnimationFrame)
    // There and back, so that no edge of the evidence ends the way.
    const sign = Math.floor(frame / 25) % 2 === 0 ? 1 : -1
    const keys = kind === 'pan' ? { shiftKey: true } : { ctrlKey: true }
    const turned = { ...at, ...keys, deltaY: sign * by, bubbles: true, cancelable: true }
    const start = performance.now()
    canvas.dispatchEvent(new globalThis.WheelEvent('wheel', turned))
    for (let turn = 0; turn < 4; turn++) await Promise.resolve()
    context.getImageData(0, 0, 1, 1)
    costs.push(performance.now() - start)
  }
  return costs
}

async function loopFrames(browser, { events, width, height }) {
  const page = await browser.newPage()
  await page.goto('about:blank')
  const costs = await page.evaluate(loop, { events, width, height, frames: 12 })
  await page.close()
  return { pan: summed(costs.pan), zoom: summed(costs.zoom) }
}

/** What one would write first: an object an event, a rectangle an object. */
async function loop({ events, width, height, frames }) {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const rows = Array.from({ length: events }, (_, at) => ({ time: at / events, lane: at % 5 }))
  const draw = (from, to) => {
    context.clearRect(0, 0, width, height)
    for (const { time, lane } of rows) {
      if (time < from || time > to) continue
      context.fillRect(((time - from) / (to - from)) * width, (lane * height) / 5, 1, height / 6)
    }
    context.getImageData(0, 0, 1, 1)
  }
  const costs = { pan: [], zoom: [] }
  for (let frame = 0; frame < frames; frame++) {
    for (const kind of ['pan', 'zoom']) {
      await new Promise(requestAnimationFrame)
      const start = performance.now()
      if (kind === 'pan') draw(0.1 + frame / 1e3, 0.6 + frame / 1e3)
      else draw(frame / 1e3, 1 - frame / 1e3)
      costs[kind].push(performance.now() - start)
    }
  }
  return costs
}

function summed(costs) {
  const sorted = [...costs].sort((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)], worst: sorted.at(-1) }
}
