/** A package through the product's own line, in this thread: list, read by the kernels, match, judge. */
import { compileKernels } from '../kernels.mjs'
import { Volumes } from '../../src/case/volumes.js'
import type { CampaignChoice } from '../../src/model/campaigns.js'
import type { Entry, Evidence, Warning } from '../../src/model/evidence.js'
import type { EventBatch } from '../../src/model/event-table.js'
import { LANES } from '../../src/model/lanes.js'
import { CaseStore } from '../../workers/case-store.js'
import type { Detection } from '../../workers/detections/detection.js'
import { DETECTIONS } from '../../workers/detections/index.js'
import { listSource } from '../../workers/intake/list.js'
import { HashLanes } from '../../workers/kernels/hash-lanes.js'
import { Kernels } from '../../workers/kernels.js'
import { Lanes } from '../../workers/lanes.js'
import type { CaseOfEntries, ScanReport, ScanTask } from '../../workers/protocol.js'
import { scanEntry } from '../../workers/scan-entry.js'

const CHECKPOINT_BUDGET = 1 << 20

/** What a scan worker has for all that it reads. */
export interface Line {
  readonly lanes: Lanes
  readonly hashLanes: HashLanes
  readonly detections: readonly Detection[]
}

/** `detections`: other than the product's, as none, to see what they cost. */
export async function startLine(detections: readonly Detection[] = DETECTIONS): Promise<Line> {
  const kernels = await Kernels.instantiate(await compileKernels())
  const onLines = detections.filter(({ needs }) => needs.some((group) => group !== 'files'))
  kernels.setLiterals(onLines.flatMap(({ literals }) => literals))
  return { lanes: new Lanes(kernels, LANES), hashLanes: new HashLanes(kernels), detections }
}

/** What was read of a package, kept so that it can be judged again without some of its entries. */
export interface Read {
  readonly evidence: Evidence
  readonly entries: readonly Entry[]
  readonly warnings: readonly Warning[]
  readonly reports: readonly ScanReport[]
  readonly batches: readonly EventBatch[]
}

export async function readPackage(line: Line, file: File): Promise<Read> {
  const files = [{ path: file.name, file }]
  const listing = await listSource({ index: 0, name: file.name, kind: 'zip', files })
  const { collector, packageHost } = listing
  const of = { name: file.name, kind: 'zip', size: file.size, sha256: null } as const
  const entries = listing.entries.map((entry, index) => ({ ...entry, index }))
  const tasks = entries.map((entry) => ({ entry, file, checkpointBudget: CHECKPOINT_BUDGET }))
  const reports: ScanReport[] = []
  const batches: EventBatch[] = []
  const volumes = new Volumes()
  const scan = async (task: ScanTask): Promise<void> => {
    const report = await line.lanes.with((lane) =>
      scanEntry(task, {
        ...{ lane, hashLanes: line.hashLanes, detections: line.detections },
        folding: { noise: true, pressed: false },
        deliver: (batch) => {
          batches.push(batch)
          return Promise.resolve()
        },
        onProgress: () => undefined,
      }),
    )
    if (report.folders) volumes.keep(task.entry, report.folders)
    reports.push(report)
  }
  await inTurn(volumes.admit(tasks), scan)
  await inTurn(volumes.journals(), scan)
  const { warnings } = listing
  return {
    evidence: { index: 0, ...of, collector, packageHost },
    entries,
    warnings,
    reports,
    batches,
  }
}

/** As many at a time as a worker reads. */
async function inTurn(
  tasks: readonly ScanTask[],
  scan: (task: ScanTask) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < tasks.length; from += LANES)
    await Promise.all(tasks.slice(from, from + LANES).map(scan))
}

/** The case of what was read, as if the entries that `without` names had not been collected. */
export function judgeRead(
  { evidence, entries, warnings, reports, batches }: Read,
  campaigns: CampaignChoice,
  without: (entry: Entry) => boolean = () => false,
): CaseOfEntries {
  const kept = entries.filter((entry) => !without(entry))
  const renamed = new Map(kept.map(({ index }, at) => [index, at]))
  const store = new CaseStore({
    ...{ demo: false, evidence: [evidence], warnings, campaigns },
    entries: kept.map((entry, index) => ({ ...entry, index })),
  })
  for (const batch of batches) {
    const entry = renamed.get(batch.entry)
    if (entry !== undefined) store.add({ ...batch, entry })
  }
  for (const report of reports) {
    const entry = renamed.get(report.result.entry)
    if (entry === undefined) continue
    const own = report.warnings.map((warning) => ({ ...warning, entry }))
    store.report({ ...report, result: { ...report.result, entry }, warnings: own })
  }
  return store.finish(false)
}
