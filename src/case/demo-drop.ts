import { proxy, wrap } from 'comlink'
import type { DemoApi } from '../../workers/protocol.js'
import type { Drop } from './session.js'
import { startWorker } from './workers.js'

/** The demo case as if it had been dropped; `attacked: false` gives its clean twin. */
export async function demoDrop(attacked: boolean): Promise<Drop> {
  const worker = startWorker('demo')
  const failed = new Promise<never>((_, reject) => {
    worker.onerror = (event) => {
      event.preventDefault()
      reject(new Error(`the demo case could not be made: ${event.message || 'unknown error'}`))
    }
  })
  try {
    const made = wrap<DemoApi>(worker).build(
      { attacked },
      proxy(() => undefined),
    )
    const bytes = await Promise.race([made, failed])
    const name = attacked ? 'afterpatch-demo-MX01.zip' : 'afterpatch-demo-MX01-clean.zip'
    const file = new File([bytes], name, { type: 'application/zip' })
    return { folder: '', files: [{ path: name, file }] }
  } finally {
    worker.terminate()
  }
}
