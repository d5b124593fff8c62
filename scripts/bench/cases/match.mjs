import { makeLog, randomNumbers, word } from './inputs.mjs'

const SIZE = 64 * 1024 * 1024
const RG = 'rg -j1 -F -i -c'

export const matchCases = [100, 1000].map((count) => ({
  what: `match of ${count} literals, any case, copied into the window`,
  bytes: SIZE,
  prepare: async (kernels) => {
    const { log, literals } = makeInput(count)
    kernels.setLiterals(literals)
    return { ours: () => countMatchingLines(kernels, log), peers: {} }
  },
  files: () => {
    const { log, literals } = makeInput(count)
    return { 'bench.log': log, 'literals.txt': literals.join('\n') + '\n' }
  },
  commands: {
    [RG]: { argv: () => [...RG.split(' '), '-f', 'literals.txt', 'bench.log'], read: Number },
  },
  bars: { [RG]: count >= 1000 ? [4.5, 7] : null },
}))

function makeInput(count) {
  const random = randomNumbers(20210302)
  return { log: makeLog(random, SIZE), literals: makeLiterals(random, count) }
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

/** Paths and words of at least six letters without a blank, so that rg finds the same lines. */
function makeLiterals(random, count) {
  return Array.from({ length: count }, (_, at) => {
    if (at % 50 === 0) return `id=${word(random, 3)}`
    return at % 4 === 0 ? `${word(random, 9)}/1.0` : `/${word(random, 7)}.aspx`
  })
}
