import { BLANK } from '../matcher.js'

/** Literals too short for the sieve that are looked for by themselves; more of them are none's work. */
export const MAX_SHORT = 4
/** A run of bytes without blank that is as long gives grams enough for a stride that is worth it. */
const LEAST_RUN = 5

/** Bytes [from, end) of a literal, none of them a blank, as long as they go. */
export interface Run {
  readonly from: number
  readonly end: number
}

/** How literals are shared out, and what the sieve's grams are like. */
export interface SievePlan {
  /** Literals of the sieve. */
  readonly sieved: readonly Uint8Array[]
  /** Literals that are looked for two by two; each has a byte that is no blank. */
  readonly short: readonly Uint8Array[]
  /** Bytes from one place in the text that is looked at to the next. */
  readonly stride: number
  /** Bytes of a gram, at most 8. A run of `stride + gram - 1` bytes has a gram at every place. */
  readonly gram: number
  /** Logarithm of the bytes in the map that marks known grams. */
  readonly markBits: number
  /** Logarithm of the slots in the table of grams. */
  readonly slotBits: number
}

/** The plan for folded literals, or null where too many are short and the automaton serves better. */
export function planSieve(words: readonly Uint8Array[]): SievePlan | null {
  const byRun = words
    .map((word) => ({ word, run: longestRun(word) }))
    .sort((one, other) => one.run - other.run)
  const shorts = Math.min(MAX_SHORT, byRun.length)
  const cut = chooseCut(byRun.map(({ run }) => run).slice(0, shorts + 1))
  const short = byRun.slice(0, cut)
  const sieved = byRun.slice(cut)
  const least = sieved[0]?.run ?? LEAST_RUN
  if (least < LEAST_RUN || short.some(({ run }) => run === 0)) return null
  const gram = gramBytes(sieved.length, least)
  const stride = Math.min(least - gram + 1, MAX_STRIDE)
  const grams = Math.log2(sieved.length * stride + 1)
  return {
    sieved: sieved.map(({ word }) => word),
    short: short.map(({ word }) => word),
    stride,
    gram,
    markBits: clamp(Math.ceil(grams + FREE_BITS), 12, 18),
    slotBits: clamp(Math.ceil(grams), 8, 16),
  }
}

/** The kernel looks at four places and eight bytes from the last one, in what it may load. */
const MAX_STRIDE = 16
/** Logarithm of the bytes of the map for one that is marked, while the map fits the cache. */
const FREE_BITS = 6

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}

/** How many of the shortest are kept from the sieve: each pair costs a pass, and lengthens strides. */
function chooseCut(runs: readonly number[]): number {
  if ((runs[0] ?? 0) >= 8) return 0
  for (const cut of [2, MAX_SHORT]) {
    const next = runs[cut]
    if (next === undefined) return Math.min(cut, runs.length)
    if (next >= LEAST_RUN && next > (runs[0] as number) + 1) return cut
  }
  return 0
}

/** More literals want longer grams, as long as the stride does not fall below three bytes. */
function gramBytes(literals: number, least: number): number {
  const wanted = literals < 256 ? 4 : literals < 2_048 ? 5 : 6
  return clamp(wanted, 3, Math.max(3, least - 2))
}

function longestRun(word: Uint8Array): number {
  return runsOf(word).reduce((most, { from, end }) => Math.max(most, end - from), 0)
}

/** The runs of a folded literal that hold no blank. */
export function runsOf(word: Uint8Array): readonly Run[] {
  const runs: Run[] = []
  let from = 0
  for (let at = 0; at <= word.length; at++) {
    if (at < word.length && word[at] !== BLANK) continue
    if (at > from) runs.push({ from, end: at })
    from = at + 1
  }
  return runs
}
