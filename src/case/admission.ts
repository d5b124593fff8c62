import type { Remote } from 'comlink'
import type { Entry, EntryState, Warning } from '../model/evidence.js'
import { raisedUnpacking, type UnpackLimits } from '../model/limits.js'
import type { CaseApi, ListedEntry, ScanTask, Unlocked, Unpacked } from '../../workers/protocol.js'
import { Locks } from './locks.js'
import { isLost, Pool } from './pool.js'
import type { OpenOptions, PasswordWanted } from './session.js'
import type { TaskQueue } from './task-queue.js'
import { Unpacking } from './unpacking.js'
import { startWorker } from './workers.js'

export interface AdmissionOptions extends OpenOptions {
  readonly caseApi: Remote<CaseApi>
  readonly queue: TaskQueue
  /** Names an entry's evidence. */
  readonly evidenceName: (task: ScanTask) => string
  /** Gives entries their indexes and makes them known to the case; `within` is what they stand in. */
  readonly register: (
    entries: readonly ListedEntry[],
    file: Blob,
    within: ScanTask,
  ) => readonly ScanTask[]
  /** A task that can now be read; it may have got a password. */
  readonly ready: (tasks: readonly ScanTask[]) => void
  /** What became of an entry that is not read by a scan. */
  readonly report: (
    entry: Entry,
    state: EntryState,
    reason: string,
    warnings: readonly Warning[],
  ) => void
  readonly wanted: (wanted: PasswordWanted | null) => void
  /** Path of the archive that is being unpacked, '' when none is. */
  readonly unpacking: (path: string) => void
}

/**
 * Decides of every entry whether it is read, unpacked, waits for a password, or stays unread. Works in
 * a worker of its own: an answer must not wait until some large log has been read.
 */
export class Admission {
  private readonly locks: Locks
  private readonly unpacking: Unpacking
  private worker: Pool | null = null
  private settling = false
  private closed = false

  constructor(private readonly options: AdmissionOptions) {
    const { queue } = options
    this.locks = new Locks(
      {
        tryOn: (tasks, password) => this.tryOn(tasks, password),
        opened: (tasks) => {
          this.admit(tasks)
        },
        left: ({ entry }, reason) => {
          options.report(entry, 'not-read', reason, [])
        },
        wanted: options.wanted,
        evidenceName: options.evidenceName,
        ask: options.ask ?? true,
      },
      options.passwords ?? [],
    )
    this.unpacking = new Unpacking(
      {
        unpack: (task, limits) => this.unpack(task, limits),
        unpacked: (task, found) => {
          this.unpacked(task, found)
        },
      },
      queue,
      raisedUnpacking(options.raise ?? 1),
    )
  }

  admit(tasks: readonly ScanTask[]): void {
    const locked: ScanTask[] = []
    const archives: ScanTask[] = []
    const ready: ScanTask[] = []
    for (const task of tasks) {
      const { entry } = task
      if (entry.notReadReason) this.options.report(entry, 'not-read', entry.notReadReason, [])
      else if (entry.encrypted && !task.password) locked.push(task)
      else (entry.container ? archives : ready).push(task)
    }
    this.options.ready(ready)
    this.unpacking.add(archives)
    this.lock(locked)
  }

  /** A password, or null to go on without one. */
  give(text: string | null): void {
    this.locks.give(text)
  }

  /** Nothing more is unpacked or asked for; what waits stays unread. */
  cancel(): void {
    this.unpacking.clear()
    this.locks.close()
    this.worker?.cancel()
  }

  close(): void {
    this.closed = true
    this.cancel()
    this.worker?.close()
  }

  /** Lets go of the worker when all is read. */
  finish(): void {
    this.worker?.close()
    this.worker = null
  }

  private lock(tasks: readonly ScanTask[]): void {
    if (tasks.length === 0) return
    this.locks.add(tasks)
    if (this.settling) return
    this.settling = true
    this.options.queue.hold()
    void this.locks.settle().finally(() => {
      this.settling = false
      this.options.queue.release()
    })
  }

  private unpacked(task: ScanTask, found: Unpacked): void {
    if (this.closed) return
    const { entry } = task
    const { report } = this.options
    const warnings = found.warnings.map((one) => ({
      ...one,
      entry: entry.index,
      evidence: entry.evidence,
      count: 1,
    }))
    if (found.kind === 'plain') this.options.ready([task])
    else if (found.kind === 'refused') report(entry, 'not-read', found.reason, warnings)
    else {
      report(entry, 'unpacked', insideOf(found.entries.length), warnings)
      if (found.file) this.admit(this.options.register(found.entries, found.file, task))
    }
  }

  private async tryOn(tasks: readonly ScanTask[], password: string): Promise<readonly Unlocked[]> {
    const results = await this.startedWorker().unlock(tasks, password)
    if (!isLost(results)) return results
    return tasks.map(() => ({ password: null, doubtful: false, reason: results.reason }))
  }

  private async unpack(task: ScanTask, limits: UnpackLimits): Promise<Unpacked> {
    this.options.unpacking(task.entry.path)
    const found = await this.startedWorker().unpack(task, limits)
    this.options.unpacking('')
    return isLost(found) ? { ...NOTHING, reason: found.reason } : found
  }

  private startedWorker(): Pool {
    this.worker ??= new Pool(1, this.options.caseApi, () => startWorker('scan'))
    return this.worker
  }
}

const NOTHING: Unpacked = {
  kind: 'refused',
  reason: '',
  file: null,
  entries: [],
  warnings: [],
  unpacked: 0,
}

function insideOf(files: number): string {
  return files === 1 ? 'an archive of one file' : `an archive of ${String(files)} files`
}
