/** Deflate streams for the fuzzer: good ones, ones damaged in a few places, and ones with made-up trees. */
import { constants, deflateRawSync } from 'node:zlib'

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants
const STRATEGIES = [Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED]
const LENGTHS = [0, 1, 3, 10, 40, 150, 400, 900, 2_000]
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

const PAYLOADS = [
  (random, length) => random.bytes(length),
  (random, length) => new Uint8Array(length).fill(random.below(256)),
  (random, length) => random.bytes(length).map((byte) => 97 + (byte & random.pick([1, 3, 7, 15]))),
  (random, length) => {
    const lines = []
    for (let size = 0; size < length; size += 60) {
      lines.push(
        `2021-03-0${random.below(9)} 10.0.0.${random.below(256)} GET /owa/ ${random.below(600)}\n`,
      )
    }
    return Buffer.from(lines.join('')).subarray(0, length)
  },
  (random, length) => {
    const bytes = random.bytes(length)
    for (let at = 40; at < length;) {
      const copied = 3 + random.below(60)
      bytes.copyWithin(at, random.below(at), at)
      at += copied + random.below(30)
    }
    return bytes
  },
]

/**
 * Good streams of every kind of content, level and strategy; each small, some of several blocks of
 * different kinds, some with distances up to 32 KiB, some longer than the room for the output.
 * @returns {{ streams: Uint8Array[], openings: Uint8Array[] }} `openings` lack the last block
 */
export function goodStreams(random) {
  const streams = []
  const openings = []
  const finishFlush = constants.Z_SYNC_FLUSH
  for (const payload of PAYLOADS) {
    for (const length of LENGTHS) {
      const bytes = payload(random, length)
      for (const strategy of STRATEGIES) {
        const options = {
          strategy,
          level: random.pick([1, 4, 6, 9]),
          memLevel: random.pick([1, 8]),
        }
        streams.push(deflateRawSync(bytes, options))
        openings.push(deflateRawSync(bytes.subarray(0, 300), { ...options, finishFlush }))
      }
      streams.push(deflateRawSync(bytes, { level: 0 }))
      openings.push(deflateRawSync(bytes, { level: 0, finishFlush }))
    }
  }
  for (let time = 0; time < 60; time++) {
    const parts = Array.from({ length: 2 + random.below(4) }, () => random.pick(openings))
    streams.push(Buffer.concat([...parts, random.pick(streams)]))
  }
  for (const length of [33_000, 50_000]) {
    const bytes = numberedPeriods(random, length)
    openings.push(deflateRawSync(bytes, { finishFlush }))
    streams.push(Buffer.concat([openings.at(-1), random.pick(openings), random.pick(streams)]))
  }
  for (const length of [65_536, 65_537, 70_000]) {
    streams.push(deflateRawSync(numberedPeriods(random, length)))
  }
  return { streams, openings }
}

/** The same bytes over and over with a number in between: far matches, little compressed data. */
function numberedPeriods(random, length) {
  const period = random.bytes(600)
  const parts = []
  for (let at = 0; at < length; at += 600) parts.push(Buffer.from(`${at}`), period)
  return Buffer.concat(parts).subarray(0, length)
}

/**
 * One stream out of the good ones: most often damaged, sometimes whole with bytes behind its end.
 * @returns {Uint8Array}
 */
export function mutatedStream(random, { streams, openings }) {
  if (random.below(5) === 0) {
    const opening = random.below(3)
      ? []
      : [random.below(4) ? openings.at(-1) : random.pick(openings)]
    return Buffer.concat([...opening, madeUpStream(random)])
  }
  let stream = Uint8Array.from(random.pick(streams))
  if (random.below(16) === 0) return Buffer.concat([stream, random.bytes(random.below(40))])
  const times = 1 + random.below(3)
  for (let time = 0; time < times; time++) stream = random.pick(MUTATIONS)(random, stream, streams)
  return stream
}

/** A place in the stream, in its first bytes half the time: there the trees are. */
function place(random, stream) {
  const length = random.below(2) ? Math.min(stream.length, 80) : stream.length
  return random.below(Math.max(length, 1))
}

function flipBit(random, stream) {
  if (stream.length) stream[place(random, stream)] ^= 1 << random.below(8)
  return stream
}

const MUTATIONS = [
  flipBit,
  flipBit,
  flipBit,
  (random, stream) => {
    if (stream.length) stream[place(random, stream)] = random.pick([0, 255, random.below(256)])
    return stream
  },
  (random, stream) => stream.subarray(0, place(random, stream)),
  (random, stream) => {
    const at = place(random, stream)
    return Buffer.concat([
      stream.subarray(0, at),
      random.bytes(1 + random.below(4)),
      stream.subarray(at),
    ])
  },
  (random, stream) => {
    const at = place(random, stream)
    return Buffer.concat([stream.subarray(0, at), stream.subarray(at + 1 + random.below(4))])
  },
  (random, stream, good) => {
    const other = random.pick(good)
    return Buffer.concat([
      stream.subarray(0, place(random, stream)),
      other.subarray(place(random, other)),
    ])
  },
]

