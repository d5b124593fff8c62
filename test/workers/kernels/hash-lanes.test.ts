import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HashLanes, type HashStream } from '../../../workers/kernels/hash-lanes.js'
import type { HashChoice } from '../../../workers/kernels/hash-state.js'
import { loadKernels, seededBytes } from '../../assembly/loaded-kernels.js'

const kernels = await loadKernels()
const ROOM = 64 * 1024
const windows = Array.from({ length: 4 }, () => kernels.allocate(ROOM))
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const lanes = new HashLanes(kernels, (done) => {
  setImmediate(done)
})

/** How one stream is used: what it hashes, in which pieces, and where it leaves the others alone. */
interface Use {
  readonly length: number
  readonly piece: number
  readonly pause: 'none' | 'microtask' | 'turn'
  readonly leaveAfter: number
  readonly choice: HashChoice & { readonly sha256: true }
}

const reference = (bytes: Uint8Array, algorithm = 'sha256'): string =>
  createHash(algorithm).update(bytes).digest('hex')

async function pause(how: Use['pause']): Promise<void> {
  if (how === 'turn') await nextTurn()
  else if (how === 'microtask') await Promise.resolve()
}

/** Overwrites what it handed over as soon as it may. */
async function put(stream: HashStream, window: number, bytes: Uint8Array): Promise<void> {
  kernels.bytes().set(bytes, window)
  await stream.update(window, bytes.length)
  kernels.bytes().fill(0xaa, window, window + bytes.length)
}

async function hash(use: Use, window: number, seed: number): Promise<void> {
  const bytes = seededBytes(use.length, seed)
  const stream = lanes.open(use.choice)
  for (let at = 0, pieces = 0; at < bytes.length; at += use.piece, pieces++) {
    if (pieces === use.leaveAfter) {
      stream.close()
      return
    }
    await put(stream, window, bytes.subarray(at, at + use.piece))
    await pause(use.pause)
  }
  expect(await stream.digest()).toEqual({
    sha256: reference(bytes),
    sha1: use.choice.sha1 ? reference(bytes, 'sha1') : null,
    md5: use.choice.md5 ? reference(bytes, 'md5') : null,
  })
  stream.close()
}

const use: fc.Arbitrary<Use> = fc.record({
  length: fc.oneof(
    fc.constantFrom(0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 129),
    fc.integer({ min: 0, max: 20_000 }),
  ),
  piece: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 200, max: ROOM })),
  pause: fc.constantFrom('none', 'microtask', 'turn'),
  leaveAfter: fc.oneof({ weight: 4, arbitrary: fc.constant(-1) }, fc.integer({ min: 0, max: 3 })),
  choice: fc.record({ sha256: fc.constant(true as const), sha1: fc.boolean(), md5: fc.boolean() }),
})

test('digests are those of the bytes, however four streams come, pause, end and leave', async () => {
  const schedules = fc.array(fc.array(use, { maxLength: 6 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      await Promise.all(
        schedule.map(async (uses, lane) => {
          for (const [index, each] of uses.entries()) {
            await hash(each, windows[lane]!, 1 + lane * 10 + index)
          }
        }),
      )
    }),
    { seed: 21, numRuns: 250 },
  )
})

test('bytes wait for the other streams, so that they share the lanes', async () => {
  const [first, second] = [lanes.open({ sha256: true }), lanes.open({ sha256: true })]
  let hashed = false
  const update = first.update(windows[0]!, 128).then(() => (hashed = true))
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  expect(hashed).toBe(false)
  await second.update(windows[1]!, 128)
  expect(hashed).toBe(true)
  await update
  first.close()
  second.close()
})

test('a stream that has nothing holds the others up for a few turns of the event loop, not longer', async () => {
  const silent = lanes.open({ sha256: true })
  const stream = lanes.open({ sha256: true })
  const bytes = seededBytes(1_000, 3)
  await put(stream, windows[1]!, bytes)
  expect((await stream.digest()).sha256).toBe(reference(bytes))
  silent.close()
})

