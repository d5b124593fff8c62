/**
 * Writes the demo case to disk: the same bytes as the page makes.
 * npm run demo -- [--clean] [--out FILE] [--truth FILE]
 */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '..')

/** Loads a TypeScript module of this repository. */
async function load(path) {
  const { module } = await runnerImport(resolve(root, path), {
    root,
    configFile: false,
    logLevel: 'error',
  })
  return module
}

/** @returns {Promise<{ name: string, bytes: Uint8Array, truth: object }>} */
export async function makeDemo({ attacked }) {
  const { buildDemoZip, demoZipName } = await load('workers/demo/build-zip.ts')
  const { groundTruth } = await load('workers/demo/truth.ts')
  const { bytes, demo } = await buildDemoZip({ attacked }, () => undefined)
  return {
    name: demoZipName({ attacked }),
    bytes: new Uint8Array(bytes),
    truth: groundTruth(demo),
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      clean: { type: 'boolean', default: false },
      out: { type: 'string' },
      truth: { type: 'string' },
    },
  })
  const { name, bytes, truth } = await makeDemo({ attacked: !values.clean })
  const out = resolve(values.out ?? name)
  await writeFile(out, bytes)
  process.stdout.write(`${out}: ${bytes.length} bytes\n`)
  if (!values.truth) return
  await writeFile(values.truth, `${JSON.stringify(truth, null, 2)}\n`)
  process.stdout.write(`${resolve(values.truth)}: ground truth\n`)
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main()
