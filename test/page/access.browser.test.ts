import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
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

/** Serious and critical violations in light and dark, each with where it is. */
async function violations(): Promise<string[]> {
  const frame = await driver.frame()
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await driver.page.emulateMedia({ colorScheme })
    await frame.evaluate(AXE)
    const list = await frame.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: {
          run(): Promise<{
            violations: { id: string; impact: string; nodes: { target: string[] }[] }[]
          }>
        }
      }
      const { violations } = await axe.run()
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(
          ({ id, impact, nodes }) =>
            `${impact} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        )
    })
    found.push(...list.map((text) => `${colorScheme}: ${text}`))
  }
  return found
}

describe('axe-core finds nothing serious', () => {
  it('on any screen, light or dark', async () => {
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
    const tabs = await driver.inFrame<string[]>(
      'return [...document.querySelectorAll(".tabs .tab")].map(({ id }) => id)',
    )
    expect(tabs.length).toBeGreaterThan(8)
    for (const tab of tabs) {
      await driver.click(`#${tab}`)
      await waitInFrame(driver, 'return !/(Counting|Looking) …/.test(document.body.innerText)')
      found[tab] = await violations()
    }
    await driver.click('#open-help')
    found['help'] = await violations()
    await driver.page.keyboard.press('Escape')
    expect(await driver.inFrame<string>('return document.activeElement.id')).toBe('open-help')
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
    // The clock runs on while others have the processor: where they keep it busy, twice the time.
    const others = loadavg()[0]! > 2 * availableParallelism()
    const limit = others ? 100 : 50
    const seen: number[] = []
    for (let run = 0; run < 3 && Math.min(...seen) > limit; run++) {
      await freshPage()
      await (
        await driver.frame()
      ).evaluate(() => {
        const tasks = { longest: 0 }
        Object.assign(globalThis, { tasks })
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries())
            tasks.longest = Math.max(tasks.longest, duration)
        }).observe({ type: 'longtask' })
      })
      await driver.click('#open-demo')
      await waitInFrame(driver, DONE)
      await waitInFrame(driver, 'return document.querySelector(".raw-line") !== null')
      seen.push(await driver.inFrame<number>('return globalThis.tasks.longest'))
    }
    const message = `longest task of each run: ${seen.join(', ')} ms; machine ${others ? 'busy' : 'idle'}`
    expect(Math.min(...seen), message).toBeLessThanOrEqual(limit)

    // The control: a long task would have been seen.
    await driver.inFrame(
      'await new Promise(setTimeout); const end = performance.now() + 120; while (performance.now() < end);',
    )
    await waitInFrame(driver, 'return globalThis.tasks.longest >= 120')
  })
})
