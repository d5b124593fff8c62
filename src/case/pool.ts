import { proxy, transfer, wrap, type Remote } from 'comlink'
import type { Bytes, EntryIndex } from '../model/units.js'
import type { RecordLocation } from '../model/event-table.js'
import { LANES } from '../model/lanes.js'
import type { UnpackLimits } from '../model/limits.js'
import type {
  CaseApi,
  EntryFound,
  EntrySearch,
  EvidenceSource,
  FoldedRow,
  ListedEntry,
  LineSearch,
  Listing,
  Progress,
  RawRow,
  ReadRowsTask,
  ScanApi,
  ScanReport,
  ScanTask,
  UnfoldedRows,
  Unlocked,
  Unpacked,
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
  /** The worker was reading other entries too: any of them may be the cause. */
  readonly amongOthers: boolean
}

/** One task of a worker. */
interface Call {
  readonly entry: EntryIndex
  progress: Progress | null
  /** Ends the call with a reason: comlink's own promise never settles after terminate. */
  fail: (reason: string, amongOthers: boolean) => void
}

interface Slot {
  worker: Worker
  api: Remote<ScanApi>
  /** Places taken, those included whose call has not begun. */
  taken: number
  /** Taken by one that must be alone. */
  alone: boolean
  readonly calls: Set<Call>
  heard: number
}

/** `urgent`: somebody waits for it, and it must not wait until some large log has been read. */
type Place = 'shared' | 'alone' | 'urgent'

interface Waiting {
  readonly alone: boolean
  readonly resolve: (slot: Slot) => void
}

/** Scan workers: a few tasks each, ended and replaced when they crash, hang or are cancelled. */
export class Pool {
  private readonly slots: Slot[] = []
  private waiting: Waiting[] = []
  private readonly watch: ReturnType<typeof setInterval>
  private closed = false

  constructor(
    size: number,
    private readonly caseApi: Pick<Remote<CaseApi>, 'connect'>,
    private readonly startWorker: () => Worker,
    private readonly silenceLimit = SILENCE_LIMIT_MS,
  ) {
    for (let index = 0; index < size; index++) {
      const slot = { taken: 0, alone: false, calls: new Set<Call>(), heard: 0 }
      this.slots.push(this.start(slot))
    }
    this.watch = setInterval(() => {
      this.endSilent()
    }, this.silenceLimit / WATCH_STEPS)
  }

  list(source: EvidenceSource): Promise<Listing | Lost> {
    return this.run(-1, 'shared', async (slot, call) => {
      const entries: ListedEntry[] = []
      const onEntries = proxy((part: readonly ListedEntry[]) => {
        slot.heard = performance.now()
        entries.push(...part)
        return Promise.resolve()
      })
      const listing = await slot.api.list(source, heardFrom(slot, call, ignore), onEntries)
      entries.push(...listing.entries)
      return { ...listing, entries }
    })
  }

  unlock(tasks: readonly ScanTask[], password: string): Promise<Unlocked[] | Lost> {
    return this.run(tasks[0]?.entry.index ?? -1, 'shared', (slot, call) =>
      slot.api.unlock(tasks, password, heardFrom(slot, call, ignore)),
    )
  }

  unpack(task: ScanTask, limits: UnpackLimits): Promise<Unpacked | Lost> {
    return this.run(task.entry.index, 'shared', (slot, call) =>
      slot.api.unpack(task, limits, heardFrom(slot, call, ignore)),
    )
  }

  /** `alone`: in a worker that reads nothing else meanwhile. */
  scan(
    task: ScanTask,
    onProgress: (progress: Progress) => void,
    alone = false,
  ): Promise<ScanReport | Lost> {
    return this.run(task.entry.index, alone ? 'alone' : 'shared', (slot, call) =>
      slot.api.scan(task, heardFrom(slot, call, onProgress)),
    )
  }

  readRows(
    task: ReadRowsTask,
    locations: readonly RecordLocation[],
    neighbours: number,
    onProgress: (progress: Progress) => void = ignore,
  ): Promise<RawRow[] | Lost> {
    return this.run(task.entry.index, 'urgent', (slot, call) =>
      slot.api.readRows(task, locations, neighbours, heardFrom(slot, call, onProgress)),
    )
  }

  readBytes(task: ReadRowsTask, location: RecordLocation): Promise<Uint8Array | Lost> {
    return this.run(task.entry.index, 'urgent', (slot, call) =>
      slot.api.readBytes(task, location, heardFrom(slot, call, ignore)),
    )
  }

  readFile(task: ReadRowsTask, from: Bytes, length: Bytes): Promise<Uint8Array | Lost> {
    return this.run(task.entry.index, 'urgent', (slot, call) =>
      slot.api.readFile(task, from, length, heardFrom(slot, call, ignore)),
    )
  }

