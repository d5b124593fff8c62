import type { Case } from '../src/model/case.js'
import { CaseStore } from '../workers/case-store.js'
import { DETECTIONS } from '../workers/detections/index.js'
import { listSource } from '../workers/intake/list.js'
import { HashLanes } from '../workers/kernels/hash-lanes.js'
import { Inflater } from '../workers/kernels/inflater.js'
import type { Lane } from '../workers/lanes.js'
import type { EvidenceSource } from '../workers/protocol.js'
import { scanEntry } from '../workers/scan-entry.js'
import { loadKernels } from './assembly/loaded-kernels.js'

/** A lane whose matcher looks for what detections look for in lines, as a scan worker sets it. */
export async function judgingLane(): Promise<Lane> {
  const kernels = await loadKernels()
  const onLines = DETECTIONS.filter(({ needs }) => needs.some((group) => group !== 'files'))
  kernels.setLiterals(onLines.flatMap(({ literals }) => literals))
  return { module: kernels, inflater: new Inflater(kernels) }
}

/** The scan and case workers' own line, in this thread: list, read by the kernels, judge. */
export async function judge(lane: Lane, source: EvidenceSource): Promise<Case> {
  const listing = await listSource(source)
  const entries = listing.entries.map((entry, index) => ({ ...entry, index }))
  const { collector, packageHost, warnings } = listing
  const { index, name, kind } = source
  const store = new CaseStore({
    demo: false,
    evidence: [{ index, name, kind, size: 1, collector, packageHost, sha256: null }],
    entries,
    warnings,
  })
  for (const [at, entry] of entries.entries()) {
    const dropped = source.files[kind === 'zip' ? 0 : at]
    if (!dropped) throw new Error(`${entry.path} has no file`)
    const report = await scanEntry(
      { entry, file: dropped.file, checkpointBudget: 1 << 20 },
      {
        lane,
        hashLanes: new HashLanes(lane.module),
        detections: DETECTIONS,
        folding: { noise: true, pressed: false },
        deliver: (batch) => {
          store.add(batch)
          return Promise.resolve()
        },
        onProgress: () => undefined,
      },
    )
    store.report(report)
  }
  return { ...store.finish(false), entries: store.entries }
}
