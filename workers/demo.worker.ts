/** Makes the demo case where it is asked for, so that the page need not fetch or carry it. */
import * as Comlink from 'comlink'
import { buildDemoZip } from './demo/build-zip.js'
import type { DemoApi } from './protocol.js'

/** Progress crosses threads at most a hundred times. */
const SMALLEST_STEP = 0.01

const api: DemoApi = {
  async build(options, onProgress) {
    let told = 0
    const { bytes } = await buildDemoZip(options, (fraction) => {
      if (fraction - told < SMALLEST_STEP && (fraction < 1 || told === 1)) return
      told = fraction
      onProgress(fraction)
    })
    return Comlink.transfer(bytes, [bytes])
  },
}

Comlink.expose(api)
