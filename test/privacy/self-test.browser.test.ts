import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../../scripts/root.mjs'
import { waitInFrame, type Driver } from '../browser/driver.js'
import { webkitReason } from '../browser/webkit.js'
import { launch, type Engine } from './engines.js'

const PAGE = atRoot('dist/index.html')

interface Shown {
  /** Result by channel. */
  readonly rows: ReadonlyMap<string, string>
  /** The line that sums them up, and its colour. */
  readonly line: string
  readonly colour: string
}

/** What the page's own test shows. */
async function selfTest(driver: Driver, url: string): Promise<Shown> {
  await driver.open(url)
  await waitInFrame(driver, 'return document.querySelector("#open-privacy") !== null')
  await driver.click('#open-privacy')
  await waitInFrame(driver, 'return document.querySelector("#self-test") !== null')
  await driver.click('#self-test')
  const shown = await waitInFrame<{ rows: [string, string][]; line: string; colour: string }>(
    driver,
    `const rows = [...document.querySelectorAll('.self-test tr')]
     const line = document.querySelector('[role=status] p')
     return rows.length > 0 && {
       rows: rows.map((row) => [...row.children].map((cell) => cell.textContent)),
       line: line.textContent,
       colour: getComputedStyle(line).color,
     }`,
  )
  return { ...shown, rows: new Map(shown.rows) }
}

/** The page as it would be from a host or an editor that lost its policies and its sandbox. */
async function bareCopy(folder: string): Promise<string> {
  const whole = await readFile(PAGE, 'utf8')
  const bare = whole
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace(/<meta http-equiv=&quot;Content-Security-Policy&quot;[^>]*>/, '')
    .replace(/ sandbox="[^"]*"/, '')
  expect(whole.length - bare.length).toBeGreaterThan(1_000)
  const path = join(folder, 'bare.html')
  await writeFile(path, bare)
  return pathToFileURL(path).href
}

const noWebkit = webkitReason()
const ENGINES: readonly { engine: Engine; reason: string; unproven: readonly string[] }[] = [
  { engine: 'chromium', reason: '', unproven: [] },
  { engine: 'firefox', reason: '', unproven: [] },
  // WebKitGTK plays no sound here, so it asks no policy for any.
  { engine: 'webkit', reason: noWebkit, unproven: ['A sound from elsewhere'] },
]

for (const { engine, reason, unproven } of ENGINES) {
  const title = `the page’s test of itself in ${engine}${reason && ` (${reason})`}`
  describe.skipIf(reason !== '')(title, () => {
    let driver: Driver
    let folder: string

    beforeAll(async () => {
      driver = await launch(engine)
      folder = await mkdtemp(join(tmpdir(), 'afterpatch-bare-'))
    })
    afterAll(async () => {
      await driver.close()
      await rm(folder, { recursive: true, force: true })
    })

    it('finds every way out blocked in the built page, and counts how', async () => {
      const { rows, line } = await selfTest(driver, pathToFileURL(PAGE).href)
      const results = [...rows].map(([channel, result]) => `${result}: ${channel}`)
      const open = results.filter((one) => !one.startsWith('blocked'))
      expect(open).toEqual(unproven.map((channel) => `not proven: ${channel}`))
      expect(rows.size).toBeGreaterThan(18)
      const blocked = String(rows.size - unproven.length)
      expect(line).toContain(`${blocked} of ${String(rows.size)} ways out were blocked`)
      const counts = /told of (\d+).*?(\d+) attempts.*?(\d+) interfaces/.exec(
        [...rows.keys()].join(),
      )
      for (const count of counts?.slice(1) ?? ['0']) expect(Number(count)).toBeGreaterThan(2)
    })

    it('turns red in a copy without policy and sandbox', async () => {
      const { rows, line, colour } = await selfTest(driver, await bareCopy(folder))
      const red = [...rows].filter(([, result]) => result === 'NOT BLOCKED')
      const channels = red.map(([channel]) => channel).join('\n')
      for (const one of [/policy is in force/, /eval/, /innerHTML/, /page around/, /Storage/]) {
        expect(channels).toMatch(one)
      }
      expect(line).toContain(
        `${String(red.length)} of ${String(rows.size)} ways out are NOT BLOCKED`,
      )
      const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number)
      expect(r, colour).toBeGreaterThan(1.5 * Math.max(g, b))
    })
  })
}
