/** A zip of 100,000 entries: drop to the first paint that says so, beside zip.js listing it alone. */
import { leastRun } from '../commands.mjs'
import { tableRow, times } from '../record.mjs'
import { manyEntries } from './archives.mjs'
import { dropUntil, launch, openPage } from './browser.mjs'
import { openZipJs } from './zip-js.mjs'

export const name = 'listing'

const ENTRIES = 100_000

export async function measure({ folder, rounds }) {
  const { path } = await manyEntries(folder, ENTRIES)
  const browser = await launch()
  const zipJs = await openZipJs(browser)
  const ours = []
  const theirs = []
  try {
    for (let round = 0; round < rounds; round++) {
      const page = await openPage(browser)
      const { listed, longest } = await dropUntil(page.frame, path, 'listed')
      ours.push({ ms: listed, longest })
      await page.close()
      const { ms, count } = await zipJs.list(path)
      if (count !== ENTRIES) throw new Error(`zip.js lists ${count} entries`)
      theirs.push({ ms })
    }
  } finally {
    await zipJs.close()
    await browser.close()
  }
  const [best, other] = [leastRun(ours), leastRun(theirs)]
  const longest = Math.min(...ours.map((run) => run.longest))
  const milliseconds = (ms) => `${ms.toFixed(0)} ms`
  return [
    tableRow({
      what: `drop to first paint of a listing of ${ENTRIES.toLocaleString('en')} entries`,
      ours: `${milliseconds(best.ms)} (longest task of the main thread ${milliseconds(longest)})`,
      peer: `zip.js getEntries: ${milliseconds(other.ms)}`,
      ratio: `${times(best.ms / other.ms)} its time`,
      bar: '1.2× at most',
    }),
  ]
}
