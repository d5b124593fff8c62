/**
 * The corpora with ground truth, made by scripts/corpus, which knows nothing of detections.
 *   npm run corpus -- clean OUT.zip [--lines N] [--seed TEXT]   two years of a server that nobody broke into
 *   npm run corpus -- malicious OUTDIR                          a zip and its truth (.json) for each case
 *   npm run corpus -- check [--write] [--lines N]               reads both and compares; docs/corpus.md with --write
 * `check` ends with 1 where a case differs from what is true of it.
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { runnerImport } from 'vite'
import { atRoot } from './root.mjs'

const LINES = 2_000_000
const USAGE =
  'Usage: npm run corpus -- clean OUT.zip | malicious OUTDIR | check [--write] [--lines N]'

const load = async (name) => {
  const how = { configFile: false, logLevel: 'error' }
  return (await runnerImport(atRoot(`scripts/corpus/${name}.ts`), how)).module
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: 'string', default: String(LINES) },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
})
const [command, out] = positionals
const lines = Number(values.lines)

async function clean() {
  const { buildClean } = await load('clean')
  const { ZipWriter } = await load('zip')
  const file = openSync(out, 'w')
  const zip = new ZipWriter((bytes) => writeSync(file, bytes))
  const { truth, traps, rows } = buildClean({ lines, seed: values.seed }, (one) => zip.add(one))
  zip.finish()
  closeSync(file)
  writeFileSync(`${out}.truth.json`, `${JSON.stringify({ ...truth, rows, traps }, null, 2)}\n`)
  console.log(`${out}: ${rows} rows`)
}

async function malicious() {
  const { buildCase, CASES } = await load('cases')
  const { zipOf } = await load('zip')
  mkdirSync(out, { recursive: true })
  for (const kind of CASES) {
    const { files, truth } = buildCase(kind, true)
    writeFileSync(join(out, `${kind.name}.zip`), zipOf(files))
    writeFileSync(join(out, `${kind.name}.json`), `${JSON.stringify(truth, null, 2)}\n`)
    console.log(`${kind.name}: ${truth.steps.length} planted`)
  }
}

async function check() {
  const { checkAll } = await load('report')
  const { text, wrong } = await checkAll({ lines, seed: values.seed }, (line) => console.log(line))
  if (values.write) {
    const path = atRoot('docs/corpus.md')
    const style = await resolveConfig(path)
    writeFileSync(path, await format(text, { ...style, filepath: path }))
  }
  for (const one of wrong) console.error(one)
  process.exitCode = wrong.length > 0 ? 1 : 0
}

if (command === 'check') await check()
else if (command === 'clean' && out) await clean()
else if (command === 'malicious' && out) await malicious()
else {
  console.error(USAGE)
  process.exitCode = 2
}
