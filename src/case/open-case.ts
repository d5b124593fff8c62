import { wrap, type Remote } from 'comlink'
import type { Signal } from '@preact/signals'
import { REASON_NESTED, type Entry, type Evidence, type Warning } from '../model/evidence.js'
import { visible } from '../model/escape.js'
import { inParts } from '../model/in-parts.js'
import { LANES } from '../model/lanes.js'
import type { EntryIndex } from '../model/units.js'
import { NO_JUDGEMENTS } from '../model/judgement.js'
import type { Case } from '../model/case.js'
import type { SavedNotes } from '../model/saved-case.js'
import { DEMO_MARKER_PATH } from '../model/version.js'
import type {
  CaseApi,
  CaseOfEntries,
  Checkpoints,
  EvidenceSource,
  ListedEntry,
  Listing,
  Progress,
  ReadRowsTask,
  Rejudging,
  ScanTask,
} from '../../workers/protocol.js'
import { Admission } from './admission.js'
import { Breath } from './breath.js'
import { checkpointBudgets } from './checkpoint-budgets.js'
import { HiveLogs } from './hive-logs.js'
import { HashQueue } from './hash-queue.js'
import { NOTHING } from './nothing.js'
import { isLost, Pool } from './pool.js'
import { searchRaw, type RawSearchState } from './raw-search.js'
import { ReadingMeter } from './reading-meter.js'
import { Reattach } from './reattach.js'
import { Reread } from './reread.js'
import { emptyReport, lostReport, unlisted } from './reports.js'
import type { OpenOptions, SessionState } from './session.js'
import { TaskQueue } from './task-queue.js'
import { Volumes } from './volumes.js'
import { startWorker } from './workers.js'

const SNAPSHOT_EVERY_MS = 1_500
const PROGRESS_EVERY_MS = 200

/** Everything of one drop, from its sources to its verdict. */
export class OpenCase {
  readonly caseApi: Remote<CaseApi>
  private readonly caseWorker = startWorker('case')
  private readonly pool: Pool
  private hashes: HashQueue | null = null
  private tasks: ScanTask[] = []
  private entries: Entry[] = []
  private readonly queue = new TaskQueue()
  private readonly hiveLogs = new HiveLogs()
  private readonly volumes = new Volumes()
  /** Handles of what the browser keeps outside this page's memory. */
  private readonly checkpoints = new Map<EntryIndex, Checkpoints | null>()
  private cancelled = false
  private readonly closing = new AbortController()
  private rawKept: Promise<void> | null = null
  readonly reread: Reread
  admission: Admission | null = null
  /** Of a case that was opened as it had been saved. */
  private reattach: Reattach | null = null
  /** Settles when the archives' own digests are made. */
  hashed: Promise<void> = Promise.resolve()

  constructor(
    private readonly state: Signal<SessionState>,
    private readonly workers: number,
  ) {
    this.caseApi = wrap<CaseApi>(this.caseWorker)
    this.caseWorker.onerror = (event) => {
      event.preventDefault()
      this.fail(`the case could not be judged: ${event.message || 'unknown error'}`)
    }
    this.pool = new Pool(workers, this.caseApi, () => startWorker('scan'))
    this.reread = new Reread(
      this.pool,
      this.caseApi,
      (entry) => this.taskOf(entry),
      () => this.whyNotRead(),
    )
    state.value = { ...NOTHING, stage: 'listing' }
  }

