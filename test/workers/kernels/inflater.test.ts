import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Inflater } from '../../../workers/kernels/inflater.js'
import { cutUp, seededBytes } from '../../assembly/loaded-kernels.js'
import {
  ALL_KINDS,
  farRepeats,
  goOn,
  inflate,
  inflater,
  INPUTS,
  kernels,
  logText,
  SMALL,
  STRATEGIES,
} from './inflated.js'

const LEVELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

describe('what zlib deflated is inflated to the same bytes', () => {
  test.each(Object.entries(INPUTS))('%s, at every level and by every strategy', (_, bytes) => {
    const settings = [
      ...LEVELS.map((level) => ({ level })),
      ...STRATEGIES.map((strategy) => ({ strategy })),
      { memLevel: 1 },
      { windowBits: 9 },
    ]
    for (const options of settings) {
      const deflated = deflateRawSync(bytes, options)
      const whole = inflate([deflated])
      expect(whole.state).toBe('ended')
      expect(Buffer.compare(whole.bytes, bytes)).toBe(0)
      expect(whole.consumed).toBe(deflated.length)
    }
  })

  test('when the input comes in pieces of any size from 1 to 70', () => {
    for (const deflated of ALL_KINDS) {
      for (let size = 1; size <= 70; size++) {
        const pieces: Uint8Array[] = []
        for (let at = 0; at < deflated.length; at += size) {
          pieces.push(deflated.subarray(at, at + size))
        }
        const { bytes, state } = inflate(pieces)
        expect(state).toBe('ended')
        expect(Buffer.compare(bytes, SMALL)).toBe(0)
      }
    }
  })

  test('when the output is taken in steps of any size', () => {
    const sizes = [1, 2, 3, 5, 7, 13, 31, 64, 257, 258, 259, 319, 320, 321, 322, 600, 1_021]
    for (const deflated of ALL_KINDS) {
      for (const size of sizes) {
        const { bytes, state } = inflate([deflated], [size])
        expect(state).toBe('ended')
        expect(Buffer.compare(bytes, SMALL)).toBe(0)
      }
    }
  })

  test('when both are cut at seeded places', () => {
    const cuts = fc.record({
      kind: fc.nat(ALL_KINDS.length - 1),
      seed: fc.nat(),
      longest: fc.integer({ min: 1, max: 400 }),
      steps: fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 }),
    })
    fc.assert(
      fc.property(cuts, ({ kind, seed, longest, steps }) => {
        const deflated = ALL_KINDS[kind] as Uint8Array
        const { bytes, state, consumed } = inflate(cutUp(deflated, seed, longest), steps)
        expect(state).toBe('ended')
        expect(consumed).toBe(deflated.length)
        expect(Buffer.compare(bytes, SMALL)).toBe(0)
      }),
      { seed: 11, numRuns: 300 },
    )
  })

  test('when the history is moved between odd steps of a long stream', () => {
    const bytes = Buffer.concat([farRepeats(), logText(4_000), farRepeats()])
    const { bytes: inflated } = inflate([deflateRawSync(bytes)], [200_001, 65_537, 1, 99_999])
    expect(Buffer.compare(inflated, bytes)).toBe(0)
  })
})

test('what follows the stream is left alone', () => {
  const deflated = deflateRawSync(SMALL)
  const { state, consumed } = inflate([Buffer.concat([deflated, seededBytes(500, 9)])])
  expect([state, consumed]).toEqual(['ended', deflated.length])
  expect(inflater.waiting).toBe(500)
})

test('input is taken as far as there is room, and room comes back', () => {
  inflater.start()
  const random = deflateRawSync(seededBytes(600_000, 1))
  const room = inflater.room
  expect(inflater.feed(random)).toBe(room)
  expect([inflater.room, inflater.feed(random)]).toEqual([0, 0])
  inflater.step(1_000)
  expect(inflater.room).toBeGreaterThan(900)
})

test('two streams are inflated in turns', () => {
  const other = new Inflater(kernels)
  const first = deflateRawSync(INPUTS['text of a log'] as Uint8Array)
  const second = deflateRawSync(farRepeats())
  inflater.start()
  inflater.feed(first)
  other.feed(second)
  const parts: [Uint8Array[], Uint8Array[]] = [[], []]
  while (inflater.state === 'more' || other.state === 'more') {
    ;[inflater, other].forEach((one, index) => {
      const length = one.step(10_007)
      parts[index]?.push(kernels.bytes().slice(one.outputAt, one.outputAt + length))
    })
  }
  expect(Buffer.compare(Buffer.concat(parts[0]), INPUTS['text of a log'] as Uint8Array)).toBe(0)
  expect(Buffer.compare(Buffer.concat(parts[1]), farRepeats())).toBe(0)
})

test('a stream that is cut short gives all that came before the cut', () => {
  for (const deflated of ALL_KINDS) {
    for (let length = 0; length < deflated.length; length += 7) {
      const cut = deflated.subarray(0, length)
      const outcome = inflate([cut])
      const reference = inflateRawSync(cut, { finishFlush: constants.Z_SYNC_FLUSH })
      expect(outcome.state).toBe('needs-input')
      expect(Buffer.compare(outcome.bytes, reference)).toBe(0)
    }
  }
})

describe('snapshots', () => {
  const bytes = Buffer.concat([logText(9_000), seededBytes(90_000, 4), logText(9_000)])

  test.each([
    ['default', {}],
    ['fixed', { strategy: constants.Z_FIXED, memLevel: 2 }],
    ['stored', { level: 0 }],
    ['many small blocks', { memLevel: 1 }],
  ])('a stream goes on from any block it stopped at: %s', (_, options) => {
    const deflated = deflateRawSync(bytes, options)
    for (const after of [0, 1, 10_000, 32_768, 300_000, 700_000]) {
      inflater.start()
      inflater.stopAfter(after)
      let fed = inflater.feed(deflated)
      while (inflater.state === 'more' || inflater.state === 'needs-input') {
        inflater.step(50_021)
        fed += inflater.feed(deflated.subarray(fed))
      }
      expect(inflater.state).toBe('block')
      const snapshot = inflater.snapshot()
      expect(snapshot.produced).toBe(inflater.produced)
      expect(snapshot.produced).toBeGreaterThanOrEqual(after)
      const behind = Math.max(0, snapshot.produced - 32_768)
      expect(Buffer.compare(snapshot.history, bytes.subarray(behind, snapshot.produced))).toBe(0)

      inflate([deflateRawSync(farRepeats())])
      inflater.startAt(snapshot)
      const rest = goOn([deflated.subarray(snapshot.at)], [262_144])
      expect(rest.state).toBe('ended')
      expect(rest.consumed).toBe(deflated.length)
      expect(Buffer.compare(rest.bytes, bytes.subarray(snapshot.produced))).toBe(0)
      expect(inflater.produced).toBe(bytes.length)
    }
  })

  test('stepping on from a stop goes on, and stops no second time', () => {
    const deflated = deflateRawSync(SMALL, { memLevel: 1 })
    inflater.start()
    inflater.stopAfter(0)
    inflater.feed(deflated)
    expect([inflater.step(), inflater.state]).toEqual([0, 'block'])
    expect(inflater.step()).toBe(SMALL.length)
    expect(inflater.state).toBe('ended')
    expect(() => inflater.snapshot()).toThrow(RangeError)
  })
})
