/** One per core: an entry's bytes in, batches of events out. Reads top to bottom like the line. */
import { expose, transfer, wrap, type Remote } from 'comlink'
import wasm from 'virtual:kernels'
import { columnBuffers } from '../src/model/event-table.js'
import { decodeBase64 } from './base64.js'
import { DETECTIONS } from './detections/index.js'
import { listSource } from './intake/list.js'
import { unlock } from './intake/unlock.js'
import { Kernels } from './kernels.js'
import { hashFile } from './hash-file.js'
import type { BatchApi, ScanApi } from './protocol.js'
import { readEntryRows } from './read-rows.js'
import { scanEntry } from './scan-entry.js'

let batches: Remote<BatchApi> | null = null

const kernels = Kernels.instantiate(decodeBase64(wasm)).then((ready) => {
  // Files are few and small: every one is looked at whole, so their literals need no prefilter.
  const onLines = DETECTIONS.filter(({ needs }) => needs.some((group) => group !== 'files'))
  ready.setLiterals(onLines.flatMap(({ literals }) => literals))
  return ready
})
// Seen by whoever awaits it; without this an old browser reports it as unhandled first.
kernels.catch(() => undefined)

const api: ScanApi = {
  connect(port) {
    batches = wrap<BatchApi>(port)
  },
  list: (source, onProgress) => listSource(source, onProgress),
  unlock,
  async scan(task, onProgress) {
    return scanEntry(task, {
      kernels: await kernels,
      detections: DETECTIONS,
      onProgress,
      deliver: async (batch) => {
        const buffers = [...columnBuffers(batch.columns), batch.hits.buffer as ArrayBuffer]
        await batches?.addBatch(transfer(batch, buffers))
      },
    })
  },
  readRows: readEntryRows,
  hashFile: async (file, onProgress) => hashFile(file, await kernels, onProgress),
}

expose(api)
