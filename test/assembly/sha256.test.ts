import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutUp, EDGE_LENGTHS, loadKernels, seededBytes } from './loaded-kernels.js'

const kernels = await loadKernels()

function digest(pieces: readonly Uint8Array[]): string {
  kernels.sha256Start()
  for (const piece of pieces) kernels.sha256Update(piece)
  return kernels.sha256Digest()
}

const reference = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  [
    'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
    'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
  ],
])('SHA-256 of the NIST vector %j', (text, expected) => {
  expect(digest([ascii(text)])).toBe(expected)
})

test('SHA-256 of a million letters a, the NIST vector, in pieces', () => {
  const million = new Uint8Array(1_000_000).fill(0x61)
  const expected = 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'
  expect(digest([million])).toBe(expected)
  expect(digest(cutUp(million, 7, 200))).toBe(expected)
})

test.each(EDGE_LENGTHS)('SHA-256 of %i bytes, whole and in two pieces', (length) => {
  const bytes = seededBytes(length, length + 1)
  expect(digest([bytes])).toBe(reference(bytes))
  const cut = length >> 1
  expect(digest([bytes.subarray(0, cut), bytes.subarray(cut)])).toBe(reference(bytes))
})

test('SHA-256 does not depend on how the bytes come', () => {
  const inputs = fc.tuple(
    fc.uint8Array({ maxLength: 2_000 }),
    fc.nat(),
    fc.integer({ min: 1, max: 255 }),
  )
  fc.assert(
    fc.property(inputs, ([bytes, seed, longest]) => {
      expect(digest(cutUp(bytes, seed, longest))).toBe(reference(bytes))
    }),
    { seed: 3, numRuns: 300 },
  )
})

test('SHA-256 of bytes in the text window at every alignment', () => {
  const bytes = seededBytes(1_000, 5)
  for (let at = 0; at < 16; at++) {
    const place = kernels.textWindow().subarray(at, at + bytes.length)
    place.set(bytes)
    expect(digest([place])).toBe(reference(bytes))
  }
})
