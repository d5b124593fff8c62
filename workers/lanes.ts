import type { Kernels } from './kernels.js'
import { Inflater } from './kernels/inflater.js'
import { ArchiveWindow } from './source/archive-window.js'
import type { SourceKernels } from './source/open-source.js'

/** Windows and inflater of one entry at a time. */
export interface Lane extends SourceKernels {
  readonly module: Kernels
}

/** A worker's lanes, made when they are first needed. */
export class Lanes {
  private readonly free: Lane[] = []
  private readonly waiting: ((lane: Lane) => void)[] = []
  private made = 0
  private readonly archive = new ArchiveWindow()

  constructor(
    private readonly kernels: Kernels,
    private readonly most: number,
  ) {}

  /** Runs `task` with a lane of its own, once there is one. */
  async with<T>(task: (lane: Lane) => Promise<T>): Promise<T> {
    const lane = await this.take()
    try {
      return await task(lane)
    } finally {
      const next = this.waiting.shift()
      if (next) next(lane)
      else this.free.push(lane)
    }
  }

  private take(): Promise<Lane> {
    const free = this.free.pop()
    if (free) return Promise.resolve(free)
    if (this.made < this.most) return Promise.resolve(this.make())
    return new Promise((resolve) => {
      this.waiting.push(resolve)
    })
  }

  private make(): Lane {
    this.made++
    const { archive, kernels } = this
    return { module: kernels.fork(), inflater: new Inflater(kernels), archive }
  }
}