  findLines(task: ReadRowsTask, search: LineSearch): Promise<RawRow[] | Lost> {
    return this.run(task.entry.index, 'urgent', (slot, call) =>
      slot.api.findLines(task, search, heardFrom(slot, call, ignore)),
    )
  }

  searchEntry(task: ScanTask, search: EntrySearch): Promise<EntryFound | Lost> {
    return this.run(task.entry.index, 'urgent', (slot, call) =>
      slot.api.searchEntry(task, search, heardFrom(slot, call, ignore)),
    )
  }

  unfold(task: ScanTask, row: FoldedRow): Promise<UnfoldedRows | Lost> {
    return this.run(task.entry.index, 'urgent', (slot, call) =>
      slot.api.unfold(task, row, heardFrom(slot, call, ignore)),
    )
  }

  /** Ends every worker; calls in flight settle as lost. The pool can be used again afterwards. */
  cancel(): void {
    for (const slot of this.slots) {
      if (slot.calls.size > 0) this.replace(slot, 'reading was cancelled')
    }
  }

  close(): void {
    this.closed = true
    clearInterval(this.watch)
    for (const slot of this.slots) {
      slot.worker.terminate()
      failAll(slot, 'the case was closed')
    }
  }

  /** Puts a new worker in a slot. */
  private start(slot: Omit<Slot, 'worker' | 'api'>): Slot {
    const worker = this.startWorker()
    const started = Object.assign(slot, { worker, api: wrap<ScanApi>(worker) })
    worker.onerror = (event) => {
      event.preventDefault()
      this.replace(started, `the reader failed: ${event.message || 'unknown error'}`)
    }
    const { port1, port2 } = new MessageChannel()
    void this.caseApi.connect(transfer(port1, [port1]))
    void started.api.connect(transfer(port2, [port2]))
    return started
  }

  private async run<T>(
    entry: EntryIndex,
    place: Place,
    start: (slot: Slot, call: Call) => Promise<T>,
  ): Promise<T | Lost> {
    const slot = await this.take(place)
    slot.heard = performance.now()
    const call: Call = { entry, progress: null, fail: () => undefined }
    const lost = new Promise<Lost>((resolve) => {
      call.fail = (reason, amongOthers) => {
        resolve({ lost: true, entry, offset: offsetOf(call), reason, amongOthers })
      }
    })
    slot.calls.add(call)
    try {
      return await Promise.race([start(slot, call), lost])
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const reason = `the reader failed: ${why}`
      return { lost: true, entry, offset: offsetOf(call), reason, amongOthers: false }
    } finally {
      slot.calls.delete(call)
      slot.taken--
      if (place === 'alone') slot.alone = false
      this.serve()
    }
  }

  private take(place: Place): Promise<Slot> {
    if (place === 'urgent') return Promise.resolve(this.takeExtra())
    return new Promise((resolve) => {
      this.waiting.push({ alone: place === 'alone', resolve })
      this.serve()
    })
  }

  /** One place more than there are, in the worker with the fewest. */
  private takeExtra(): Slot {
    const slot = this.slots.reduce((least, one) => (one.taken < least.taken ? one : least))
    slot.taken++
    return slot
  }

  /** Gives places to those who wait, in their order as far as there is one that suits. */
  private serve(): void {
    this.waiting = this.waiting.filter(({ alone, resolve }) => {
      const slot = this.emptiest()
      if (!slot || (alone && slot.taken > 0)) return true
      slot.taken++
      slot.alone = alone
      resolve(slot)
      return false
    })
  }

  private emptiest(): Slot | undefined {
    const open = this.slots.filter(({ taken, alone }) => !alone && taken < LANES)
    return open.sort((a, b) => a.taken - b.taken)[0]
  }

  private replace(slot: Slot, reason: string): void {
    slot.worker.terminate()
    if (this.closed) return
    this.start(slot)
    failAll(slot, reason)
  }

  private endSilent(): void {
    const now = performance.now()
    for (const slot of this.slots) {
      if (slot.calls.size > 0 && now - slot.heard > this.silenceLimit) {
        const seconds = Math.round(this.silenceLimit / 1_000)
        this.replace(slot, `the reader said nothing for ${String(seconds)} s and was ended`)
      }
    }
  }
}

/** Tells of progress, and that the worker is alive. */
function heardFrom(slot: Slot, call: Call, onProgress: (progress: Progress) => void) {
  return proxy((progress: Progress) => {
    slot.heard = performance.now()
    call.progress = progress
    onProgress(progress)
  })
}

function failAll(slot: Slot, reason: string): void {
  const amongOthers = slot.calls.size > 1
  for (const call of slot.calls) call.fail(reason, amongOthers)
}

function ignore(): void {
  // Shows no progress of its own.
}

function offsetOf(call: Call): number {
  return call.progress?.offset ?? 0
}

export function isLost(value: unknown): value is Lost {
  return typeof value === 'object' && value !== null && 'lost' in value
}
