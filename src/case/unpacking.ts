import type { UnpackLimits } from '../model/limits.js'
import type { ScanTask, Unpacked } from '../../workers/protocol.js'

export interface UnpackingOptions {
  readonly unpack: (task: ScanTask, limits: UnpackLimits) => Promise<Unpacked>
  /** What an archive turned out to be. */
  readonly unpacked: (task: ScanTask, found: Unpacked) => void
}

/** Archives inside others, unpacked one after another while the rest is read. */
export class Unpacking {
  private queue: ScanTask[] = []
  private running = false
  private bytes: number
  private entries: number

  constructor(
    private readonly options: UnpackingOptions,
    /** Told when work starts and when there is none left. */
    private readonly busy: { hold(): void; release(): void },
    private readonly limits: UnpackLimits,
  ) {
    this.bytes = limits.bytes
    this.entries = limits.entries
  }

  add(tasks: readonly ScanTask[]): void {
    this.queue.push(...tasks)
    if (this.running || this.queue.length === 0) return
    this.running = true
    this.busy.hold()
    void this.work().finally(() => {
      this.running = false
      this.busy.release()
    })
  }

  /** Drops what has not begun. */
  clear(): void {
    this.queue = []
  }

  private async work(): Promise<void> {
    for (;;) {
      const task = this.queue.shift()
      if (!task) return
      const { bytes, entries } = this
      const found = await this.options.unpack(task, { ...this.limits, bytes, entries })
      this.bytes = Math.max(0, bytes - found.unpacked)
      const fit = found.entries.slice(0, entries)
      this.entries -= fit.length
      this.options.unpacked(task, {
        ...found,
        entries: fit,
        warnings: warningsOf(found, fit.length, this.limits),
      })
    }
  }
}

function warningsOf(found: Unpacked, listed: number, limits: UnpackLimits): Unpacked['warnings'] {
  if (listed === found.entries.length) return found.warnings
  const wanted = `${String(limits.entries)} files at most`
  const what = 'archives inside archives have more files than are listed'
  return [
    ...found.warnings,
    { offset: NaN, what, wanted, found: `${String(found.entries.length - listed)} more` },
  ]
}
