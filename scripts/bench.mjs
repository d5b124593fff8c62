/**
 * `npm run bench`: our figures beside the named peers', in one run on one machine, minimum of
 * interleaved rounds. Prints a table and writes it with --write into docs/measurements.md. Never a gate.
 */
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { ensurePackages } from './setup.mjs'
import { findBrowser } from './browsers.mjs'
import { atRoot } from './root.mjs'

ensurePackages()
const { buildPage } = await import('./build.mjs')
const { writeBenchSet } = await import('./bench-data.mjs')
const { benchKernels } = await import('./bench-kernels.mjs')

const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    bytes: { type: 'string', default: '500000000' },
  },
})
const rounds = Number(values.rounds)
const bytes = Number(values.bytes)

/** Wall time of a shell pipeline, in milliseconds; null where a tool of it is missing. */
function timed(command) {
  const started = process.hrtime.bigint()
  const { status } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  // rg ends with 1 where nothing matched: still a whole pass over the bytes.
  return status === 0 || status === 1 ? Number(process.hrtime.bigint() - started) / 1e6 : null
}

const least = (values_) => {
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

async function benchPage() {
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
  return { ms: least(ours), sum: least(sums), search: least(searches), longest, size: set.bytes }
}

function row(what, ours, peer, ratio) {
  return `| ${what} | ${ours} | ${peer} | ${ratio} |`
}

const megabytes = (size, ms) => `${(size / 1e3 / ms).toFixed(0)} MB/s`

const calibration = least(
  Array.from({ length: 5 }, () => timed('head -c 256000000 /dev/zero | sha256sum')),
)
await buildPage()
const kernels = await benchKernels()
const page = await benchPage()
const beside = (peer) =>
  peer === null
    ? ['not installed', '–']
    : [megabytes(page.size, peer), `${(peer / page.ms).toFixed(2)}×`]

const table = [
  '| what | ours | peer | ratio |',
  '| --- | --- | --- | --- |',
  ...kernels.map(({ what, ours, peer, ratio }) => row(what, ours, peer, ratio)),
  row(
    `drop to verdict on screen, ${(page.size / 1e6).toFixed(0)} MB of logs, beside \`unzip -p \\| sha256sum\``,
    `${megabytes(page.size, page.ms)} (${(page.ms / 1000).toFixed(2)} s)`,
    ...beside(page.sum),
  ),
  row(
    "the same beside `unzip -p \\| rg -j1 -F -i` with the page's own kind of literals",
    `${megabytes(page.size, page.ms)}`,
    ...beside(page.search),
  ),
  row(
    'longest task of the main thread meanwhile',
    page.longest === 0 ? 'none over 50 ms' : `${page.longest.toFixed(0)} ms`,
    'bar: 50 ms',
    '–',
  ),
].join('\n')

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}`
const text = `${table}\n\nCalibration: coreutils SHA-256 of 256 MB takes ${(calibration / 1000).toFixed(2)} s here. ${rounds} interleaved rounds, minimum of each. ${machine}.`
console.log(`\n${text}`)

if (values.write) {
  const path = atRoot('docs/measurements.md')
  const known = await readFile(path, 'utf8')
  const [head, rest] = known.split('<!-- bench -->')
  const tail = rest?.split('<!-- /bench -->')[1] ?? ''
  await writeFile(path, `${head}<!-- bench -->\n\n${text}\n\n<!-- /bench -->${tail}`)
}
