import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { HashState, runHashes, type Digests } from '../../workers/kernels/hash-state.js'
import { EDGE_LENGTHS, loadKernels, seededBytes } from './loaded-kernels.js'

const kernels = await loadKernels()
const ROOM = 1_000_000
const lanes = Array.from({ length: 4 }, () => {
  return { state: new HashState(kernels), window: kernels.allocate(ROOM) }
})
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Digests of up to four messages, side by side, each in pieces of at most `piece` bytes. */
function digests(messages: readonly Uint8Array[], piece = ROOM): Digests[] {
  const used = lanes.slice(0, messages.length)
  const at = messages.map(() => 0)
  const ended = messages.map(() => false)
  used.forEach(({ state, window }, lane) => {
    kernels.bytes().set(messages[lane]!, window)
    state.open({ sha256: true, sha1: true, md5: true })
  })
  for (;;) {
    used.forEach(({ state, window }, lane) => {
      while (state.idle && !ended[lane]) {
        const length = Math.min(piece, messages[lane]!.length - at[lane]!)
        if (length > 0) state.feed(window + at[lane]!, length)
        else {
          state.end()
          ended[lane] = true
        }
        at[lane] = at[lane]! + length
      }
    })
    const busy = used.filter(({ state }) => !state.idle)
    if (busy.length === 0) return used.map(({ state }) => state.digests())
    runHashes(
      kernels,
      busy.map(({ state }) => state),
    )
  }
}

function reference(bytes: Uint8Array): Digests {
  const of = (name: string): string => createHash(name).update(bytes).digest('hex')
  return { sha256: of('sha256'), sha1: of('sha1'), md5: of('md5') }
}

const million = new Uint8Array(1_000_000).fill(0x61)
const alphabets = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** FIPS 180-4's examples for SHA-256, RFC 3174's (7.3) for SHA-1, RFC 1321's (A.5) for MD5. */
const vectors: readonly (readonly [keyof Digests, Uint8Array, string])[] = [
  ['sha256', ascii('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'sha256',
    ascii('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'),
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['sha256', million, 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ['sha1', ascii('abc'), 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  [
    'sha1',
    ascii('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'),
    '84983e441c3bd26ebaae4aa1f95129e5e54670f1',
  ],
  ['sha1', million, '34aa973cd4c4daa4f61eeb2bdbad27316534016f'],
  ['sha1', ascii('01234567'.repeat(80)), 'dea356a2cddd90c7a7ecedc5ebb563934f460452'],
  ['md5', ascii(''), 'd41d8cd98f00b204e9800998ecf8427e'],
  ['md5', ascii('a'), '0cc175b9c0f1b6a831c399e269772661'],
  ['md5', ascii('abc'), '900150983cd24fb0d6963f7d28e17f72'],
  ['md5', ascii('message digest'), 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['md5', ascii('abcdefghijklmnopqrstuvwxyz'), 'c3fcd3d76192e4007dfb496cca67e13b'],
  ['md5', ascii(alphabets), 'd174ab98d277d9f5a5611c2c9f419d9f'],
  ['md5', ascii('1234567890'.repeat(8)), '57edf4a22be3c955ac49da2e2107b67a'],
]

describe.each(vectors)('%s of the standard', (algorithm, message, expected) => {
  test(`example ${expected.slice(0, 8)}, alone and in every lane`, () => {
    expect(digests([message])[0]?.[algorithm]).toBe(expected)
    for (let lane = 0; lane < 4; lane++) {
      const messages = lanes.map((_, other) => (other === lane ? message : seededBytes(500, other)))
      expect(digests(messages)[lane]?.[algorithm]).toBe(expected)
    }
  })
})

test.each(EDGE_LENGTHS)('%i bytes beside three other lengths, whole and in pieces', (length) => {
  const messages = [length, length + 1, length >> 1, (length * 3) >> 2].map((size, lane) =>
    seededBytes(size, size + lane + 1),
  )
  const expected = messages.map(reference)
  expect(digests(messages)).toEqual(expected)
  expect(digests(messages, length > 5_000 ? 4_099 : 37)).toEqual(expected)
})

test('one, two and three streams leave the lanes that nobody uses alone', () => {
  const messages = [700, 64, 5_000].map((size) => seededBytes(size, size))
  for (const count of [1, 2, 3]) {
    const some = messages.slice(0, count)
    expect(digests(some)).toEqual(some.map(reference))
  }
})

test('streams of different choices share a run', () => {
  const bytes = seededBytes(3_000, 6)
  const choices = [{}, { sha1: true }, { md5: true }, { sha1: true, md5: true }]
  const states = lanes.map(({ state }) => state)
  states.forEach((state, lane) => {
    kernels.bytes().set(bytes, lanes[lane]!.window)
    state.open({ sha256: true, ...choices[lane] })
    state.feed(lanes[lane]!.window, bytes.length)
  })
  runHashes(kernels, states)
  for (const state of states) state.end()
  runHashes(kernels, states)
  const { sha256, sha1, md5 } = reference(bytes)
  expect(states.map((state) => state.digests())).toEqual([
    { sha256, sha1: null, md5: null },
    { sha256, sha1, md5: null },
    { sha256, sha1: null, md5 },
    { sha256, sha1, md5 },
  ])
})

test('a stream of one block at the very end of memory reads nothing behind it', () => {
  const end = kernels.memory.buffer.byteLength
  const bytes = seededBytes(64, 9)
  kernels.bytes().set(bytes, end - 64)
  const { state } = lanes[0]!
  state.open({ sha256: true, sha1: true, md5: true })
  state.feed(end - 64, 64)
  runHashes(kernels, [state])
  state.end()
  runHashes(kernels, [state])
  expect(state.digests()).toEqual(reference(bytes))
})
