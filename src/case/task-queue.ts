import { leastSize, type Entry } from '../model/evidence.js'
import type { Bytes } from '../model/units.js'
import type { ScanTask } from '../../workers/protocol.js'

/**
 * Tasks in order of importance, for several readers. More may come while they read, so it ends only
 * when nobody holds it: each task holds it until it is released, and so does whoever may add some.
 */
export class TaskQueue {
  /** The most important last, where taking it costs nothing however many there are. */
  private tasks: ScanTask[] = []
  private holds = 0
  private waiting: (() => void)[] = []

  add(tasks: readonly ScanTask[]): void {
    if (tasks.length === 0) return
    this.tasks = [...this.tasks, ...tasks].sort((a, b) => byImportance(b, a))
    this.wake()
  }

  hold(): void {
    this.holds++
  }

  release(): void {
    this.holds--
    if (this.holds === 0) this.wake()
  }

  /** Drops what nobody has taken. */
  clear(): void {
    this.tasks = []
    this.wake()
  }

  /** Waits for one, to be released when it is done; null when there will be none. */
  async next(): Promise<ScanTask | null> {
    for (;;) {
      const task = this.tasks.pop()
      if (task) {
        this.hold()
        return task
      }
      if (this.holds === 0) return null
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve)
      })
    }
  }

  private wake(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const one of waiting) one()
  }
}

/** Entries up to this are read in the archive's order: what stands together is read together. */
const SMALL: Bytes = 64 * 1_024

/** Deciding families first; the biggest first inside each, so that no long one is left for last. */
function byImportance(a: ScanTask, b: ScanTask): number {
  return (
    a.entry.priority - b.entry.priority ||
    weight(b.entry) - weight(a.entry) ||
    a.entry.index - b.entry.index
  )
}

function weight(entry: Entry): Bytes {
  const size = leastSize(entry)
  return size > SMALL ? size : 0
}