  /** The straight line: sources → entries → batches → verdict. */
  async read(
    sources: readonly EvidenceSource[],
    demo: boolean,
    how: OpenOptions = {},
  ): Promise<void> {
    if (sources.length === 0) throw new Error('nothing was dropped that can be read')
    const { evidence, entries, warnings } = await this.list(sources)
    if (this.isClosed()) return
    const madeUp = demo || entries.some(({ rawPath }) => rawPath === DEMO_MARKER_PATH)
    const { campaigns = 'all', judgements = NO_JUDGEMENTS } = how
    const setup = { demo: madeUp, evidence, entries: [], warnings, campaigns, judgements }
    await this.caseApi.open(setup)
    for (const part of inParts(entries)) await this.caseApi.extend(part)
    // Without a core to spare, the evidence's own digest would only hold the verdict up.
    const spare = (navigator.hardwareConcurrency || 1) > this.workers
    if (spare) this.hashed = this.hashArchives(sources, evidence)
    await this.scanAll(evidence, how)
    if (this.isClosed()) return
    this.update({ stage: 'judging' })
    const judged = await this.caseApi.finish(this.cancelled)
    if (this.isClosed()) return
    if (!spare) this.hashed = this.hashArchives(sources, evidence)
    this.update({ stage: 'done', case: this.withEntries(judged), cancelled: this.cancelled })
    this.rawKept = this.reread.keepRaw(judged.findings, this.closing.signal)
  }

  /** In place of `read`: a case as it was saved, without its evidence. */
  async readSaved(file: File): Promise<void> {
    const { judged, entries, saved, notes } = await this.caseApi.openSaved(file)
    while (this.entries.length < entries) {
      this.entries.push(...(await this.caseApi.entriesFrom(this.entries.length)))
    }
    if (this.isClosed()) return
    const opened = this.withEntries(judged)
    this.reattach = new Reattach({
      judged: opened,
      caseApi: this.caseApi,
      hash: (one) => (this.hashes ??= new HashQueue()).hash(one),
      started: (admission) => (this.admission = admission),
      ready: (tasks) => {
        for (const task of tasks) this.tasks[task.entry.index] = task
        this.hiveLogs.add(tasks)
      },
      wanted: (passwordWanted) => {
        this.update({ passwordWanted })
      },
      changed: (change) => {
        const { saved } = this.state.value
        if (saved) this.update({ saved: { ...saved, ...change } })
      },
    })
    const { missing } = this.reattach
    const state = { by: saved, notes, missing, attaching: false, refused: [] }
    this.update({ stage: 'done', case: opened, saved: state })
  }

  async save(notes: SavedNotes): Promise<Blob> {
    await Promise.all([this.rawKept, this.hashed])
    return this.caseApi.save(notes)
  }

  /** Whether these may be the evidence that a saved case is without. */
  waitsFor(sources: readonly EvidenceSource[]): boolean {
    return this.reattach?.mayFit(sources) ?? false
  }

  /** Brings evidence back to a saved case, so that its raw records can be read again. */
  async attach(sources: readonly EvidenceSource[], how: OpenOptions): Promise<void> {
    if (!this.reattach) throw new Error('only a saved case takes evidence')
    await this.reattach.attach(sources, how)
  }

  cancel(): void {
    this.cancelled = true
    this.queue.clear()
    this.admission?.cancel()
    this.pool.cancel()
  }

  close(): void {
    this.closing.abort()
    this.queue.clear()
    this.admission?.close()
    this.pool.close()
    this.hashes?.close()
    this.caseWorker.terminate()
  }

  fail(message: string): void {
    if (this.isClosed()) return
    this.close()
    this.state.value = { ...this.state.value, stage: 'failed', message }
  }

  async caseJson(masked: boolean): Promise<string> {
    await this.rawKept
    return this.caseApi.caseJson({ masked, written: new Date().toISOString() })
  }

  /** Judges the finished case once more; what is left out stays as it is. */
  async rejudge(change: Partial<Rejudging>): Promise<void> {
    const { stage, case: shown } = this.state.value
    if (stage !== 'done' || !shown) return
    const { campaigns, judgements } = shown
    const judged = await this.caseApi.rejudge({ campaigns, judgements, ...change })
    this.update({ case: this.withEntries(judged) })
  }

