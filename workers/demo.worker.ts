/** Makes the demo case where it is asked for, so that the page need not fetch or carry it. */
import * as Comlink from 'comlink'
import { buildDemoZip } from './demo/build-zip.js'
import type { DemoApi } from './protocol.js'

const api: DemoApi = {
  async build(options, onProgress) {
    const { bytes } = await buildDemoZip(options, onProgress)
    return Comlink.transfer(bytes, [bytes])
  },
}

Comlink.expose(api)
