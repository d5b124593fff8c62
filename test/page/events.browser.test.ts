import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChromiumDriver } from '../browser/chromium.js'
import { waitInFrame } from '../browser/driver.js'
import { launchChromium, PAGE_URL } from './headless.js'

const DONE = 'return document.documentElement.dataset.stage === "done"'
const SHELL = '/aspnet_client/system_web/Kf0wRt7QmZ.aspx'
/** Clicks the first element of a selector; false while there is none. */
const CLICK = 'const one = document.querySelector($[0]); one?.click(); return one !== null'
const ASK = `const bar = document.querySelector('#query')
  bar.value = $[0]
  bar.dispatchEvent(new Event('input', { bubbles: true }))
  return true`
const ROWS = 'return document.querySelector(".events-bar [role=status] b")?.textContent ?? ""'

let driver: ChromiumDriver
/** Waits for what a body with arguments gives. */
const until = <T>(body: string, ...args: unknown[]) =>
  waitInFrame<T>(driver, `return (($) => { ${body} })(${JSON.stringify(args)})`)
const click = (selector: string) => until(CLICK, selector)

beforeAll(async () => {
  driver = await launchChromium()
  await driver.open(PAGE_URL)
  await click('#open-demo')
  await until(DONE)
  await click('#tab-events:not(:disabled)')
  await until('return document.querySelector(".grid-row .cell-value") !== null')
})
afterAll(() => driver.close())

describe('events', () => {
  it('lead from a filter by a pivot to a record, its raw text and its neighbour in the file', async () => {
    const all = await driver.inFrame<string>(ROWS)
    await driver.inFrame(ASK, `target="${SHELL}" action:POST`)
    const few = await until<string>(
      'const text = document.querySelector(".events-bar [role=status] b")?.textContent ?? ""; return text !== $[0] && text',
      all,
    )
    expect(few).toMatch(/^\d{1,2} rows$/)
    await click('.grid-row .cell-client .cell-value')
    await click('#menu-pivot-target')
    const query = await until<string>(
      'const { value } = document.querySelector("#query"); return value.startsWith("client=") && value',
    )
    const address = query.slice('client='.length)
    const counted = await until<string>(
      'const text = document.querySelector(".stack")?.innerText ?? ""; return text.includes($[0]) && text',
      SHELL,
    )
    expect(counted).toContain('2021-')
    const raw = await until<string>(
      'const text = document.querySelector(".detail .raw-line")?.innerText ?? ""; return text.includes($[0]) && text',
      address,
    )
    await click('#next-in-file')
    const next = await until<string>(
      'const text = document.querySelector(".detail .raw-line")?.innerText ?? ""; return text !== "" && text !== $[0] && text',
      raw,
    )
    expect(next).not.toContain(raw)
    await click('.bytes summary')
    const hex = await until<string>('return document.querySelector(".hex")?.textContent ?? ""')
    expect(hex).toMatch(/^[0-9A-F]{8} {2}(?:[0-9a-f]{2} ){15}/)
  })

  it('are gone through by keyboard alone', async () => {
    await driver.inFrame(ASK, '')
    await until(`return !document.querySelector('#query').value`)
    await driver.inFrame('document.querySelector(".grid").focus()')
    for (const key of ['Control+End', 'ArrowUp', 'ArrowRight', 'Control+Home', 'ArrowDown']) {
      await driver.page.keyboard.press(key)
    }
    const at = await until<string>(
      `const grid = document.querySelector('.grid')
       const cell = document.getElementById(grid.getAttribute('aria-activedescendant'))
       return cell?.closest('[role=row]')?.ariaRowIndex === '3' && cell.ariaColIndex`,
    )
    expect(at).toBe('1')
    await driver.page.keyboard.press('ArrowRight')
    await driver.page.keyboard.press('Enter')
    await until('return document.activeElement?.id === "menu-include"')
    await driver.page.keyboard.press('Escape')
    await until('return document.activeElement?.className === "grid"')
  })

  it('say where a query is wrong, and complete it', async () => {
    await driver.inFrame(ASK, 'status:x')
    const wrong = await until<string>(
      'return document.querySelector("#query-error")?.textContent ?? ""',
    )
    expect(wrong).toContain('At character 8: Status is a number')
    await driver.inFrame(`document.querySelector('#query').focus()`)
    await driver.inFrame(ASK, 'act')
    await until('return document.querySelector(".offers [role=option]") !== null')
    await driver.page.keyboard.press('ArrowDown')
    await driver.page.keyboard.press('Enter')
    expect(await driver.inFrame<string>('return document.querySelector("#query").value')).toBe(
      'action:',
    )
  })

  it('are searched in the raw evidence too, each hit with its line', async () => {
    await click('#search-raw')
    await until('return document.querySelector("#raw-needle") !== null')
    await driver.inFrame(
      `const bar = document.querySelector('#raw-needle')
       bar.value = 'kf0wrt7qmz'
       bar.dispatchEvent(new Event('input', { bubbles: true }))`,
    )
    await click('.raw-search .tool:not(:disabled)')
    const said = await until<string>(
      'const text = document.querySelector(".raw-search [role=status]")?.innerText ?? ""; return text.includes("in all") && text',
    )
    expect(said).toMatch(/^\d+ hits in all [\d,]+ files that were read/)
    await click('.hit')
    const line = await until<string>(
      'return document.querySelector(".detail .raw-line")?.innerText ?? document.querySelector(".hex")?.textContent ?? ""',
    )
    expect(line).toContain('Kf0wRt7QmZ')
  })
})
