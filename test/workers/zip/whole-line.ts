import { emptyReport } from '../../../src/case/reports.js'
import {
  REASON_NESTED,
  type Entry,
  type EntryResult,
  type Warning,
} from '../../../src/model/evidence.js'
import { LANES } from '../../../src/model/lanes.js'
import { UNPACK_LIMITS } from '../../../src/model/limits.js'
import { CaseStore } from '../../../workers/case-store.js'
import { DETECTIONS } from '../../../workers/detections/index.js'
import { listSource } from '../../../workers/intake/list.js'
import { unlock } from '../../../workers/intake/unlock.js'
import { unpack } from '../../../workers/intake/unpack.js'
import { CheckedInflater } from '../../../workers/kernels/checked-inflater.js'
import { HashLanes } from '../../../workers/kernels/hash-lanes.js'
import { Lanes } from '../../../workers/lanes.js'
import type { ListedEntry, ScanReport, ScanTask } from '../../../workers/protocol.js'
import { scanEntry } from '../../../workers/scan-entry.js'
import { REASON_NO_PASSWORD } from '../../../workers/zip/encrypted.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'

/** What became of one entry of an archive, or of one inside it. */
export interface LineResult {
  /** With the password that opens it, and what it is read from. */
  readonly task: ScanTask
  readonly result: EntryResult | null
  readonly warnings: readonly Warning[]
}

/** What a scan worker has for all that it reads. */
interface Line {
  readonly lanes: Lanes
  readonly hashLanes: HashLanes
  readonly unpacking: CheckedInflater
}

export async function startLine(): Promise<Line> {
  const kernels = await loadKernels()
  const onLines = DETECTIONS.filter(({ needs }) => needs.some((group) => group !== 'files'))
  kernels.setLiterals(onLines.flatMap(({ literals }) => literals))
  const unpacking = new CheckedInflater(kernels)
  return { lanes: new Lanes(kernels, LANES), hashLanes: new HashLanes(kernels), unpacking }
}

export interface WholeLine {
  readonly results: readonly LineResult[]
  /** Of the archive as a whole. */
  readonly warnings: readonly Warning[]
}

/**
 * An archive through the scan and case workers' own line, in this thread: list, unlock, unpack, read
 * by the kernels, judge. What the case says of an entry is given, not what the scan said.
 */
export async function wholeLine(
  line: Line,
  file: File,
  passwords: readonly string[] = [],
): Promise<WholeLine> {
  const files = [{ path: file.name, file }]
  const listing = await listSource({ index: 0, name: file.name, kind: 'zip', files })
  const { collector, packageHost } = listing
  const of = { name: file.name, kind: 'zip', size: file.size, sha256: null } as const
  const entries: Entry[] = []
  const evidence = [{ index: 0, ...of, collector, packageHost }]
  const store = new CaseStore({ demo: false, evidence, entries, warnings: listing.warnings })
  const tasks: ScanTask[] = []
  const register = (listed: readonly ListedEntry[], from: Blob): void => {
    const indexed = listed.map((entry, at) => ({ ...entry, index: entries.length + at }))
    entries.push(...indexed)
    store.extend(indexed)
    tasks.push(...indexed.map((entry) => ({ entry, file: from, checkpointBudget: 1 << 20 })))
  }
  register(listing.entries, file)
  const readAny = async (task: ScanTask, locked: string): Promise<ScanReport> => {
    const { entry } = task
    if (entry.notReadReason) return emptyReport(entry, 'not-read', entry.notReadReason)
    if (entry.encrypted && !task.password) return emptyReport(entry, 'not-read', locked)
    if (entry.container) {
      const inside = await unpack(task, {
        inflater: () => line.unpacking,
        limits: UNPACK_LIMITS,
        onProgress: () => undefined,
      })
      const { kind, reason } = inside
      const warnings = inside.warnings.map((one) => ({
        ...one,
        ...{ entry: entry.index, evidence: 0, count: 1 },
      }))
      if (kind === 'refused') return { ...emptyReport(entry, 'not-read', reason), warnings }
      if (kind === 'archive') {
        if (inside.file) register(inside.entries, inside.file)
        return { ...emptyReport(entry, 'unpacked', ''), warnings }
      }
    }
    return line.lanes.with((lane) =>
      scanEntry(task, {
        lane,
        hashLanes: line.hashLanes,
        detections: DETECTIONS,
        folding: { noise: true, pressed: false },
        deliver: (batch) => {
          store.add(batch)
          return Promise.resolve()
        },
        onProgress: () => undefined,
      }),
    )
  }
  const one = async (at: number): Promise<void> => {
    const { task, reason } = await unlocked(tasks[at] as ScanTask, passwords)
    tasks[at] = task
    let report = await readAny(task, reason)
    if (report.result.reason === REASON_NESTED && !task.entry.container) {
      report = await readAny({ ...task, entry: { ...task.entry, container: true } }, reason)
    }
    store.report(report)
  }
  // As many at a time as a worker reads; what is found inside comes after.
  for (let from = 0; from < tasks.length;) {
    const some = tasks.slice(from, from + LANES)
    await Promise.all(some.map((_, at) => one(from + at)))
    from += some.length
  }
  const judged = store.finish(false)
  const resultOf = new Map(judged.results.map((result) => [result.entry, result]))
  return {
    results: tasks.map((task) => ({
      task,
      result: resultOf.get(task.entry.index) ?? null,
      warnings: judged.warnings.filter((one) => one.entry === task.entry.index),
    })),
    warnings: judged.warnings.filter((one) => one.entry < 0),
  }
}

async function unlocked(
  task: ScanTask,
  passwords: readonly string[],
): Promise<{ task: ScanTask; reason: string }> {
  let reason = REASON_NO_PASSWORD
  if (!task.entry.encrypted || task.entry.notReadReason) return { task, reason }
  for (const text of passwords) {
    const [tried] = await unlock([task], text, () => undefined)
    if (tried?.password) return { task: { ...task, password: tried.password }, reason }
    if (tried?.reason) reason = tried.reason
  }
  return { task, reason }
}
