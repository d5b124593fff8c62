import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, type ChromiumDriver } from '../browser/chromium.js'
import { waitInFrame } from '../browser/driver.js'
import { PAGE_URL } from './headless.js'

/** In the order of time; the table says what the drawing shows. */
interface Shown {
  readonly from: string
  readonly to: string
}

let driver: ChromiumDriver

beforeAll(async () => {
  driver = await launchChromium()
  await driver.open(PAGE_URL)
  await waitInFrame(driver, 'return document.querySelector("#open-demo") !== null')
  await driver.click('#open-demo')
  await waitInFrame(driver, 'return document.documentElement.dataset.stage === "done"')
  await (await driver.frame()).click('.tab:has-text("Timeline")')
  await waitInFrame(driver, 'return document.querySelector(".timeline-canvas") !== null')
}, 120_000)
afterAll(() => driver.close())

const press = async (...keys: string[]) => {
  for (const key of keys) await driver.page.keyboard.press(key)
}
const focusDrawing = async () => (await driver.frame()).focus('.timeline-canvas')

/** Turns the table on, reads the stretch that it names, and turns it off again. */
async function shown(): Promise<Shown> {
  const frame = await driver.frame()
  await frame.click('button:has-text("As table")')
  await waitInFrame(driver, 'return document.querySelector(".timeline-table") !== null')
  const caption = await frame.innerText('.timeline-table caption')
  await frame.click('button:has-text("As table")')
  const [, from = '', to = ''] = /^(\S+ \S+) – (\S+ \S+): /.exec(caption) ?? []
  return { from, to }
}
const seconds = ({ from, to }: Shown) => (Date.parse(to) - Date.parse(from)) / 1_000

async function place(): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await (await driver.frame()).locator('.timeline-canvas').boundingBox()
  if (!box) throw new Error('the timeline is not on the screen')
  return box
}

describe('the timeline of the demo', () => {
  it('is walked, read and opened by keyboard alone', async () => {
    await focusDrawing()
    await press('Home')
    const tip = '(document.querySelector(".timeline-tip")?.textContent ?? "")'
    const first = await waitInFrame<string>(driver, `return ${tip}`)
    expect(first).toContain('2021-')
    await press('End')
    await waitInFrame(driver, `return ${tip} !== ${JSON.stringify(first)}`)
    await press('Enter')
    await waitInFrame(driver, 'return document.querySelector(".raw-line") !== null')
    await press('c')
    expect(seconds(await shown())).toBeGreaterThanOrEqual(3_600)
  })

  it('zooms around the pointer, pans by dragging, and fits all again', async () => {
    await focusDrawing()
    await press('0')
    const whole = await shown()
    const { x, y, width, height } = await place()
    await driver.page.mouse.move(x + width / 2, y + height / 2)
    await driver.page.keyboard.down('Control')
    for (let notch = 0; notch < 6; notch++) await driver.page.mouse.wheel(0, -120)
    await driver.page.keyboard.up('Control')
    await expect.poll(async () => seconds(await shown()) / seconds(whole)).toBeLessThan(0.2)
    const near = await shown()
    await driver.page.mouse.move(x + width / 2, y + height / 2)
    await driver.page.mouse.down()
    await driver.page.mouse.move(x + width / 2 + 150, y + height / 2, { steps: 3 })
    await driver.page.mouse.up()
    const panned = await shown()
    expect(panned.from < near.from).toBe(true)
    expect(Math.abs(seconds(panned) - seconds(near))).toBeLessThanOrEqual(2)
    await driver.page.mouse.move(x + width / 2, y + height - 14)
    await driver.page.mouse.down()
    await driver.page.mouse.move(x + width - 60, y + height - 14, { steps: 3 })
    await driver.page.mouse.up()
    expect((await shown()).to > panned.to).toBe(true)
    await focusDrawing()
    await press('0')
    expect(await shown()).toEqual(whole)
  })

  it('selects time, which then filters the findings', async () => {
    await focusDrawing()
    await press('End', '[')
    await (await driver.frame()).click('.tab:has-text("Answer")')
    const heading = '(document.querySelector(".findings h2")?.textContent ?? "")'
    const some = await waitInFrame<string>(driver, `return ${heading}`)
    expect(some).toContain('of the selected time')
    await driver.click('button[aria-label="Select no time"]')
    await waitInFrame(driver, `return ${heading} !== ${JSON.stringify(some)}`)
    const all = await driver.inFrame<string>(`return ${heading}`)
    expect(parseInt(all, 10)).toBeGreaterThan(parseInt(some, 10))
  })

  it('has a row of the table for every lane that events are counted for, and opens findings', async () => {
    const frame = await driver.frame()
    await frame.click('.tab:has-text("Timeline")')
    await frame.selectOption('.lane-kind select', 'source')
    await frame.click('button:has-text("As table")')
    const rows = await waitInFrame<string[]>(
      driver,
      `const rows = [...document.querySelectorAll('.timeline-table tr')].map((row) => row.innerText)
      return rows.some((row) => row.includes('events of this time')) ? rows : null`,
    )
    for (const lane of ['IIS', 'HttpProxy', 'ECP Server', 'exposure window', 'patched']) {
      expect(rows.join('\n')).toContain(lane)
    }
    await frame.click('.timeline-table .link')
    await waitInFrame(
      driver,
      'return document.querySelector(".timeline-table tr[aria-current=true]") !== null',
    )
  })
})
