import { proxy, transfer, wrap, type Remote } from 'comlink'
import type { EntryIndex } from '../model/units.js'
import type { RecordLocation } from '../model/event-table.js'
import type {
  CaseApi,
  EvidenceSource,
  Listing,
  Progress,
  RawRow,
  ScanApi,
  ScanReport,
  ScanTask,
  Unlocked,
} from '../../workers/protocol.js'

/** A worker that says nothing for this long is taken to hang and is ended. */
export const SILENCE_LIMIT_MS = 20_000
/** How often silence is looked for: often enough to be exact to a few per cent. */
const WATCH_STEPS = 20

/** Two at least, so that one slow entry does not stop the rest; eight, as a disk feeds no more. */
export function defaultWorkers(): number {
  return Math.min(Math.max(2, (navigator.hardwareConcurrency || 2) - 1), 8)
}

/** Why a worker was ended while it was reading. */
export interface Lost {
  readonly lost: true
  readonly entry: EntryIndex
  readonly offset: number
  readonly reason: string
}

interface Slot {
  worker: Worker
  api: Remote<ScanApi>
  busy: boolean
  /** Ends the running call with a reason: comlink's own promise never settles after terminate. */
  fail: ((reason: string) => void) | null
  heard: number
  progress: Progress | null
}

/** Scan workers: one task each, ended and replaced when they crash, hang or are cancelled. */
export class Pool {
  private readonly slots: Slot[] = []
  private readonly waiting: ((slot: Slot) => void)[] = []
  private readonly watch: ReturnType<typeof setInterval>
  private closed = false

  constructor(
    size: number,
    private readonly caseApi: Pick<Remote<CaseApi>, 'connect'>,
    private readonly startWorker: () => Worker,
    private readonly silenceLimit = SILENCE_LIMIT_MS,
  ) {
    for (let index = 0; index < size; index++) this.slots.push(this.start())
    this.watch = setInterval(() => {
      this.endSilent()
    }, this.silenceLimit / WATCH_STEPS)
  }

  list(source: EvidenceSource): Promise<Listing | Lost> {
    return this.run(-1, (slot) => slot.api.list(source, heardFrom(slot, ignore)))
  }

  unlock(tasks: readonly ScanTask[], password: string): Promise<Unlocked[] | Lost> {
    return this.run(tasks[0]?.entry.index ?? -1, (slot) =>
      slot.api.unlock(tasks, password, heardFrom(slot, ignore)),
    )
  }

  scan(task: ScanTask, onProgress: (progress: Progress) => void): Promise<ScanReport | Lost> {
    return this.run(task.entry.index, (slot) => slot.api.scan(task, heardFrom(slot, onProgress)))
  }

  readRows(
    task: ScanTask,
    locations: readonly RecordLocation[],
    neighbours: number,
  ): Promise<RawRow[] | Lost> {
    return this.run(task.entry.index, (slot) =>
      slot.api.readRows(task, locations, neighbours, heardFrom(slot, ignore)),
    )
  }

  /** Ends every worker; calls in flight settle as lost. The pool can be used again afterwards. */
  cancel(): void {
    for (const slot of this.slots) if (slot.busy) this.replace(slot, 'reading was cancelled')
  }

  close(): void {
    this.closed = true
    clearInterval(this.watch)
    for (const slot of this.slots) {
      slot.worker.terminate()
      slot.fail?.('the case was closed')
    }
  }

  private start(): Slot {
    const worker = this.startWorker()
    const slot: Slot = {
      worker,
      api: wrap<ScanApi>(worker),
      busy: false,
      fail: null,
      heard: 0,
      progress: null,
    }
    worker.onerror = (event) => {
      event.preventDefault()
      this.replace(slot, `the reader failed: ${event.message || 'unknown error'}`)
    }
    const { port1, port2 } = new MessageChannel()
    void this.caseApi.connect(transfer(port1, [port1]))
    void slot.api.connect(transfer(port2, [port2]))
    return slot
  }

  private async run<T>(entry: EntryIndex, call: (slot: Slot) => Promise<T>): Promise<T | Lost> {
    const slot = await this.take()
    slot.heard = performance.now()
    slot.progress = null
    let onLost: (lost: Lost) => void = () => undefined
    const lost = new Promise<Lost>((resolve) => {
      onLost = resolve
    })
    slot.fail = (reason) => {
      onLost({ lost: true, entry, offset: offsetOf(slot), reason })
    }
    try {
      return await Promise.race([call(slot), lost])
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { lost: true, entry, offset: offsetOf(slot), reason: `the reader failed: ${reason}` }
    } finally {
      slot.fail = null
      this.release(slot)
    }
  }

  private take(): Promise<Slot> {
    const free = this.slots.find((slot) => !slot.busy)
    if (free) {
      free.busy = true
      return Promise.resolve(free)
    }
    return new Promise((resolve) => {
      this.waiting.push(resolve)
    })
  }

  private release(slot: Slot): void {
    const next = this.waiting.shift()
    // A slot whose worker was replaced keeps its place; only its worker is new.
    if (next) next(slot)
    else slot.busy = false
  }

  private replace(slot: Slot, reason: string): void {
    slot.worker.terminate()
    if (this.closed) return
    const fresh = this.start()
    slot.worker = fresh.worker
    slot.api = fresh.api
    slot.worker.onerror = (event) => {
      event.preventDefault()
      this.replace(slot, `the reader failed: ${event.message || 'unknown error'}`)
    }
    slot.fail?.(reason)
  }

  private endSilent(): void {
    const now = performance.now()
    for (const slot of this.slots) {
      if (slot.fail && now - slot.heard > this.silenceLimit) {
        const seconds = Math.round(this.silenceLimit / 1_000)
        this.replace(slot, `the reader said nothing for ${String(seconds)} s and was ended`)
      }
    }
  }
}

/** Tells of progress, and that the worker is alive. */
function heardFrom(slot: Slot, onProgress: (progress: Progress) => void) {
  return proxy((progress: Progress) => {
    slot.heard = performance.now()
    slot.progress = progress
    onProgress(progress)
  })
}

function ignore(): void {
  // Shows no progress of its own.
}

function offsetOf(slot: Slot): number {
  return slot.progress?.offset ?? 0
}

export function isLost(value: unknown): value is Lost {
  return typeof value === 'object' && value !== null && 'lost' in value
}
