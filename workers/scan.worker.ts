/** One per core: entries' bytes in, batches of events out. Reads top to bottom like the line. */
import { expose, transfer, wrap, type Remote } from 'comlink'
import wasm from 'virtual:kernels'
import { inParts } from '../src/model/in-parts.js'
import { LANES } from '../src/model/lanes.js'
import { columnBuffers, type EventColumns } from '../src/model/event-table.js'
import { decodeBase64 } from './base64.js'
import { DETECTIONS } from './detections/index.js'
import { findLines } from './find-lines.js'
import { listSource } from './intake/list.js'
import { unlock } from './intake/unlock.js'
import { unpack } from './intake/unpack.js'
import { CheckedInflater } from './kernels/checked-inflater.js'
import { hashFile } from './hash-file.js'
import { HashLanes } from './kernels/hash-lanes.js'
import { Kernels } from './kernels.js'
import { Lanes } from './lanes.js'
import type { BatchApi, ScanApi } from './protocol.js'
import { readBytes, readEntryRows, readFile } from './read-rows.js'
import { scanEntry } from './scan-entry.js'
import { searchEntry } from './search-entry.js'
import { unfold } from './unfold.js'

let batches: Remote<BatchApi> | null = null
const folding = { noise: true, pressed: false }
const spare: EventColumns[] = []

const kernels = Kernels.instantiate(decodeBase64(wasm)).then((ready) => {
  // Files are few and small: every one is looked at whole, so their literals need no prefilter.
  const onLines = DETECTIONS.filter(({ needs }) => needs.some((group) => group !== 'files'))
  ready.setLiterals(onLines.flatMap(({ literals }) => literals))
  return ready
})
const reading = kernels.then((ready) => ({
  lanes: new Lanes(ready, LANES),
  /** For what somebody waits for while the others are taken. */
  ownLane: new Lanes(ready, 1),
  hashLanes: new HashLanes(ready),
}))
// Seen by whoever awaits it; without this an old browser reports it as unhandled first.
reading.catch(() => undefined)

let search: Promise<Lanes> | null = null
/** A module of its own, whose literals are the text that is looked for; made when first needed. */
function searching(): Promise<Lanes> {
  search ??= Kernels.instantiate(decodeBase64(wasm)).then((module) => new Lanes(module, 1))
  return search
}

let inflater: CheckedInflater | null = null

const api: ScanApi = {
  connect(port) {
    batches = wrap<BatchApi>(port)
  },
  async list(source, onProgress, onEntries) {
    const listing = await listSource(source, onProgress)
    const parts = inParts(listing.entries)
    for (const part of parts.slice(0, -1)) await onEntries(part)
    return { ...listing, entries: parts.at(-1) ?? [] }
  },
  unlock,
  async unpack(task, limits, onProgress) {
    const module = await kernels
    const context = {
      inflater: () => (inflater ??= new CheckedInflater(module)),
      limits,
      onProgress,
    }
    return unpack(task, context)
  },
  async scan(task, onProgress) {
    const { lanes, hashLanes } = await reading
    return lanes.with((lane) =>
      scanEntry(task, {
        lane,
        hashLanes,
        detections: DETECTIONS,
        folding,
        spare,
        onProgress,
        deliver: async (batch) => {
          const buffers = [...columnBuffers(batch.columns), batch.hits.buffer as ArrayBuffer]
          const taken = await batches?.addBatch(transfer(batch, buffers))
          folding.pressed = taken?.pressed ?? false
          if (taken) spare.push(taken.columns)
        },
      }),
    )
  },
  async readRows(task, locations, neighbours, onProgress) {
    const { ownLane } = await reading
    return ownLane.with((lane) => readEntryRows(task, locations, neighbours, lane, onProgress))
  },
  async readBytes(task, location, onProgress) {
    const { ownLane } = await reading
    return ownLane.with((lane) => readBytes(task, location, lane, onProgress))
  },
  async readFile(task, from, length, onProgress) {
    const { ownLane } = await reading
    return ownLane.with((lane) => readFile(task, from, length, lane, onProgress))
  },
  async findLines(task, search, onProgress) {
    const { ownLane } = await reading
    return ownLane.with((lane) => findLines(task, search, lane, onProgress))
  },
  async searchEntry(task, search, onProgress) {
    const lane = await searching()
    return lane.with((one) => searchEntry(task, search, one, onProgress))
  },
  async unfold(task, row, onProgress) {
    const { ownLane } = await reading
    return ownLane.with((lane) => unfold(task, row, { lane, onProgress }))
  },
  hashFile: async (file, onProgress) => hashFile(file, await kernels, onProgress),
}

expose(api)
