/** Parsers are TypeScript, as is what damages their samples: both are run as they are for the tests. */
import { runnerImport } from 'vite'
import { atRoot } from '../root.mjs'

/**
 * A fuzzer for each parser that has samples under test/workers/parsers/fuzz/.
 * @returns {Promise<Record<string, { run: Function, count: number }>>}
 */
export async function parserFuzzers() {
  const { module } = await runnerImport(atRoot('test/workers/parsers/fuzz/run.ts'), {
    configFile: false,
    logLevel: 'error',
  })
  const named = Object.keys(module.TARGETS).map((name) => [
    name,
    {
      count: 200_000,
      run: (_wasm, count, seed, onProgress) => module.fuzzParser(name, count, seed, onProgress),
    },
  ])
  return Object.fromEntries(named)
}
