/** Drop event to verdict on screen: 500 MB in eight members and in one, beside `unzip -p` and readers. */
import { leastRun, timed } from '../commands.mjs'
import { writeBenchSet } from '../data.mjs'
import { tableRow, times } from '../record.mjs'
import { dropUntil, launch, openPage, processorTime } from './browser.mjs'

export const name = 'verdict'

export async function measure({ folder, rounds, bytes }) {
  const eight = await writeBenchSet(folder, bytes)
  const single = await writeBenchSet(folder, bytes, { members: 1 })
  const browser = await launch()
  const runs = { eight: [], single: [], sums: [], singleSums: [], searches: [] }
  try {
    for (let round = 0; round < rounds; round++) {
      runs.eight.push(await once(browser, eight.zip))
      runs.sums.push(timed(`unzip -p '${eight.zip}' | sha256sum`))
      runs.single.push(await once(browser, single.zip))
      runs.singleSums.push(timed(`unzip -p '${single.zip}' | sha256sum`))
      runs.searches.push(
        timed(`unzip -p '${eight.zip}' | rg -j1 -F -i -c -f '${eight.literals}' -`),
      )
    }
  } finally {
    await browser.close()
  }
  const size = `${(bytes / 1e6).toFixed(0)} MB`
  const sums = 'unzip -p \\| sha256sum'
  const longest = Math.max(...[...runs.eight, ...runs.single].map((run) => run.longest))
  return [
    beside(`drop to verdict on screen, ${size} in 8 entries`, runs.eight, sums, runs.sums, {
      bytes: eight.bytes,
      bar: '1.5× (2×)',
    }),
    beside(`the same, ${size} in one entry`, runs.single, sums, runs.singleSums, {
      bytes: single.bytes,
    }),
    beside(
      "8 entries, beside a search for the page's own kind of literals",
      runs.eight,
      'unzip -p \\| rg -j1 -F -i',
      runs.searches,
      { bytes: eight.bytes },
    ),
    tableRow({
      what: 'longest task of the main thread meanwhile',
      ours: longest === 0 ? 'none over 50 ms' : `${longest.toFixed(0)} ms`,
      bar: '50 ms',
    }),
  ]
}

async function once(browser, zip) {
  const page = await openPage(browser)
  const { judged, judging, longest } = await dropUntil(page.frame, zip, 'judged')
  const cpu = await processorTime(browser)
  await page.close()
  return { ms: judged, tail: judged - judging, longest, cpu }
}

function beside(what, ours, peer, peers, { bytes, bar }) {
  const best = leastRun(ours)
  const other = leastRun(peers)
  const rate = (ms) => `${(bytes / 1e3 / ms).toFixed(0)} MB/s`
  const seconds = (ms) => `${(ms / 1_000).toFixed(2)} s`
  const cpu = Math.min(...ours.map((run) => run.cpu))
  const tail = Math.min(...ours.map((run) => run.tail))
  return tableRow({
    what,
    ours: `${rate(best.ms)} (${seconds(best.ms)}, judging ${seconds(tail)} of it; ${seconds(cpu)} of processors)`,
    peer: other
      ? `${peer}: ${rate(other.ms)} (${seconds(other.ms)}; ${seconds(Math.min(...peers.map((run) => run.cpu)))} of processors)`
      : `${peer}: not installed`,
    ratio: other ? times(other.ms / best.ms) : undefined,
    bar,
  })
}
