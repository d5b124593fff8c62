/**
 * `npm run bench`: our figures beside the named peers', in one run on one machine, least of
 * interleaved rounds. Prints tables and writes them with --write into docs/measurements.md, where the
 * tables of what was not run stay as they are. Never a gate.
 *
 *   --only kernels|page|scale  one part; without it kernels and page. `scale` takes half an hour and
 *                              40 GB of the temporary folder
 *   --cases REGEXP             of the kernels' cases and the measurements those whose name matches
 *   --rounds N, --bytes N      rounds; length of the page's logs
 */
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensurePackages } from './setup.mjs'
import { atRoot } from './root.mjs'
import { asTable, rateRow, writePart } from './bench/record.mjs'

ensurePackages()
const { timed } = await import('./bench/commands.mjs')
const { benchKernels } = await import('./bench/kernels.mjs')
const { PAGE, SCALE } = await import('./bench/page/index.mjs')
const { buildPage } = await import('./build.mjs')

const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    cases: { type: 'string', default: '.' },
    rounds: { type: 'string', default: '7' },
    bytes: { type: 'string', default: '500000000' },
  },
})
const rounds = Number(values.rounds)
const wanted = new RegExp(values.cases)

const PARTS = {
  kernels: async () => (await benchKernels(rounds, wanted)).map(rateRow),
  page: () => measureAll(PAGE),
  scale: () => measureAll(SCALE),
}
const parts = values.only === '' ? ['kernels', 'page'] : [values.only]

async function measureAll(measurements) {
  await buildPage()
  const folder = join(tmpdir(), 'afterpatch-bench')
  const rows = []
  for (const { name, measure } of measurements) {
    if (!wanted.test(name)) continue
    const measured = await measure({ folder, rounds, bytes: Number(values.bytes) })
    for (const row of measured) console.log(row)
    rows.push(...measured)
  }
  return rows
}

function conditions(calibration) {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}`
  const load = loadavg()[1]?.toFixed(1) ?? ''
  const how = `${rounds} interleaved rounds where a row says nothing else, least of each`
  return `Calibration: coreutils SHA-256 of 256 MB takes ${(calibration / 1000).toFixed(2)} s here. ${how}. ${machine}; load average ${load}.`
}

for (const part of parts) {
  if (!PARTS[part]) throw new Error(`no part ${part}: ${Object.keys(PARTS).join(', ')}`)
  const rows = await PARTS[part]()
  const runs = Array.from({ length: 5 }, () => timed('head -c 256000000 /dev/zero | sha256sum').ms)
  const text = conditions(Math.min(...runs))
  console.log(`\n${asTable(rows, text)}\n`)
  if (values.write) {
    const whole = values.cases === '.'
    await writePart(atRoot('docs/measurements.md'), part, { rows, conditions: text, whole })
  }
}
