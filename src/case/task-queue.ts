import { leastSize } from '../model/evidence.js'
import type { ScanTask } from '../../workers/protocol.js'

/** Tasks in order of importance, for several readers; more may come while they read. */
export class TaskQueue {
  private tasks: ScanTask[] = []
  private ended = false
  private waiting: (() => void)[] = []

  add(tasks: readonly ScanTask[]): void {
    if (this.ended) return
    this.tasks = [...this.tasks, ...tasks].sort(byImportance)
    this.wake()
  }

  /** No more will come. */
  end(): void {
    this.ended = true
    this.wake()
  }

  /** Drops what nobody has taken, and ends. */
  clear(): void {
    this.tasks = []
    this.end()
  }

  /** Waits for one; null when there will be none. */
  async next(): Promise<ScanTask | null> {
    for (;;) {
      const task = this.tasks.shift()
      if (task) return task
      if (this.ended) return null
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

/** Deciding families first; the biggest first inside each, so that no long one is left for last. */
function byImportance(a: ScanTask, b: ScanTask): number {
  return (
    a.entry.priority - b.entry.priority ||
    leastSize(b.entry) - leastSize(a.entry) ||
    a.entry.index - b.entry.index
  )
}
