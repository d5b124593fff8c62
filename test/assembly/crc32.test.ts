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

/** Around the least length that is folded, and around one, two and three strides of folding. */
const FOLD_LENGTHS = [8_191, 8_192, 8_193, 8_207, 8_208, 19_248, 19_264, 19_280, 33_728, 48_200]

test.each(FOLD_LENGTHS)('CRC-32 of %i bytes, behind others and before others', (length) => {
  const bytes = seededBytes(length + 300, length)
  const whole = reference(bytes)
  for (const cut of [0, 1, 16, 300]) {
    const head = kernels.crc32(bytes.subarray(0, cut), 0)
    const behind = kernels.crc32(bytes.subarray(cut, cut + length), head)
    expect(kernels.crc32(bytes.subarray(cut + length), behind)).toBe(whole)
  }
})

test('CRC-32 sees every bit of an input that is folded', () => {
  const bytes = seededBytes(30_000, 12)
  const flips = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 7 }))
  fc.assert(
    fc.property(flips, ([at, bit]) => {
      const changed = bytes.slice()
      changed[at] = changed[at]! ^ (1 << bit)
      expect(kernels.crc32(changed, 0)).toBe(reference(changed))
    }),
    { seed: 14, numRuns: 60 },
  )
})

/** Powers of x modulo P, reflected: the top bit is x^0. */
test('the sum that folding takes for zero is zero modulo the polynomial', () => {
  const powers = [0x80000000]
  for (let power = 1; power <= 300 * 128; power++) {
    const before = powers[power - 1]!
    powers.push(((before >>> 1) ^ (before & 1 ? 0xedb88320 : 0)) >>> 0)
  }
  const sum = [0, 89, 117, 155, 300].reduce((all, power) => all ^ powers[power * 128]!, 0)
  expect(sum).toBe(0)
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
