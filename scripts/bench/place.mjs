import { Kernels } from '../../workers/kernels.js'
import { cases } from './cases/index.mjs'

/** Runs cases one at a time where it is loaded. Each has kernels, and so memory, of its own. */
export async function makePlace(wasm) {
  const runs = new Map()
  return {
    async prepare(index) {
      const { ours, peers } = await cases[index].prepare(await Kernels.instantiate(wasm))
      runs.clear()
      for (const [name, run] of Object.entries({ ours, ...peers }))
        runs.set(`${index} ${name}`, run)
      return Object.keys(peers)
    },
    async run(index, who) {
      const run = runs.get(`${index} ${who}`)
      const started = performance.now()
      const result = await run()
      return { ms: performance.now() - started, result }
    },
  }
}