  private async list(sources: readonly EvidenceSource[]) {
    const evidence: Evidence[] = []
    const entries: Entry[] = []
    const warnings: Warning[] = []
    const listings = await Promise.all(sources.map((source) => this.pool.list(source)))
    const breath = new Breath()
    for (const [at, source] of sources.entries()) {
      const listing = listings[at]
      if (!listing) continue
      const listed: Listing = isLost(listing) ? unlisted(source, listing) : listing
      evidence.push({
        index: source.index,
        name: source.name,
        kind: source.kind,
        size: source.files.reduce((sum, { file }) => sum + file.size, 0),
        collector: listed.collector,
        packageHost: listed.packageHost,
        sha256: null,
      })
      warnings.push(...listed.warnings)
      let position = 0
      for (const part of inParts(listed.entries)) {
        for (const entry of part) {
          const file = source.kind === 'zip' ? source.files[0] : source.files[position++]
          const indexed = { ...entry, index: entries.length }
          entries.push(indexed)
          const how = { checkpointBudget: 0, limits: source.limits }
          if (file) this.tasks.push({ entry: indexed, file: file.file, ...how })
        }
        await breath.take()
      }
    }
    const withBudget = checkpointBudgets(this.tasks)
    const tasks: ScanTask[] = []
    for (const part of inParts(this.tasks)) {
      for (const task of part) tasks.push(withBudget(task))
      this.hiveLogs.add(part)
      await breath.take()
    }
    this.tasks = tasks
    this.entries = entries
    return { evidence, entries, warnings }
  }

  private async scanAll(evidence: readonly Evidence[], how: OpenOptions): Promise<void> {
    const meter = new ReadingMeter([])
    const admission = new Admission({
      ...how,
      caseApi: this.caseApi,
      queue: this.queue,
      evidenceName: ({ entry }) => evidence[entry.evidence]?.name ?? '',
      register: (entries, file, within) => this.register(entries, file, within),
      ready: (tasks) => {
        for (const task of tasks) this.tasks[task.entry.index] = task
        meter.add(tasks.map(({ entry }) => entry))
        this.queue.add(this.volumes.admit(tasks))
      },
      report: (entry, state, reason, warnings) => {
        meter.leave(entry)
        void this.caseApi.report({ ...emptyReport(entry, state, reason), warnings })
      },
      wanted: (passwordWanted) => {
        this.update({ passwordWanted })
      },
      unpacking: (path) => {
        this.update({ message: path === '' ? '' : `Unpacking ${visible(path)}` })
      },
    })
    this.admission = admission
    admission.admit(this.tasks)

    this.update({ stage: 'reading', message: '', progress: meter.progress() })
    const tick = setInterval(() => {
      this.update({ progress: meter.progress() })
    }, PROGRESS_EVERY_MS)
    const snapshots = this.takeSnapshots()
    await this.readAll(meter)
    // What change journals need of file tables is known when all else is read.
    if (!this.cancelled) this.queue.add(this.volumes.journals())
    await this.readAll(meter)
    admission.finish()
    clearInterval(tick)
    snapshots.stop()
    for (const { entry } of this.tasks) {
      if (!entry.notReadReason && !meter.isFinished(entry)) {
        await this.caseApi.report(emptyReport(entry, 'not-read', 'reading was cancelled'))
      }
    }
    this.update({ progress: meter.progress() })
  }

  private async readAll(meter: ReadingMeter): Promise<void> {
    const many = this.workers * LANES
    let lost = await this.readQueue(this.queue, many, false, meter)
    while (lost.length > 0) {
      // Whichever of several entries ended their worker: read alone, it harms no other.
      const again = new TaskQueue()
      again.add(lost)
      await this.readQueue(again, this.workers, true, meter)
      lost = await this.readQueue(this.queue, many, false, meter)
    }
  }

  /** Reads what is queued; gives the entries that were lost with others and should be read alone. */
  private async readQueue(
    queue: TaskQueue,
    readers: number,
    alone: boolean,
    meter: ReadingMeter,
  ): Promise<ScanTask[]> {
    const again: ScanTask[] = []
    const reader = async () => {
      for (;;) {
        const task = await queue.next()
        if (!task) return
        meter.started(task.entry)
        const onProgress = (progress: Progress) => {
          meter.progressed(progress)
        }
        const report = await this.pool.scan(this.withLogs(task), onProgress, alone)
        if (this.isClosed()) return
        if (isLost(report) && report.amongOthers && !this.cancelled) {
          await this.caseApi.forget(task.entry.index)
          again.push(task)
          queue.release()
          continue
        }
        const { folders, ...known } = isLost(report)
          ? lostReport(task.entry, report, meter.eventsOf(task.entry))
          : report
        if (folders) this.volumes.keep(task.entry, folders)
        this.checkpoints.set(task.entry.index, known.checkpoints)
        meter.finished(task.entry, known.result)
        // An archive by its first bytes that its name does not tell of.
        if (known.result.reason === REASON_NESTED && !task.entry.container) {
          this.admission?.admit([{ ...task, entry: { ...task.entry, container: true } }])
        } else await this.caseApi.report({ ...known, checkpoints: null })
        queue.release()
      }
    }
    await Promise.all(Array.from({ length: readers }, reader))
    return again
  }

