/** The page as it is built, from drop event to verdict on screen, beside `unzip -p` and what reads it. */
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findBrowser } from '../browsers.mjs'
import { buildPage } from '../build.mjs'
import { atRoot } from '../root.mjs'
import { writeBenchSet } from './data.mjs'

/** Wall time of a shell pipeline, in milliseconds; null where a tool of it is missing. */
export function timed(command) {
  const started = process.hrtime.bigint()
  const { status } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  // rg ends with 1 where nothing matched: still a whole pass over the bytes.
  return status === 0 || status === 1 ? Number(process.hrtime.bigint() - started) / 1e6 : null
}

export const least = (values_) => {
  const known = values_.filter((value) => value !== null)
  return known.length > 0 ? Math.min(...known) : null
}

/** Drop event to verdict on screen, with the longest task the main thread had meanwhile. */
async function dropToVerdict(browser, zip) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(pathToFileURL(atRoot('dist/index.html')).href)
  const frame = await (await page.waitForSelector('#app')).contentFrame()
  await frame.waitForSelector('#pick-files', { state: 'attached' })
  await frame.evaluate(() => {
    globalThis.longest = 0
    new PerformanceObserver((list) => {
      for (const task of list.getEntries())
        globalThis.longest = Math.max(globalThis.longest, task.duration)
    }).observe({ type: 'longtask' })
    const input = document.querySelector('#pick-files')
    input.addEventListener('change', () => (globalThis.dropped = performance.now()), {
      capture: true,
    })
    new MutationObserver(() => {
      if (document.documentElement.dataset.stage !== 'done' || globalThis.judged) return
      requestAnimationFrame(() =>
        requestAnimationFrame(() => (globalThis.judged = performance.now())),
      )
    }).observe(document.documentElement, { attributes: true })
  })
  await frame.setInputFiles('#pick-files', zip)
  await frame.waitForFunction(() => globalThis.judged > 0, undefined, { timeout: 300_000 })
  const result = await frame.evaluate(() => ({
    ms: globalThis.judged - globalThis.dropped,
    longest: globalThis.longest,
  }))
  await context.close()
  return result
}

/**
 * @param {number} rounds interleaved; the least time of each counts
 * @param {number} bytes of logs, uncompressed
 * @returns rows as benchKernels of kernels.mjs gives, and the longest task of the main thread
 */
export async function benchPage(rounds, bytes) {
  await buildPage()
  const folder = join(tmpdir(), 'afterpatch-bench')
  const set = await writeBenchSet(folder, bytes)
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({
    executablePath: findBrowser('chromium'),
    args: [
      '--disable-background-networking',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
  const ours = []
  const sums = []
  const searches = []
  let longest = 0
  for (let round = 0; round < rounds; round++) {
    const { ms, longest: task } = await dropToVerdict(browser, set.zip)
    ours.push(ms)
    longest = Math.max(longest, task)
    sums.push(timed(`unzip -p '${set.zip}' | sha256sum`))
    searches.push(timed(`unzip -p '${set.zip}' | rg -j1 -F -i -c -f '${set.literals}' -`))
  }
  await browser.close()
  const rate = (ms) => (ms === null ? null : set.bytes / 1e3 / ms)
  const ms = least(ours)
  const beside = (what, peer, other, bar) => ({
    what,
    where: 'Chromium',
    ours: rate(ms),
    peer,
    peerRate: rate(other),
    ratio: other === null ? null : other / ms,
    bar,
  })
  const megabytes = (set.bytes / 1e6).toFixed(0)
  return {
    rows: [
      beside(
        `drop to verdict on screen, ${megabytes} MB of logs (${(ms / 1000).toFixed(2)} s)`,
        'unzip -p \\| sha256sum',
        least(sums),
        [1.5, 2],
      ),
      beside(
        "the same, with the page's own kind of literals",
        'unzip -p \\| rg -j1 -F -i',
        least(searches),
        null,
      ),
    ],
    longest,
  }
}
