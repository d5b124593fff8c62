import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutUp, EDGE_LENGTHS, loadKernels, seededBytes } from './loaded-kernels.js'

const kernels = await loadKernels()

/** Bit by bit, as APPNOTE.TXT states the polynomial. */
function reference(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

test('CRC-32 of the check value "123456789"', () => {
  expect(kernels.crc32(new TextEncoder().encode('123456789'), 0)).toBe(0xcbf43926)
})

test.each(EDGE_LENGTHS)('CRC-32 of %i bytes', (length) => {
  const bytes = seededBytes(length, length + 9)
  expect(kernels.crc32(bytes, 0)).toBe(reference(bytes))
})

test('CRC-32 does not depend on how the bytes come', () => {
  const inputs = fc.tuple(
    fc.uint8Array({ maxLength: 600 }),
    fc.nat(),
    fc.integer({ min: 1, max: 99 }),
  )
  fc.assert(
    fc.property(inputs, ([bytes, seed, longest]) => {
      const pieces = cutUp(bytes, seed, longest)
      const crc = pieces.reduce((before, piece) => kernels.crc32(piece, before), 0)
      expect(crc).toBe(reference(bytes))
    }),
    { seed: 4, numRuns: 300 },
  )
})