  /** Entries found inside another: known to the case before anything of them is. */
  private register(listed: readonly ListedEntry[], file: Blob, within: ScanTask): ScanTask[] {
    const limits = within.limits ? { limits: within.limits } : {}
    const from = this.tasks.length
    const found = listed.map((entry, at) => ({
      entry: { ...entry, index: from + at },
      file,
      ...limits,
    }))
    const tasks = found.map(checkpointBudgets([...this.tasks, ...found]))
    for (const task of tasks) this.tasks.push(task)
    this.hiveLogs.add(tasks)
    this.entries = this.tasks.map(({ entry }) => entry)
    void this.caseApi.extend(tasks.map(({ entry }) => entry))
    return tasks
  }

  /** Shows what is known while reading goes on; never two at once. */
  private takeSnapshots(): { stop(): void } {
    let running = true
    const loop = async () => {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, SNAPSHOT_EVERY_MS))
        if (!running || this.isClosed()) return
        const seen = await this.caseApi.snapshot()
        // The case may have been finished or closed while it was taken.
        if (this.isClosed() || this.state.value.stage !== 'reading') return
        this.update({ case: this.withEntries(seen) })
      }
    }
    void loop().catch(() => undefined)
    return {
      stop() {
        running = false
      },
    }
  }

  private async hashArchives(
    sources: readonly EvidenceSource[],
    evidence: readonly Evidence[],
  ): Promise<void> {
    for (const source of sources) {
      const file = source.files[0]?.file
      if (source.kind !== 'zip' || !file) continue
      this.hashes ??= new HashQueue()
      const sha256 = await this.hashes.hash(file)
      if (this.isClosed() || sha256 === null) return
      const known = evidence[source.index]
      if (known) known.sha256 = sha256
      await this.caseApi.hashed(source.index, sha256)
      const shown = this.state.value.case
      if (shown) {
        const hashed = shown.evidence.map((one) =>
          one.index === source.index ? { ...one, sha256 } : one,
        )
        this.update({ case: { ...shown, evidence: hashed } })
      }
    }
  }

  private whyNotRead(): string {
    return this.reattach
      ? 'the evidence is not attached: drop it to see the raw bytes'
      : 'this entry is not in the evidence'
  }

  private withEntries(judged: CaseOfEntries): Case {
    return { ...judged, entries: this.entries }
  }

  /** A text in every byte of the files that were read. */
  async searchRaw(
    text: string,
    signal: AbortSignal,
    onState: (state: RawSearchState) => void,
  ): Promise<void> {
    const { pool, workers } = this
    const judged = this.state.value.case
    if (!judged) throw new Error('the case is not judged yet')
    const taskOf = (entry: EntryIndex) => this.taskOf(entry)
    const either = AbortSignal.any([signal, this.closing.signal])
    const context = { pool, taskOf, workers }
    await searchRaw(text, judged.entries, judged.results, context, either, onState)
  }

  private taskOf(entry: EntryIndex): ReadRowsTask | undefined {
    const task = this.tasks[entry]
    return task && { ...this.withLogs(task), checkpoints: this.checkpoints.get(entry) ?? null }
  }

  private withLogs(task: ScanTask): ScanTask {
    return this.hiveLogs.withLogs(task, this.tasks)
  }

  private isClosed(): boolean {
    return this.closing.signal.aborted
  }

  update(change: Partial<SessionState>): void {
    if (!this.isClosed()) this.state.value = { ...this.state.value, ...change }
  }
}
