/**
 * `npm run fuzz [name] [--count N] [--seed N]`: feeds the kernels damaged input and compares with a
 * reference; feeds parsers damaged files and looks at what they promise. An input that shows a fault is
 * saved in out/ and makes the exit code 1.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fuzzInflate } from './fuzz/inflate.mjs'
import { parserFuzzers } from './fuzz/parsers.mjs'
import { compileKernels } from './kernels.mjs'
import { atRoot } from './root.mjs'

/** By name: what runs, and how many inputs it is given unless told. */
const FUZZERS = {
  inflate: { run: fuzzInflate, count: 1_000_000 },
  ...(await parserFuzzers()),
}
const PROGRESS_EVERY = 100_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string' }, seed: { type: 'string', default: '1' } },
})
const names = positionals.length ? positionals : Object.keys(FUZZERS)
const unknown = names.filter((name) => !Object.hasOwn(FUZZERS, name))
if (unknown.length) {
  console.error(
    `no such fuzzer: ${unknown.join(', ')}; there are ${Object.keys(FUZZERS).join(', ')}`,
  )
  process.exit(2)
}

const wasm = await compileKernels()
for (const name of names) await fuzz(name, FUZZERS[name])

async function fuzz(name, { run, count: usual }) {
  const count = Number(values.count ?? usual)
  const started = performance.now()
  const rate = (done) => Math.round((done / (performance.now() - started)) * 1_000)
  const { verdicts, found } = await run(wasm, count, Number(values.seed), (done) => {
    if (done % PROGRESS_EVERY === 0)
      console.log(`${name}: ${done} of ${count}, ${rate(done)} a second`)
  })
  for (const [verdict, times] of [...verdicts].sort((a, b) => b[1] - a[1])) {
    console.log(`${String(times).padStart(9)}  ${verdict}`)
  }
  if (!found) {
    console.log(`${name}: ${count} inputs, no fault, ${rate(count)} a second`)
    return
  }
  const path = atRoot(`out/fuzz-${name}.bin`)
  mkdirSync(atRoot('out'), { recursive: true })
  writeFileSync(path, found.bytes)
  console.error(`${name}: ${found.what}\nthe input is in ${path}`)
  process.exitCode = 1
}
