/** Differential fuzz of the inflate kernel against zlib: the same verdict, bytes and lengths. */
import { goodStreams, mutatedStream } from './deflate-streams.mjs'
import { Random } from './random.mjs'
import { complainsBy, ROOM, zlibOutput, zlibVerdict } from './zlib-verdict.mjs'

const HISTORY = 32_768
const GUARD = 64
const GUARD_BYTE = 0xa5
const MOST_INPUT = 8_192
/** Verdicts of streams in which nothing is wrong. */
const NO_COMPLAINTS = ['ended', 'cut', 'full']
const NO_STOP = 0xffffffff

/** zlib's messages in the order of the kernel's errors, which begin at 16. */
const MESSAGES = [
  'invalid block type',
  'invalid stored block lengths',
  'too many length or distance symbols',
  'invalid code lengths set',
  'invalid bit length repeat',
  'invalid code -- missing end-of-block',
  'invalid literal/lengths set',
  'invalid distances set',
  'invalid literal/length code',
  'invalid distance code',
  'invalid distance too far back',
]

class Subject {
  /** @param {Uint8Array} wasm */
  constructor(wasm) {
    this.kernel = new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports
    this.state = this.kernel.allocate(this.kernel.inflateStateSize())
    this.output = this.kernel.allocate(HISTORY + ROOM + GUARD) + HISTORY
    this.kernel.allocate(MOST_INPUT + 65_536)
    this.memory = new Uint8Array(this.kernel.memory.buffer)
  }

  /** Input ends where the memory ends, so that a load behind it traps. */
  run(stream, random) {
    const { kernel, memory, state, output } = this
    const cutting = random.below(2) === 1
    const most = random.pick([1, 7, 40, 400])
    const mostOut = random.pick([1, 13, 330, 5_000])
    const end = memory.length
    let at = end - stream.length
    memory.set(stream, at)
    kernel.inflateStart(state, 0, 0)
    let given = cutting ? at : end
    let out = output
    let result = 1
    for (;;) {
      if (cutting && result === 1) given = Math.min(end, given + 1 + random.below(most))
      const full = output + ROOM - out
      // Steps grow with what is put out, or the longest streams would take all the time.
      const room = cutting
        ? Math.min(full, 1 + random.below(mostOut) + ((out - output) >> 6))
        : full
      memory.fill(GUARD_BYTE, out + room, out + room + GUARD)
      result = kernel.inflate(state, at, given - at, out, room, NO_STOP)
      at += kernel.inflateConsumed(state)
      const produced = kernel.inflateProduced(state)
      if (produced > room || at > given)
        return { verdict: 'more than there is', produced: 0, consumed: 0 }
      for (let guard = out + room; guard < out + room + GUARD; guard++) {
        if (memory[guard] !== GUARD_BYTE)
          return { verdict: 'wrote too far', produced: 0, consumed: 0 }
      }
      out += produced
      if (result === 1 && given < end) continue
      if (result === 2 && out < output + ROOM) continue
      break
    }
    const produced = out - output
    const consumed = stream.length - (end - at)
    return { verdict: this.verdict(result, produced), produced, consumed }
  }

  verdict(result, produced) {
    if (result >= 16) return MESSAGES[result - 16]
    if (produced === ROOM) return 'full'
    return ['', 'cut', 'full', 'ended'][result]
  }

  sameBytes(length) {
    const ours = this.memory.subarray(this.output, this.output + length)
    return Buffer.compare(ours, zlibOutput.subarray(0, length)) === 0
  }
}

/** zlib's verdict, and what differs if anything does. */
function compare(subject, stream, random) {
  const theirs = zlibVerdict(stream)
  const ours = subject.run(stream, random)
  const { verdict } = theirs
  const differs = (what) => ({
    verdict,
    what: `${what}: ${JSON.stringify(ours)}, zlib ${JSON.stringify(theirs)}`,
  })
  if (ours.verdict !== verdict) return differs('verdict')
  if (verdict === 'ended' && ours.consumed !== theirs.consumed) return differs('taken in')
  if (NO_COMPLAINTS.includes(verdict)) {
    if (ours.produced !== theirs.produced) return differs('put out')
  } else if (!complainsBy(stream, ours.produced)) return differs('put out less')
  return subject.sameBytes(ours.produced) ? { verdict } : differs('bytes')
}

/**
 * Inflates `count` streams, most of them damaged, until one differs.
 * @param {Uint8Array} wasm the kernels
 * @param {number} count
 * @param {number} seed
 * @param {(done: number) => void} progress
 * @returns {{ verdicts: Map<string, number>, found?: { what: string, bytes: Uint8Array } }}
 */
export function fuzzInflate(wasm, count, seed, progress) {
  const random = new Random(seed)
  const subject = new Subject(wasm)
  const good = goodStreams(random)
  const verdicts = new Map()
  for (let done = 0; done < count; done++) {
    const bytes = mutatedStream(random, good).subarray(0, MOST_INPUT)
    const { verdict, what } = tryCompare(subject, bytes, random)
    if (what) return { verdicts, found: { what, bytes } }
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
    progress(done + 1)
  }
  return { verdicts }
}

/** A kernel that traps has read or written outside the memory. */
function tryCompare(subject, bytes, random) {
  try {
    return compare(subject, bytes, random)
  } catch (error) {
    return { verdict: '', what: String(error) }
  }
}
