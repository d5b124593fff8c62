import type { ScanTask, Unpacked, UnpackLimits } from '../../workers/protocol.js'

/**
 * Packages in a package, each of packed logs, are three deep (.tar.gz counts twice); an archive that
 * holds itself has no end.
 */
const MAX_DEPTH = 6

/**
 * What archives inside archives may take when unpacked, in all. It is memory of the browser's, outside
 * this page, which Chromium moves to disk when it has 2 GB of such.
 */
const MAX_UNPACKED_BYTES = 2 * 1024 ** 3

/** As for one archive: about 1 KB of memory an entry. */
const MAX_ENTRIES = 1_000_000

export interface UnpackingOptions {
  readonly unpack: (task: ScanTask, limits: UnpackLimits) => Promise<Unpacked>
  /** What an archive turned out to be. */
  readonly unpacked: (task: ScanTask, found: Unpacked) => void
}

/** Archives inside others, unpacked one after another while the rest is read. */
export class Unpacking {
  private queue: ScanTask[] = []
  private running = false
  private bytes = MAX_UNPACKED_BYTES
  private entries = MAX_ENTRIES

  constructor(
    private readonly options: UnpackingOptions,
    /** Told when work starts and when there is none left. */
    private readonly busy: { hold(): void; release(): void },
  ) {}

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
      const found = await this.options.unpack(task, { bytes, entries, depth: MAX_DEPTH })
      this.bytes = Math.max(0, bytes - found.unpacked)
      const fit = found.entries.slice(0, entries)
      this.entries -= fit.length
      this.options.unpacked(task, {
        ...found,
        entries: fit,
        warnings: warningsOf(found, fit.length),
      })
    }
  }
}

function warningsOf(found: Unpacked, listed: number): Unpacked['warnings'] {
  if (listed === found.entries.length) return found.warnings
  const wanted = `${String(MAX_ENTRIES)} files at most`
  const what = 'archives inside archives have more files than are listed'
  return [
    ...found.warnings,
    { offset: NaN, what, wanted, found: `${String(found.entries.length - listed)} more` },
  ]
}
