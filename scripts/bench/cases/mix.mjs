import { createSHA256 } from 'hash-wasm'
import { HashLanes } from '../../../workers/kernels/hash-lanes.js'
import { makeLog, randomNumbers } from './inputs.mjs'

const STEP = 256 * 1024

/** Entries as a package has them: mostly pages, settings and short logs, by volume mostly long logs. */
const SIZES = sizes([
  [400, 200, 8_000],
  [130, 8_000, 64_000],
  [20, 64_000, 600_000],
  [4, 3_000_000, 4_000_000],
])
const TOTAL = SIZES.reduce((sum, size) => sum + size, 0)

export const mixCases = [
  {
    what: `SHA-256 of ${SIZES.length} entries from 200 bytes to 4 MB, copied into the window`,
    bytes: TOTAL,
    async prepare(kernels) {
      const entries = makeEntries()
      const peer = await createSHA256()
      const ours = hashAll(kernels, entries)
      const hashWasm = () => entries.map((entry) => peer.init().update(entry).digest()).join('\n')
      return { ours, peers: { 'hash-wasm': hashWasm } }
    },
    files: () => Object.fromEntries(makeEntries().map((entry, index) => [`entry-${index}`, entry])),
    commands: {
      sha256sum: {
        argv: () => ['sha256sum', ...SIZES.map((_, index) => `entry-${index}`)],
        read: (output) =>
          output
            .trimEnd()
            .split('\n')
            .map((line) => line.slice(0, 64))
            .join('\n'),
      },
    },
    bars: { 'hash-wasm': [2.5, 3] },
  },
]

/** As the page's queue hands entries out (src/case/task-queue.ts): long ones first, the small as they lie. */
const SMALL = 64 * 1024
const ORDER = SIZES.map((size, index) => ({ index, weight: size > SMALL ? size : 0 }))
  .sort((a, b) => b.weight - a.weight)
  .map(({ index }) => index)

/** Four entries at a time, a step of each in a window of its own, as a scan worker reads them. */
function hashAll(kernels, entries) {
  const turn = globalThis.setImmediate
  const lanes = new HashLanes(kernels, turn && ((done) => turn(done)))
  const windows = Array.from({ length: 4 }, () => kernels.allocate(STEP))
  return async () => {
    const digests = []
    let next = 0
    await Promise.all(
      windows.map(async (window) => {
        while (next < entries.length) {
          const index = ORDER[next++]
          digests[index] = await hashOne(kernels, lanes, window, entries[index])
        }
      }),
    )
    return digests.join('\n')
  }
}

async function hashOne(kernels, lanes, window, entry) {
  const stream = lanes.open({ sha256: true })
  for (let from = 0; from < entry.length; from += STEP) {
    const part = entry.subarray(from, from + STEP)
    kernels.bytes().set(part, window)
    await stream.update(window, part.length)
  }
  return (await stream.digest()).sha256
}

/** Entries of every kind in one shuffled order. */
function sizes(kinds) {
  const random = randomNumbers(7)
  const list = kinds.flatMap(([count, least, most]) =>
    Array.from({ length: count }, () => least + random(most - least)),
  )
  for (let at = list.length - 1; at > 0; at--) {
    const other = random(at + 1)
    ;[list[at], list[other]] = [list[other], list[at]]
  }
  return list
}

function makeEntries() {
  const log = makeLog(randomNumbers(9), 16 * 1024 * 1024)
  const random = randomNumbers(11)
  return SIZES.map((size) => {
    const from = random(log.length - size)
    return log.subarray(from, from + size)
  })
}
