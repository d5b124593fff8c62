import { constants, deflateRawSync } from 'node:zlib'
import { Inflater } from '../../../workers/kernels/inflater.js'
import { loadKernels, seededBytes } from '../../assembly/loaded-kernels.js'

export const kernels = await loadKernels()
export const inflater = new Inflater(kernels)

export interface Outcome {
  readonly bytes: Uint8Array
  readonly state: string
  readonly error: string
  readonly consumed: number
}

/** Feeds the pieces one after the other and takes steps of the given sizes in turn. */
export function inflate(
  pieces: readonly Uint8Array[],
  steps: readonly number[] = [262_144],
): Outcome {
  inflater.start()
  return goOn(pieces, steps)
}

export function goOn(pieces: readonly Uint8Array[], steps: readonly number[]): Outcome {
  const parts: Uint8Array[] = []
  let turn = 0
  const drain = () => {
    do {
      const length = inflater.step(steps[turn++ % steps.length])
      parts.push(kernels.bytes().slice(inflater.outputAt, inflater.outputAt + length))
    } while (inflater.state === 'more' || inflater.state === 'block')
  }
  for (const piece of pieces) {
    for (let from = 0; from < piece.length && inflater.state !== 'ended';) {
      from += inflater.feed(piece.subarray(from))
      drain()
      if (inflater.state === 'failed') break
    }
  }
  const { state, error, consumed } = inflater
  return { bytes: Buffer.concat(parts), state, error, consumed }
}

export function logText(lines: number): Uint8Array {
  const noise = seededBytes(lines * 4, 77)
  return Buffer.from(
    Array.from({ length: lines }, (_, line) => {
      const [a = 0, b = 0, c = 0, d = 0] = noise.subarray(line * 4)
      return `2021-03-0${1 + (a % 7)} 10:${10 + (b % 50)}:${10 + (c % 50)} 10.0.${a}.${b} GET /owa/${c % 9}/x.aspx id=${d * a} 443 - 192.0.2.${d} 200 0 0 ${b * c}\r\n`
    }).join(''),
  )
}

export function farRepeats(): Uint8Array {
  const far = seededBytes(32_768, 5)
  return Buffer.concat([far, far, seededBytes(700, 6), far.subarray(0, 32_000), far])
}

export const INPUTS: Readonly<Record<string, Uint8Array>> = {
  nothing: new Uint8Array(0),
  'one byte': Uint8Array.of(65),
  'text of a log': logText(9_000),
  'random bytes': seededBytes(150_000, 3),
  zeros: new Uint8Array(400_000),
  'short patterns': Buffer.concat(
    Array.from({ length: 40 }, (_, length) =>
      Buffer.alloc(700 + length, seededBytes(length + 1, length + 1)),
    ),
  ),
  'repeats 32 KiB back': farRepeats(),
  'bytes of few values': seededBytes(120_000, 8).map((byte) => (byte * byte) >> 12),
}
export const SMALL = Buffer.concat([
  logText(12),
  new Uint8Array(900),
  seededBytes(300, 2),
  logText(20),
])
const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants
export const STRATEGIES = [Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED]

/** SMALL in blocks of every kind. */
export const ALL_KINDS = [
  ...STRATEGIES.map((strategy) => ({ strategy })),
  { level: 0 },
  { memLevel: 1 },
  { windowBits: 9 },
].map((options) => deflateRawSync(SMALL, options))