/** Lengths of `count` codes, at most `longest` bits, that leave no bits over; now and then a wrong one. */
function codeLengths(random, count, longest) {
  const leaves = [0]
  const deep = random.below(2)
  while (leaves.length < count) {
    const at = deep && random.below(3) ? leaves.length - 1 : random.below(leaves.length)
    const length = leaves[at]
    if (length === longest) {
      if (leaves.every((leaf) => leaf === longest)) break
      leaves.unshift(leaves.pop())
      continue
    }
    leaves.splice(at, 1, length + 1, length + 1)
  }
  if (random.below(12) === 0) leaves[random.below(leaves.length)] = random.below(longest + 1)
  return leaves
}

/** The lengths, at places picked from 0 to `symbols` less one; 0 at all others. */
function scatter(random, lengths, symbols, needed) {
  const places = Array.from({ length: symbols }, (_, symbol) => symbol)
  for (let at = 0; at < lengths.length; at++) {
    const other = at + random.below(symbols - at)
    const swapped = places[at]
    places[at] = places[other]
    places[other] = swapped
  }
  const used = places.slice(0, lengths.length)
  if (needed < symbols && !used.includes(needed) && random.below(16)) used[0] = needed
  const all = new Array(symbols).fill(0)
  lengths.forEach((length, index) => {
    all[used[index]] = length
  })
  return all
}

class Bits {
  constructor() {
    this.bytes = []
    this.count = 0
  }

  number(value, count) {
    for (let bit = 0; bit < count; bit++) {
      if (this.count % 8 === 0) this.bytes.push(0)
      this.bytes[this.bytes.length - 1] |= ((value >> bit) & 1) << (this.count % 8)
      this.count++
    }
  }
}

function codesOf(lengths) {
  const codes = lengths.map(() => [])
  let code = 0
  for (let length = 1; length <= 15; length++) {
    code <<= 1
    lengths.forEach((own, symbol) => {
      if (own !== length) return
      codes[symbol] = Array.from({ length }, (_, bit) => (code >> (length - 1 - bit)) & 1)
      code++
    })
  }
  return codes
}

/** A dynamic block whose trees are made up, long codes among them, and random bits for a body. */
function madeUpStream(random) {
  const literals = 257 + random.below(random.below(20) ? 30 : 32)
  const distances = 1 + random.below(random.below(20) ? 30 : 32)
  const literalLengths = scatter(
    random,
    codeLengths(random, 1 + random.below(random.pick([4, 30, literals])), 15),
    literals,
    256,
  )
  const distanceLengths = scatter(
    random,
    codeLengths(random, 1 + random.below(distances), 15),
    distances,
    distances,
  )
  const lengths = [...literalLengths, ...distanceLengths]
  const bits = new Bits()
  bits.number(random.below(4) ? 5 : 4, 3)
  bits.number(literals - 257, 5)
  bits.number(distances - 1, 5)
  bits.number(15, 4)
  const own = scatter(random, random.below(64) ? codeLengths(random, 19, 7) : [], 19, 19)
  for (const symbol of LENGTH_ORDER) bits.number(own[symbol], 3)
  const codes = codesOf(own)
  const put = (symbol) => {
    for (const bit of codes[symbol]) bits.number(bit, 1)
  }
  for (let at = 0; at < lengths.length;) at += putLength(random, bits, put, lengths, at)
  return Buffer.concat([Buffer.from(bits.bytes), random.bytes(random.below(300))])
}

/** Writes the length at `at`, or a run of it as a repeat; how many it wrote. */
function putLength(random, bits, put, lengths, at) {
  let run = 1
  while (at + run < lengths.length && lengths[at + run] === lengths[at] && run < 138) run++
  if (lengths[at] === 0 && run >= 11 && random.below(8)) {
    put(18)
    bits.number(run - 11, 7)
    return run
  }
  if (lengths[at] === 0 && run >= 3 && random.below(2)) {
    put(17)
    bits.number(Math.min(run, 10) - 3, 3)
    return Math.min(run, 10)
  }
  if (at > 0 && lengths[at - 1] === lengths[at] && run >= 3 && random.below(2)) {
    put(16)
    bits.number(Math.min(run, 6) - 3, 2)
    return Math.min(run, 6)
  }
  put(lengths[at])
  return 1
}
