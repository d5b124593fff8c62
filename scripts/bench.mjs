/**
 * `npm run bench`: our figures beside the named peers', in one run on one machine, minimum of
 * interleaved rounds. Prints a table and writes it with --write into docs/measurements.md. Never a gate.
 *
 *   --only kernels|page   one half of it
 *   --cases REGEXP        of the kernels' cases those whose name matches
 *   --rounds N, --bytes N rounds; length of the page's logs
 */
import { readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { ensurePackages } from './setup.mjs'
import { atRoot } from './root.mjs'

ensurePackages()
const { benchKernels } = await import('./bench/kernels.mjs')
const { benchPage, least, timed } = await import('./bench/page.mjs')

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

function row({ what, where, ours, peer, peerRate, ratio, bar }) {
  const rate = (value) => `${value.toFixed(0)} MB/s`
  const cells = [
    what,
    where,
    rate(ours),
    peerRate === null ? `${peer}: not installed` : `${peer}: ${rate(peerRate)}`,
    ratio === null ? '–' : `${ratio.toFixed(2)}×`,
    bar ? `${bar[0]}× (${bar[1]}×)` : '–',
  ]
  return `| ${cells.join(' | ')} |`
}

const calibration = least(
  Array.from({ length: 5 }, () => timed('head -c 256000000 /dev/zero | sha256sum')),
)
const kernels = values.only === 'page' ? [] : await benchKernels(rounds, new RegExp(values.cases))
const page =
  values.only === 'kernels' ? { rows: [] } : await benchPage(rounds, Number(values.bytes))

const table = [
  '| what | where | ours | peer | ratio | bar (goal) |',
  '| --- | --- | --- | --- | --- | --- |',
  ...kernels.map(row),
  ...page.rows.map(row),
]
if (page.longest !== undefined) {
  const found = page.longest === 0 ? 'none over 50 ms' : `${page.longest.toFixed(0)} ms`
  table.push(`| longest task of the main thread meanwhile | Chromium | ${found} | – | – | 50 ms |`)
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}`
const text = `${table.join('\n')}\n\nCalibration: coreutils SHA-256 of 256 MB takes ${(calibration / 1000).toFixed(2)} s here. ${rounds} interleaved rounds, minimum of each. ${machine}.`
console.log(`\n${text}`)

if (values.write) {
  const path = atRoot('docs/measurements.md')
  const known = await readFile(path, 'utf8')
  const [head, rest] = known.split('<!-- bench -->')
  const tail = rest?.split('<!-- /bench -->')[1] ?? ''
  await writeFile(path, `${head}<!-- bench -->\n\n${text}\n\n<!-- /bench -->${tail}`)
}
