/** A case of a million rows or two: saved, and opened again without its evidence. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import JSZip from 'jszip'
import { writeBenchSet } from '../data.mjs'
import { tableRow } from '../record.mjs'
import { dropUntil, launch, openPage } from './browser.mjs'

export const name = 'keep'

const OPEN_BAR_MS = 3_000
const COLUMNS_BAR = 60

export async function measure({ folder, rounds, bytes }) {
  const { zip } = await writeBenchSet(folder, bytes)
  const browser = await launch()
  const runs = []
  let saved
  try {
    saved = await save(browser, zip, join(folder, 'saved.afterpatch.zip'))
    for (let round = 0; round < rounds; round++) runs.push(await open(browser, saved.path))
  } finally {
    await browser.close()
  }
  const { rows, columns, strings, size } = await sizes(saved.path)
  const opened = runs.map(({ judged }) => judged).sort((a, b) => a - b)
  const longest = Math.max(saved.longest, ...runs.map((run) => run.longest))
  const what = `${rows} rows`
  return [
    tableRow({ what: `save a case of ${what}`, ours: milliseconds(saved.ms) }),
    tableRow({
      what: `open it again without the evidence, ${rounds} rounds`,
      ours: `${milliseconds(opened[0])} at least, ${milliseconds(opened.at(-1))} at most`,
      bar: `${milliseconds((OPEN_BAR_MS * rows) / 1e6)}: 3 s a million`,
    }),
    tableRow({
      what: 'columns on disk, strings counted apart',
      ours: `${(columns / rows).toFixed(1)} bytes a row; strings ${(strings / rows).toFixed(1)}; the file ${(size / 1e6).toFixed(1)} MB`,
      bar: `${COLUMNS_BAR} bytes a row`,
    }),
    tableRow({
      what: 'longest task of the main thread from the save or the drop on',
      ours: longest === 0 ? 'none over 50 ms' : milliseconds(longest),
      bar: '50 ms',
    }),
  ]
}

async function save(browser, zip, path) {
  const { page, frame, close } = await openPage(browser)
  await dropUntil(frame, zip, 'judged')
  await frame.waitForSelector('.raw-line')
  await frame.evaluate(() => (globalThis.bench.longest = 0))
  const waiting = page.waitForEvent('download')
  const begun = performance.now()
  await frame.click('#save-case')
  const download = await waiting
  const ms = performance.now() - begun
  await download.saveAs(path)
  const longest = await frame.evaluate(() => globalThis.bench.longest)
  await close()
  return { ms, longest, path }
}

async function open(browser, path) {
  const { frame, close } = await openPage(browser)
  await frame.evaluate(() => (globalThis.bench.longest = 0))
  const times = await dropUntil(frame, path, 'judged')
  await close()
  return times
}

/** Bytes in the zip by what they are. */
async function sizes(path) {
  const bytes = await readFile(path)
  const zip = await JSZip.loadAsync(bytes)
  const { rows } = JSON.parse(await zip.file('afterpatch-case.json').async('string'))
  const sum = async (prefix) => {
    const parts = Object.values(zip.files).filter((file) => file.name.startsWith(prefix))
    const all = await Promise.all(parts.map((file) => file.async('uint8array')))
    return all.reduce((total, { length }) => total + length, 0)
  }
  return {
    rows,
    size: bytes.length,
    columns: await sum('columns/'),
    strings: await sum('strings/'),
  }
}

const milliseconds = (ms) => `${ms.toFixed(0)} ms`
