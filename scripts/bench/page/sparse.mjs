/** A stored Zip64 archive of 25 GB, mostly holes: its directory, salvage without one, and random access. */
import { tableRow } from '../record.mjs'
import { sparseArchive, withoutDirectory } from './archives.mjs'
import { dropUntil, launch, openPage, sinceDrop } from './browser.mjs'

export const name = 'sparse'

const BYTES = 25e9
const ROUNDS = 3
/** Rows of the second half of a log count as near its end. */
const NEAR_END = BYTES / 4
const LONGEST_READING_MS = 3_600_000

export async function measure({ folder }) {
  const archive = await sparseArchive(folder, BYTES)
  const cut = await withoutDirectory(folder, BYTES)
  const browser = await launch()
  const runs = { listed: [], salvaged: [] }
  let access
  try {
    for (let round = 0; round < ROUNDS; round++) {
      runs.listed.push(await listing(browser, archive.path))
      runs.salvaged.push(await listing(browser, cut.path))
    }
    access = await randomAccess(browser, archive.path)
  } finally {
    await browser.close()
  }
  const size = `${(archive.size / 1e9).toFixed(0)} GB, stored Zip64, mostly holes`
  const least = (values) => `${Math.min(...values).toFixed(0)} ms`
  return [
    tableRow({
      what: `drop to first paint of the listing, ${size}`,
      ours: `${least(runs.listed)} (${ROUNDS} rounds)`,
    }),
    tableRow({
      what: 'the same with the directory cut off: entries salvaged by local headers',
      ours: `${least(runs.salvaged)} (${ROUNDS} rounds)`,
    }),
    tableRow({
      what: `raw record at ${(access.offset / 1e9).toFixed(1)} GB of an entry: click to text on screen`,
      ours: `${access.ms.toFixed(0)} ms (least of ${access.records} records, after one reading of ${(access.reading / 1_000).toFixed(0)} s)`,
    }),
  ]
}

async function listing(browser, path) {
  const page = await openPage(browser)
  const { listed } = await dropUntil(page.frame, path, 'listed')
  await page.close()
  return listed
}

/** Opens the findings one by one; the fastest record of those that are near the end of a log. */
async function randomAccess(browser, path) {
  const page = await openPage(browser)
  await page.frame.setInputFiles('#pick-files', path)
  await page.frame.waitForFunction(() => globalThis.bench.judged > 0, null, {
    timeout: LONGEST_READING_MS,
    polling: 500,
  })
  const { judged: reading } = await sinceDrop(page.frame)
  const records = await page.frame.evaluate(openRecords)
  await page.close()
  const near = records.filter(({ offset }) => offset > NEAR_END)
  if (near.length === 0) throw new Error('no finding has a record near the end')
  const best = near.reduce((a, b) => (b.ms < a.ms ? b : a))
  return { ...best, records: near.length, reading }
}

/** In the frame: each finding's records in turn, milliseconds from the click to the text. */
async function openRecords() {
  const until = async (isTrue) => {
    while (!isTrue()) await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  const shown = async (act) => {
    const old = document.querySelector('.raw-line')
    const started = performance.now()
    act()
    await until(() => {
      const line = document.querySelector('.raw-line')
      return line && line !== old
    })
    const [, offset] = /offset 0x([0-9A-F]+)/.exec(document.querySelector('.raw-place').textContent)
    return { ms: performance.now() - started, offset: parseInt(offset, 16) }
  }
  const records = []
  for (const row of document.querySelectorAll('.findings .row:not(.head)')) {
    // The page shows one by itself: a click on it would change nothing that could be waited for.
    if (row.getAttribute('aria-current') === 'true')
      await until(() => document.querySelector('.raw-line'))
    else records.push(await shown(() => row.click()))
    for (;;) {
      const next = document.querySelector('.stepper [aria-label="Next record"]')
      if (!next || next.disabled) break
      records.push(await shown(() => next.click()))
    }
  }
  return records
}
