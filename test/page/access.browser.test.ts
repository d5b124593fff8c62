import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../../scripts/root.mjs'
import { launchChromium, type ChromiumDriver } from '../browser/chromium.js'
import { waitInFrame } from '../browser/driver.js'
import { PAGE_URL } from './headless.js'

const AXE = readFileSync(atRoot('node_modules/axe-core/axe.min.js'), 'utf8')
const DONE = 'return document.documentElement.dataset.stage === "done"'

let driver: ChromiumDriver
beforeAll(async () => {
  driver = await launchChromium()
})
afterAll(() => driver.close())

async function freshPage(): Promise<void> {
  await driver.open('about:blank')
  await driver.open(PAGE_URL)
  await waitInFrame(driver, 'return document.querySelector("#open-demo") !== null')
}

/** Serious and critical violations, each with where it is. */
async function violations(): Promise<string[]> {
  const frame = await driver.frame()
  await frame.evaluate(AXE)
  return frame.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; impact: string; nodes: { target: string[] }[] }[]
        }>
      }
    }
    const { violations: found } = await axe.run()
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, impact, nodes }) =>
          `${impact} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      )
  })
}

describe.each(['light', 'dark'] as const)('axe-core finds nothing serious, %s', (colorScheme) => {
  it('on any screen', async () => {
    await driver.page.emulateMedia({ colorScheme })
    await freshPage()
    const found: Record<string, string[]> = { drop: await violations() }
    await driver.click('#open-demo')
    await waitInFrame(driver, 'return document.documentElement.dataset.stage === "reading"')
    found['reading'] = await violations()
    await waitInFrame(driver, DONE)
    await waitInFrame(driver, 'return document.querySelector(".raw-line") !== null')
    found['answer'] = await violations()
    await driver.click('#answer-exploited')
    found['why'] = await violations()
    await (await driver.frame()).click('text=Coverage')
    found['coverage'] = await violations()
    await driver.click('#open-share')
    await waitInFrame(
      driver,
      'return document.querySelector("#save-picture:not(:disabled)") !== null',
    )
    found['share'] = await violations()
    await driver.click('#open-privacy')
    found['privacy'] = await violations()
    for (const [screen, list] of Object.entries(found)) expect(list, screen).toEqual([])
  })
})

describe('by keyboard alone', () => {
  const focused = () =>
    driver.inFrame<string>(
      'const at = document.activeElement; return at.id || at.className || at.tagName',
    )
  const tabTo = async (wanted: RegExp, limit = 60) => {
    for (let step = 0; step < limit; step++) {
      if (wanted.test(await focused())) return
      await driver.page.keyboard.press('Tab')
    }
    throw new Error(`Tab never came to ${String(wanted)}; it is on ${await focused()}`)
  }

  it('opens the demo, walks through the findings and saves the picture', async () => {
    await freshPage()
    await tabTo(/open-demo/)
    await driver.page.keyboard.press('Enter')
    await waitInFrame(driver, DONE)
    await waitInFrame(driver, 'return document.querySelector(".row[aria-current]") !== null')

    const current = () =>
      driver.inFrame<string>(
        'return document.querySelector(".row[aria-current]")?.textContent ?? ""',
      )
    await tabTo(/^row|rows/)
    const before = await current()
    await driver.page.keyboard.press('ArrowUp')
    await driver.page.keyboard.press('Enter')
    await waitInFrame(
      driver,
      `return document.querySelector(".row[aria-current]")?.textContent !== ${JSON.stringify(before)}`,
    )
    await waitInFrame(driver, 'return document.querySelector(".raw-line") !== null')

    await tabTo(/open-share/, 120)
    await driver.page.keyboard.press('Enter')
    await waitInFrame(
      driver,
      'return document.querySelector("#save-picture:not(:disabled)") !== null',
    )
    await tabTo(/save-picture/, 120)
    const saved = driver.page.waitForEvent('download')
    await driver.page.keyboard.press('Enter')
    expect((await saved).suggestedFilename()).toMatch(/\.png$/)
  })
})

describe('the main thread', () => {
  it('has no task over 50 ms from the drop to the verdict', async () => {
    // Other work on the machine lengthens a task; what the page itself needs shows in the best run.
    let longest = Infinity
    for (let run = 0; run < 3 && longest > 50; run++) {
      await freshPage()
      const frame = await driver.frame()
      await frame.evaluate(() => {
        const seen = { longest: 0 }
        Object.assign(globalThis, { seen })
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries())
            seen.longest = Math.max(seen.longest, duration)
        }).observe({ type: 'longtask' })
      })
      await driver.click('#open-demo')
      await waitInFrame(driver, DONE)
      await waitInFrame(driver, 'return document.querySelector(".raw-line") !== null')
      longest = Math.min(longest, await driver.inFrame<number>('return globalThis.seen.longest'))
    }
    expect(longest).toBeLessThanOrEqual(50)
  })
})
