import { makeLog, randomNumbers, word } from './inputs.mjs'

const SIZE = 64 * 1024 * 1024
const RG = 'rg -j1 -F -i -c'
const RG_CASE = 'rg -j1 -F -c'
/** By number of literals: how many times faster than `RG` and `RG_CASE` we ought to be. */
const BARS = {
  100: {},
  1000: { [RG]: [4.5, 7], [RG_CASE]: [3, 3] },
  5000: { [RG]: [30, 40], [RG_CASE]: [3, 3] },
}

export const matchCases = [0, 5].flatMap((percent) =>
  [100, 1000, 5000].map((count) => matchCase(count, percent)),
)

/** `percent` of the lines are given a literal, besides those that hold one by chance. */
function matchCase(count, percent) {
  const hits = percent > 0 ? `, ${percent} % of lines hit` : ''
  const search = (name) => ({
    argv: () => [...name.split(' '), '-f', 'literals.txt', 'bench.log'],
    read: Number,
  })
  return {
    what: `match of ${count} literals, any case, copied into the window${hits}`,
    bytes: SIZE,
    prepare: async (kernels) => {
      const { log, literals } = makeInput(count, percent)
      kernels.setLiterals(literals)
      return { ours: () => countMatchingLines(kernels, log), peers: {} }
    },
    files: () => {
      const { log, literals } = makeInput(count, percent)
      return { 'bench.log': log, 'literals.txt': literals.join('\n') + '\n' }
    },
    // With thousands of literals and many hits rg -i takes minutes a run.
    commands: {
      ...(count * percent < 25_000 && { [RG]: search(RG) }),
      [RG_CASE]: search(RG_CASE),
    },
    bars: BARS[count],
  }
}

function makeInput(count, percent) {
  const random = randomNumbers(20210302)
  const log = makeLog(random, SIZE)
  const literals = makeLiterals(random, count)
  const encoded = literals.map((literal) => new TextEncoder().encode(literal))
  for (let start = 0; start < SIZE; start = log.indexOf(10, start) + 1) {
    if (random(100) >= percent) continue
    log.set(encoded[random(count)], start + 24 + random(100))
  }
  return { log, literals }
}

/** As the entry stream does: a step into the window, its whole lines matched, the rest carried over. */
function countMatchingLines(kernels, bytes) {
  const step = kernels.rawWindow().length
  const window = kernels.textWindow()
  let found = 0
  let carried = 0
  for (let from = 0; from < bytes.length; from += step) {
    const part = bytes.subarray(from, from + step)
    window.set(part, carried)
    const end = carried + part.length
    const count = kernels.lines(carried, end, 0)
    for (const flag of kernels.match(count)) found += flag
    const rest = count > 0 ? window.indexOf(10, kernels.lineEnds(count)[count - 1]) + 1 : 0
    window.copyWithin(0, rest, end)
    carried = end - rest
  }
  return found
}

/** Six bytes or more, in lower case as the log has them and without a blank: rg finds the same lines. */
function makeLiterals(random, count) {
  return Array.from({ length: count }, (_, at) => {
    if (at % 50 === 0) return `d=${word(random, 4)}`
    return at % 4 === 0 ? `${word(random, 9)}/1.0` : `/${word(random, 7)}.aspx`
  })
}
