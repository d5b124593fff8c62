import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../../scripts/root.mjs'
import { launchChromium } from '../browser/chromium.js'
import { waitInFrame, type Driver } from '../browser/driver.js'
import { launchFirefox } from '../browser/firefox.js'

const PAGE = atRoot('dist/index.html')

/** What the page's own test shows, by channel. */
async function selfTest(driver: Driver, url: string): Promise<Map<string, string>> {
  await driver.open(url)
  await waitInFrame(driver, 'return document.querySelector("#open-privacy") !== null')
  await driver.click('#open-privacy')
  await waitInFrame(driver, 'return document.querySelector("#self-test") !== null')
  await driver.click('#self-test')
  const rows = await waitInFrame<[string, string][]>(
    driver,
    `const rows = [...document.querySelectorAll('.self-test tr')]
     return rows.length > 0 && rows.map((row) => [...row.children].map((cell) => cell.textContent))`,
  )
  return new Map(rows)
}

describe.each([
  ['Chromium', () => launchChromium()],
  ['Firefox', () => launchFirefox()],
])('the page’s test of itself in %s', (_name, launch) => {
  let driver: Driver
  let folder: string

  beforeAll(async () => {
    driver = await launch()
    folder = await mkdtemp(join(tmpdir(), 'afterpatch-bare-'))
  })
  afterAll(async () => {
    await driver.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('finds every way out blocked in the built page', async () => {
    const rows = await selfTest(driver, pathToFileURL(PAGE).href)
    expect(rows.size).toBeGreaterThan(12)
    const open = [...rows].filter(([, result]) => result !== 'blocked')
    expect(open).toEqual([])
  })

  it('turns red in a copy without policy and sandbox', async () => {
    const bare = (await readFile(PAGE, 'utf8'))
      .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
      .replace(/<meta http-equiv=&quot;Content-Security-Policy&quot;[^>]*>/, '')
      .replace(/ sandbox="[^"]*"/, '')
    const copy = join(folder, 'bare.html')
    await writeFile(copy, bare)
    const rows = await selfTest(driver, pathToFileURL(copy).href)
    const red = [...rows]
      .filter(([, result]) => result === 'NOT BLOCKED')
      .map(([channel]) => channel)
    expect(red.join('; ')).toMatch(/policy is in force/)
    expect(red.join('; ')).toMatch(/eval/)
    expect(red.join('; ')).toMatch(/page around/)
  })
})