test('a lone stream waits for no other, but lets the event loop turn, so that files can be read', async () => {
  let turns = 0
  const counting = new HashLanes(kernels, (done) => {
    turns++
    queueMicrotask(done)
  })
  const stream = counting.open({ sha256: true })
  const bytes = seededBytes(64, 4)
  await put(stream, windows[0]!, bytes)
  expect(turns).toBe(1)
  expect((await stream.digest()).sha256).toBe(reference(bytes))
  expect(turns).toBe(2)
})

test('a stream that has nothing is waited for six turns', async () => {
  let turns = 0
  const counting = new HashLanes(kernels, (done) => {
    turns++
    queueMicrotask(done)
  })
  const silent = counting.open({ sha256: true })
  const stream = counting.open({ sha256: true })
  await put(stream, windows[0]!, seededBytes(64, 4))
  expect(turns).toBe(6)
  silent.close()
  stream.close()
})

test('four that are ready run at once, until the event loop has not turned for some milliseconds', async () => {
  let turns = 0
  let now = 0
  const turn = (done: () => void): void => {
    turns++
    setImmediate(done)
  }
  const full = new HashLanes(kernels, turn, () => now)
  const streams = windows.map(() => full.open({ sha256: true }))
  const round = async (): Promise<number> => {
    const before = turns
    let hashed = 0
    const updates = streams.map((stream, lane) =>
      stream.update(windows[lane]!, 64).then(() => hashed++),
    )
    for (let step = 0; step < 20; step++) await Promise.resolve()
    const atOnce = hashed
    await Promise.all(updates)
    expect(turns - before).toBeLessThan(2)
    return atOnce
  }
  expect(await round()).toBe(0)
  expect(await round()).toBe(4)
  now += 3
  expect(await round()).toBe(4)
  now += 2
  expect(await round()).toBe(0)
  expect(await round()).toBe(4)
  for (const stream of streams) stream.close()
})

test('a stream that is given up lets go of its own call and of the others', async () => {
  const [first, second] = [lanes.open({ sha256: true }), lanes.open({ sha256: true })]
  const bytes = seededBytes(128, 5)
  kernels.bytes().set(bytes, windows[0])
  const update = first.update(windows[0]!, 128)
  second.close()
  await update
  expect((await first.digest()).sha256).toBe(reference(bytes))

  const third = lanes.open({ sha256: true })
  const fourth = lanes.open({ sha256: true })
  const held = third.update(windows[0]!, 128)
  third.close()
  await held
  fourth.close()
})

test('the default turn is one of the event loop', async () => {
  const own = new HashLanes(kernels)
  const silent = own.open({ sha256: true })
  const stream = own.open({ sha256: true })
  for (let round = 0; round < 3; round++) await stream.update(windows[0]!, 64)
  silent.close()
  stream.close()
})

test('a stream that was given up refuses more, as another may have its lane', async () => {
  const stream = lanes.open({ sha256: true })
  stream.close()
  await expect(stream.update(windows[0]!, 1)).rejects.toThrow('the stream has ended')
  await expect(stream.digest()).rejects.toThrow('the stream has ended')

  const [ending, other] = [lanes.open({ sha256: true }), lanes.open({ sha256: true })]
  const digest = ending.digest()
  ending.close()
  await expect(digest).rejects.toThrow('the stream has ended')
  other.close()
})

test('a fifth stream is refused until one of the four has ended', async () => {
  const four = Array.from({ length: 4 }, () => lanes.open({ sha256: true }))
  expect(() => lanes.open({ sha256: true })).toThrow(RangeError)
  await Promise.all(four.slice(0, 1).map((stream) => stream.digest()))
  lanes.open({ sha256: true }).close()
  for (const stream of four) stream.close()
})
