/** The built page in Chromium: opening it, dropping evidence on it, and what its process takes. */
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { findBrowser } from '../../browsers.mjs'
import { atRoot } from '../../root.mjs'

const LONGEST_WAIT_MS = 3_600_000

/** A browser of its own, closed by its `close()`. */
export async function launch() {
  const { chromium } = await import('playwright-core')
  return chromium.launch({
    executablePath: findBrowser('chromium'),
    args: [
      '--disable-background-networking',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
}

/**
 * The page in a context of its own. Its frame keeps `bench`: times of the drop and of what the person
 * saw since, in milliseconds.
 */
export async function openPage(browser, fragment = '') {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(pathToFileURL(atRoot('dist/index.html')).href + fragment)
  const frame = await (await page.waitForSelector('#app')).contentFrame()
  await frame.waitForSelector('#pick-files', { state: 'attached' })
  await frame.evaluate(watch)
  return { page, frame, close: () => context.close() }
}

/** In the frame: notes when things were painted, and the longest task of its thread. */
function watch() {
  const bench = { dropped: 0, listed: 0, judging: 0, judged: 0, longest: 0 }
  globalThis.bench = bench
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) bench.longest = Math.max(bench.longest, task.duration)
  }).observe({ type: 'longtask' })
  const input = document.querySelector('#pick-files')
  input.addEventListener('change', () => (bench.dropped = performance.now()), { capture: true })
  const seen = {}
  const note = (name) => {
    if (seen[name]) return
    seen[name] = true
    requestAnimationFrame(() => {
      // A frame's own callbacks run before it is painted; those of the next one after.
      requestAnimationFrame(() => (bench[name] = performance.now()))
    })
  }
  const look = () => {
    const { stage } = document.documentElement.dataset
    if (stage === 'judging' && bench.judging === 0) bench.judging = performance.now()
    if (stage === 'done') note('judged')
    const figures = document.querySelector('.progress .figures')?.textContent ?? ''
    if (/ of [1-9][\d,. ]* files?/.test(figures)) note('listed')
  }
  const everything = { attributes: true, childList: true, characterData: true, subtree: true }
  new MutationObserver(look).observe(document.documentElement, everything)
}

/** Drops files and waits until `name` of `bench` was painted; gives all of `bench` since the drop. */
export async function dropUntil(frame, files, name) {
  await frame.setInputFiles('#pick-files', files)
  await frame.waitForFunction((wanted) => globalThis.bench[wanted] > 0, name, {
    timeout: LONGEST_WAIT_MS,
    polling: 50,
  })
  return sinceDrop(frame)
}

export async function sinceDrop(frame) {
  const bench = await frame.evaluate(() => globalThis.bench)
  const since = (at) => (at > 0 ? at - bench.dropped : NaN)
  return {
    listed: since(bench.listed),
    judging: since(bench.judging),
    judged: since(bench.judged),
    longest: bench.longest,
  }
}

/** Process ids of the browser's renderers. */
async function renderers(browser) {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

/** Clock ticks a second in /proc: 100 on every Linux that Chromium runs on. */
const TICKS = 100

/** Milliseconds of the processors that the renderers there are have used; Linux only, NaN elsewhere. */
export async function processorTime(browser) {
  let sum = 0
  for (const id of await renderers(browser)) {
    const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
    sum += ((Number(user ?? NaN) + Number(system ?? NaN)) / TICKS) * 1_000
  }
  return sum
}

/**
 * What the renderer that holds the page had at most, in bytes of resident memory: of those there are
 * (the browser keeps spare ones) the largest. Linux only, else NaN.
 */
export async function peakMemory(browser) {
  const peaks = []
  for (const id of await renderers(browser)) {
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '')
    peaks.push(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) * 1_024)
  }
  return Math.max(...peaks)
}
