import { proxy, wrap } from 'comlink'
import type { Sha256Hex } from '../model/units.js'
import type { ScanApi } from '../../workers/protocol.js'
import { startWorker } from './workers.js'

/**
 * The evidence files' own SHA-256: a second, sequential read in a worker of its own, one file after
 * another, so that the verdict never waits for it.
 */
export class HashQueue {
  private readonly worker = startWorker('scan')
  private readonly api = wrap<ScanApi>(this.worker)
  private readonly closing: Promise<null>
  private close_: () => void = () => undefined

  constructor() {
    this.closing = new Promise((resolve) => {
      this.close_ = () => {
        resolve(null)
      }
    })
  }

  /** null when the queue was closed first. */
  hash(file: File): Promise<Sha256Hex | null> {
    return Promise.race([
      this.api.hashFile(
        file,
        proxy(() => undefined),
      ),
      this.closing,
    ])
  }

  close(): void {
    this.worker.terminate()
    this.close_()
  }
}
