import { LANES } from '../../src/model/lanes.js'
import { HashState, runHashes, type Digests, type HashChoice } from './hash-state.js'
import type { KernelModule } from './module.js'

/** Calls back once, when all that the event loop has ready now has had its turn. */
export type Turn = (done: () => void) => void

/** One of the streams that are hashed side by side. One call at a time: await it before the next. */
export interface HashStream {
  /** Hashes `length` bytes of kernel memory; they may be overwritten once this resolves. */
  update(at: number, length: number): Promise<void>
  /** Ends the stream. Like `update` it throws where the stream has ended before. */
  digest(): Promise<Digests>
  /** Gives the stream up, as for an entry that is broken; nothing where it has ended. */
  close(): void
}

interface Lane {
  readonly state: HashState
  open: boolean
  /** Resolves the call that waits for its bytes to be hashed. */
  pending: (() => void) | null
}

/** Turns of the event loop for which lanes that are ready wait for others. */
const PATIENCE = 6
/** Longest that full lanes run without a turn of the event loop: far below what a file's slice takes. */
const TURN_AFTER_MS = 4

/**
 * Up to four streams hashed in the four lanes of one kernel. Bytes wait until every open stream has
 * some, so that no lane runs empty; but only for a few turns of the event loop: a stream that has none
 * by then waits for a slow file, and the others go on without it. Four that are ready run at once, but
 * every few milliseconds the loop turns first: else nothing that was asked for ahead, such as a file's
 * next slice, could ever come in while there is something to hash.
 */
export class HashLanes {
  private readonly lanes: readonly Lane[]
  private readonly turn: Turn
  private turning = false
  private turned = -Infinity

  /** `turn` and `now` (milliseconds) are for tests. */
  constructor(
    private readonly module: KernelModule,
    turn?: Turn,
    private readonly now = () => performance.now(),
  ) {
    this.turn = turn ?? channelTurn()
    this.lanes = Array.from({ length: LANES }, () => {
      return { state: new HashState(module), open: false, pending: null }
    })
  }

  /** Throws RangeError where four are open. */
  open(choice: HashChoice & { readonly sha256: true }): HashStream {
    const lane = this.lanes.find(({ open }) => !open)
    if (!lane) throw new RangeError(`at most ${LANES} streams are hashed at once`)
    lane.open = true
    lane.state.open(choice)
    return new LaneStream(
      lane.state,
      () => this.hashed(lane),
      () => {
        this.leave(lane)
      },
    )
  }

  private hashed(lane: Lane): Promise<void> | undefined {
    if (lane.state.idle) return undefined
    return new Promise((resolve) => {
      lane.pending = resolve
      if (this.isFull() && this.now() - this.turned < TURN_AFTER_MS) this.run()
      else this.schedule()
    })
  }

  private isFull(): boolean {
    return this.lanes.every(({ pending }) => pending)
  }

  /** The others wait a turn for whoever opens the lane next. */
  private leave(lane: Lane): void {
    lane.pending?.()
    lane.pending = null
    lane.open = false
    this.schedule()
  }

  private schedule(): void {
    if (this.turning || !this.lanes.some(({ pending }) => pending)) return
    this.turning = true
    this.wait(1)
  }

  private wait(turns: number): void {
    this.turn(() => {
      this.turned = this.now()
      const ready = this.lanes.every(({ open, pending }) => !open || pending)
      if (!ready && turns < PATIENCE) {
        this.wait(turns + 1)
        return
      }
      this.turning = false
      this.run()
    })
  }

  /** Hashes what is pending until one stream is through; the others then wait for its next bytes. */
  private run(): void {
    const pending = this.lanes.filter((lane) => lane.pending)
    if (pending.length === 0) return
    runHashes(
      this.module,
      pending.map(({ state }) => state),
    )
    for (const lane of pending) {
      if (!lane.state.idle) continue
      lane.pending?.()
      lane.pending = null
    }
    this.schedule()
  }
}

class LaneStream implements HashStream {
  private ended = false

  constructor(
    private readonly state: HashState,
    private readonly hashed: () => Promise<void> | undefined,
    private readonly leave: () => void,
  ) {}

  async update(at: number, length: number): Promise<void> {
    this.mustBeOpen()
    this.state.feed(at, length)
    await this.hashed()
  }

  async digest(): Promise<Digests> {
    this.mustBeOpen()
    this.state.end()
    await this.hashed()
    this.mustBeOpen()
    const digests = this.state.digests()
    this.close()
    return digests
  }

  close(): void {
    if (this.ended) return
    this.ended = true
    this.leave()
  }

  /** Another stream may have the lane by now. */
  private mustBeOpen(): void {
    if (this.ended) throw new Error('the stream has ended')
  }
}

/** A message to oneself: unlike a timer, it is not put off when it comes often. */
function channelTurn(): Turn {
  const { port1, port2 } = new MessageChannel()
  let done: () => void
  port1.onmessage = () => {
    done()
  }
  return (next) => {
    done = next
    port2.postMessage(null)
  }
}
