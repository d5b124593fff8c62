import { expose } from 'comlink'
import { afterEach, describe, expect, it } from 'vitest'
import type { Entry } from '../../../src/model/evidence.js'
import { LANES } from '../../../src/model/lanes.js'
import { isLost, Pool } from '../../../src/case/pool.js'
import type { Progress, ScanReport, ScanTask } from '../../../workers/protocol.js'

type Scan = (task: ScanTask, onProgress: (progress: Progress) => void) => Promise<ScanReport>

/** A worker of this process: its other end runs `scan`, and `terminate` cuts the line. */
class FakeWorker {
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null
  ended = false
  private readonly channel = new MessageChannel()

  constructor(scan: Scan) {
    const readRows = () => Promise.resolve([])
    expose({ connect: () => undefined, scan, readRows }, this.channel.port2)
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.ended) this.channel.port1.postMessage(message, transfer as never)
  }

  addEventListener(type: 'message', listener: EventListener): void {
    this.channel.port1.addEventListener(type, listener)
    this.channel.port1.start()
  }

  removeEventListener(type: 'message', listener: EventListener): void {
    this.channel.port1.removeEventListener(type, listener)
  }

  terminate(): void {
    this.ended = true
    this.channel.port1.close()
  }

  crash(message: string): void {
    this.onerror?.({ message, preventDefault: () => undefined })
  }
}

const entry = (index: number) => ({ index, path: `e${String(index)}` }) as Entry
const task = (index: number): ScanTask => ({
  entry: entry(index),
  file: new File([], 'x'),
  checkpointBudget: 0,
})
const report = ({ entry: { index } }: ScanTask) => ({ result: { entry: index } }) as ScanReport

let pool: Pool
const started: FakeWorker[] = []
function poolOf(size: number, scan: Scan, silence = 10_000): Pool {
  started.length = 0
  pool = new Pool(
    size,
    { connect: (() => Promise.resolve()) as never },
    () => {
      const worker = new FakeWorker(scan)
      started.push(worker)
      return worker as unknown as Worker
    },
    silence,
  )
  return pool
}
afterEach(() => {
  pool.close()
})
const ignore = () => undefined

describe('the pool of scan workers', () => {
  it('ends a worker that is silent too long and reports its entry with the offset it had come to', async () => {
    const silent: Scan = (asked, onProgress) => {
      if (asked.entry.index !== 1) return Promise.resolve(report(asked))
      onProgress({ entry: 1, offset: 4_096, events: 3 })
      return new Promise(ignore)
    }
    poolOf(1, silent, 200)
    const lost = await pool.scan(task(1), ignore)
    expect(lost).toMatchObject({ lost: true, entry: 1, offset: 4_096 })
    expect(isLost(lost) && lost.reason).toMatch(/said nothing/)
    expect(started[0]?.ended).toBe(true)
    expect(isLost(await pool.scan(task(2), ignore))).toBe(false)
  })

  it('keeps a worker that goes on telling of its progress', async () => {
    const slow: Scan = async (asked, onProgress) => {
      for (let step = 0; step < 6; step++) {
        await new Promise((resolve) => setTimeout(resolve, 80))
        onProgress({ entry: asked.entry.index, offset: step, events: 0 })
      }
      return report(asked)
    }
    poolOf(1, slow, 300)
    expect(isLost(await pool.scan(task(0), ignore))).toBe(false)
  })

  it('replaces a worker that crashes; the others and the rest are unharmed', async () => {
    const scan: Scan = (asked) =>
      asked.entry.index === 7
        ? new Promise(ignore)
        : new Promise((resolve) => setTimeout(resolve, 50, report(asked)))
    poolOf(2, scan)
    const crashing = pool.scan(task(7), ignore)
    const other = pool.scan(task(8), ignore)
    await new Promise((resolve) => setTimeout(resolve, 10))
    started[0]?.crash('out of memory')
    expect(await crashing).toMatchObject({ lost: true, entry: 7 })
    expect(await other).toMatchObject({ result: { entry: 8 } })
    const rest = await Promise.all([9, 10, 11].map((index) => pool.scan(task(index), ignore)))
    expect(rest.some(isLost)).toBe(false)
  })

  it('turns an exception of a reader into a report', async () => {
    poolOf(1, () => Promise.reject(new Error('no such table')))
    const lost = await pool.scan(task(3), ignore)
    expect(isLost(lost) && lost.reason).toMatch(/no such table/)
  })

  it('settles what is running when reading is cancelled, and can go on afterwards', async () => {
    const scan: Scan = (asked) =>
      asked.entry.index === 0 ? new Promise(ignore) : Promise.resolve(report(asked))
    poolOf(1, scan)
    const running = pool.scan(task(0), ignore)
    await new Promise((resolve) => setTimeout(resolve, 20))
    pool.cancel()
    expect(await running).toMatchObject({ lost: true, reason: 'reading was cancelled' })
    expect(isLost(await pool.scan(task(1), ignore))).toBe(false)
  })

  it('reads four entries at once in each worker, in the one with the fewest first, and no more', async () => {
    let running = 0
    let most = 0
    const wait = () => new Promise((resolve) => setTimeout(resolve, 20))
    poolOf(2, async (asked) => {
      most = Math.max(most, ++running)
      await wait()
      running--
      return report(asked)
    })
    await Promise.all(Array.from({ length: 12 }, (_, index) => pool.scan(task(index), ignore)))
    expect(most).toBe(2 * LANES)
  })

  it('says of entries lost together that any of them may be the cause', async () => {
    const scan: Scan = (asked) =>
      asked.entry.index < 2 ? new Promise(ignore) : Promise.resolve(report(asked))
    poolOf(1, scan)
    const both = [pool.scan(task(0), ignore), pool.scan(task(1), ignore)]
    await new Promise((resolve) => setTimeout(resolve, 10))
    started[0]?.crash('out of memory')
    expect(await Promise.all(both)).toMatchObject([{ amongOthers: true }, { amongOthers: true }])
    const alone = pool.scan(task(0), ignore, true)
    await new Promise((resolve) => setTimeout(resolve, 10))
    started[1]?.crash('out of memory')
    expect(await alone).toMatchObject({ lost: true, amongOthers: false })
  })

  it('reads an entry alone when asked to, and others before and behind it', async () => {
    const together: number[][] = []
    const running = new Set<number>()
    poolOf(1, async (asked) => {
      running.add(asked.entry.index)
      await new Promise((resolve) => setTimeout(resolve, 20))
      together.push([...running])
      running.delete(asked.entry.index)
      return report(asked)
    })
    const before = pool.scan(task(1), ignore)
    const alone = pool.scan(task(2), ignore, true)
    await Promise.all([before, alone, pool.scan(task(3), ignore)])
    expect(together.filter((entries) => entries.includes(2))).toEqual([[2]])
  })

  it('reads a line for somebody who waits while every place is taken', async () => {
    poolOf(1, () => new Promise(ignore))
    for (let index = 0; index < 2 * LANES; index++) void pool.scan(task(index), ignore)
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(await pool.readRows({ ...task(9), checkpoints: null }, [], 0)).toEqual([])
  })
})
