import { createCRC32 } from 'hash-wasm'
import { Inflater } from '../../../workers/kernels/inflater.js'
import { DAY_SECONDS, memberAt } from '../log-lines.mjs'

const LENGTH = 64_000_000
const LINES_A_SECOND = 4
const PIECE = 256 * 1024

/** A log of the bench's set, of exactly LENGTH bytes. */
function makeText() {
  const { header, line } = memberAt(0)
  const bytes = new Uint8Array(LENGTH)
  const encoder = new TextEncoder()
  let at = 0
  for (let counter = 0; at < LENGTH; counter++) {
    const second = Math.floor(counter / LINES_A_SECOND) % DAY_SECONDS
    const text = counter ? line(second, counter) : header
    at += encoder.encodeInto(text, bytes.subarray(at)).written
    if (LENGTH - at < text.length) break
  }
  return bytes.fill(0x0a, at)
}

async function deflate(bytes) {
  const deflated = new Blob([bytes])
    .stream()
    .pipeThrough(new globalThis.CompressionStream('deflate-raw'))
  return new Uint8Array(await new globalThis.Response(deflated).arrayBuffer())
}

/** A zip of the text, its one entry (APPNOTE 4.3). */
async function makeZip() {
  const text = makeText()
  const deflated = await deflate(text)
  const crc = parseInt((await createCRC32()).init().update(text).digest(), 16)
  const name = new TextEncoder().encode('text.log')
  const common = [...le16(20, 0, 8, 0, 0), ...le32(crc, deflated.length, text.length)]
  const local = [...le32(0x04034b50), ...common, ...le16(name.length, 0), ...name]
  const central = [
    ...[...le32(0x02014b50), ...le16(20), ...common, ...le16(name.length, 0, 0, 0, 0)],
    ...[...le32(0, 0), ...name],
  ]
  const size = le32(central.length, local.length + deflated.length)
  const end = [...le32(0x06054b50), ...le16(0, 0, 1, 1), ...size, ...le16(0)]
  const parts = [local, deflated, central, end].map((part) => new Uint8Array(part))
  return { 'log.zip': new Uint8Array(await new Blob(parts).arrayBuffer()) }
}

const le16 = (...values) => values.flatMap((value) => [value & 255, value >> 8])
const le32 = (...values) => values.flatMap((value) => le16(value & 0xffff, value >>> 16))

/** Through the production windows; `take` is given the address and length of what each step puts out. */
function inflateAll(inflater, deflated, take) {
  inflater.start()
  let fed = 0
  while (inflater.state !== 'ended') {
    if (inflater.state === 'needs-input') {
      if (fed === deflated.length) throw new Error('the data is cut short')
      fed += inflater.feed(deflated.subarray(fed, fed + PIECE))
    }
    const length = inflater.step()
    if (inflater.error) throw new Error(inflater.error)
    take(inflater.outputAt, length)
  }
  return inflater.produced
}

async function byDecompressionStream(deflated) {
  let length = 0
  const stream = deflated.stream().pipeThrough(new globalThis.DecompressionStream('deflate-raw'))
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return length
    length += value.length
  }
}

function mustBe(what, value, expected) {
  if (value !== expected) throw new Error(`${what} is ${value}, not ${expected}`)
}

/** Runs give the length; that the bytes are right is seen to once, by their CRC-32. */
function inflateCase(what, bars, withCrc) {
  return {
    what,
    bytes: LENGTH,
    async prepare(kernels) {
      const text = makeText()
      const expected = kernels.crc32(text, 0)
      const deflated = await deflate(text)
      const inflater = new Inflater(kernels)
      let crc = 0
      const sum = (at, length) => {
        crc = kernels.crc32(kernels.bytes().subarray(at, at + length), crc)
      }
      const summed = () => {
        crc = 0
        const length = inflateAll(inflater, deflated, sum)
        mustBe('the CRC-32', crc, expected)
        return length
      }
      mustBe('the length', summed(), LENGTH)
      const ours = withCrc ? summed : () => inflateAll(inflater, deflated, () => undefined)
      const blob = new Blob([deflated])
      return { ours, peers: { DecompressionStream: () => byDecompressionStream(blob) } }
    },
    files: makeZip,
    commands: {
      'unzip -p': {
        argv: () => ['sh', '-c', 'unzip -p log.zip > /dev/null'],
        read: () => undefined,
      },
    },
    bars: { 'unzip -p': bars[0], DecompressionStream: bars[1] },
  }
}

export const inflateCases = [
  inflateCase(
    'inflate a log',
    [
      [2.8, 3.8],
      [1.8, 2.2],
    ],
    false,
  ),
  inflateCase(
    'inflate a log and verify its CRC-32',
    [
      [2.2, 2.6],
      [1.3, 1.5],
    ],
    true,
  ),
]
