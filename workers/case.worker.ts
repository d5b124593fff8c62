/** One: every scan worker's batches in, findings and the verdict out. */
import { expose, transfer } from 'comlink'
import wasm from 'virtual:kernels'
import { columnBuffers } from '../src/model/event-table.js'
import { ENTRIES_AT_ONCE } from '../src/model/in-parts.js'
import { CaseStore, rawKey } from './case-store.js'
import { decodeBase64 } from './base64.js'
import type { Digest } from './keep/packing.js'
import { readCase } from './keep/read-case.js'
import { writeCase } from './keep/write-case.js'
import { Kernels } from './kernels.js'
import type { BatchApi, CaseApi, CaseOfEntries } from './protocol.js'
import { accounts } from './table/accounts.js'
import { QueryEngine } from './query/engine.js'
import { chainRows, logsAround } from './table/around.js'
import { entryCounts } from './table/entry-counts.js'
import { seen } from './table/first-last.js'
import { foldedRows } from './table/folded.js'
import { hostZones } from './table/zones.js'
import { caseJson } from './verdict/case-json.js'

let store: CaseStore | null = null
let kernels: Promise<Kernels> | null = null
let last: CaseOfEntries | null = null
let engine: QueryEngine | null = null

function opened(): CaseStore {
  if (!store) throw new Error('no case is open')
  return store
}

/** Made with the first question about the finished table. */
function asked(): QueryEngine {
  const { table, entries } = opened()
  if (!engine) {
    engine = new QueryEngine(table, (entry) => entries[entry]?.path ?? '')
    prepare(engine)
  }
  return engine
}

/** Between questions, so that none waits long for it. */
function prepare(one: QueryEngine): void {
  setTimeout(() => {
    if (one === engine && one.prepare()) prepare(one)
  })
}

/** The kernels are started when the first case is saved or opened. */
async function digest(): Promise<Digest> {
  const ready = await (kernels ??= Kernels.instantiate(decodeBase64(wasm)))
  return (bytes) => {
    ready.sha256Start()
    ready.sha256Update(bytes)
    return ready.sha256Digest()
  }
}

const batches: BatchApi = {
  addBatch(batch) {
    const { columns } = batch
    const pressed = store?.add(batch) ?? false
    return transfer({ pressed, columns }, columnBuffers(columns))
  },
}

const api: CaseApi = {
  connect(port) {
    expose(batches, port)
  },
  open(setup) {
    store = new CaseStore(setup)
    last = null
    engine = null
  },
  extend(entries) {
    opened().extend(entries)
  },
  report(report) {
    opened().report(report)
  },
  forget(entry) {
    opened().forget(entry)
  },
  hashed(evidence, sha256) {
    store?.hashed(evidence, sha256)
  },
  snapshot: () => Promise.resolve(opened().snapshot()),
  finish(cancelled) {
    last = opened().finish(cancelled)
    engine = null
    return Promise.resolve(last)
  },
  rejudge(how) {
    last = opened().rejudge(how)
    return Promise.resolve(last)
  },
  density(request) {
    const result = opened().pyramid.density(request)
    return Promise.resolve(
      transfer(result, [result.events.buffer as ArrayBuffer, result.noise.buffer as ArrayBuffer]),
    )
  },
  folded: (from, to, most) => foldedRows(opened().table, from, to, most),
  files: (host) => opened().files(host),
  accounts: (host) => accounts(opened().table, host),
  hostZones: () => hostZones(opened().table),
  entryCounts: () => entryCounts(opened().table, opened().entries.length),
  seen: (kind, value) => seen(opened().table, kind, value),
  logsAround: (entry, time) => logsAround(opened().table, entry, time),
  chainRows: (locations, time) => chainRows(opened().table, locations, time),
  query: (question) => asked().query(question),
  eventRows: (id, from, to) => asked().eventRows(id, from, to),
  stacks: (id, field, rarest, most) => asked().stacks(id, field, rarest, most),
  values: (field, text, most) => asked().values(field, text, most),
  eventAt: (place) => asked().eventAt(place),
  besideInFile: (row, step) => asked().besideInFile(row, step),
  keepRaw(rows) {
    opened().keepRaw(rows)
  },
  save: async (notes) => writeCase(opened().kept(notes), await digest()),
  async openSaved(file) {
    const kept = await readCase(file, await digest())
    store = CaseStore.reopened(kept)
    last = store.rejudge(kept.input)
    return { judged: last, entries: store.entries.length, saved: kept.saved, notes: kept.notes }
  },
  entriesFrom: (from) => opened().entries.slice(from, from + ENTRIES_AT_ONCE),
  keptRow: ({ entry, offset }) => opened().raw.get(rawKey(entry, offset)) ?? null,
  caseJson(options) {
    if (!last) throw new Error('the case is not judged yet')
    const { evidence, entries } = opened()
    return Promise.resolve(caseJson({ ...last, evidence, entries }, opened().raw, options))
  },
}

expose(api)
