import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_LINES, STEP_BYTES } from '../../workers/kernels.js'
import { loadKernels, seededBytes } from './loaded-kernels.js'

const kernels = await loadKernels()
const latin1 = new TextDecoder('latin1')

function place(bytes: Uint8Array): void {
  const window = kernels.textWindow()
  window.fill(0x0a, 0, bytes.length + 64)
  window.set(bytes)
}

function linesOf(count: number): string[] {
  const window = kernels.textWindow()
  const ends = kernels.lineEnds(count)
  return Array.from(kernels.lineStarts(count), (start, line) =>
    latin1.decode(window.subarray(start, ends[line])),
  )
}

/** Whole lines by JavaScript's own split; what is behind the last newline is no line yet. */
function reference(bytes: Uint8Array): string[] {
  return latin1
    .decode(bytes)
    .split('\n')
    .slice(0, -1)
    .map((line) => line.replace(/\r$/, ''))
}

const texts = fc
  .array(fc.constantFrom('\n', '\r\n', '\r', 'a', 'line of text', '\0', ' ', 'x'.repeat(15)))
  .map((parts) => new TextEncoder().encode(parts.join('')))

test('lines are those of split, without one return before the newline', () => {
  fc.assert(
    fc.property(texts, (bytes) => {
      place(bytes)
      expect(linesOf(kernels.lines(0, bytes.length, 0))).toEqual(reference(bytes))
    }),
    { seed: 5, numRuns: 500 },
  )
})

test('a scan that goes on behind a cut at any place gives the same lines', () => {
  fc.assert(
    fc.property(texts, fc.nat(), (bytes, at) => {
      place(bytes)
      const cut = at % (bytes.length + 1)
      const first = linesOf(kernels.lines(0, cut, 0))
      const lineStart = latin1.decode(bytes.subarray(0, cut)).lastIndexOf('\n') + 1
      const second = linesOf(kernels.lines(cut, bytes.length, lineStart))
      expect([...first, ...second]).toEqual(reference(bytes))
    }),
    { seed: 6, numRuns: 500 },
  )
})

test('a newline at every place of every short window is found, and none behind its end', () => {
  for (let length = 0; length < 40; length++) {
    for (let at = 0; at < length; at++) {
      const bytes = new Uint8Array(length).fill(0x61)
      bytes[at] = 0x0a
      place(bytes)
      expect(kernels.lines(0, length, 0)).toBe(1)
      expect(kernels.lineEnds(1)[0]).toBe(at)
    }
  }
})

test('the scan stops at its capacity and can be resumed behind the last line', () => {
  const bytes = new TextEncoder().encode('a\r\nb\n\nlast\n')
  place(bytes)
  expect(linesOf(kernels.lines(0, bytes.length, 0, 2))).toEqual(['a', 'b'])
  expect(linesOf(kernels.lines(5, bytes.length, 5, 2))).toEqual(['', 'last'])
})

test('a step of nothing but newlines fits the line table', () => {
  place(new Uint8Array(STEP_BYTES).fill(0x0a))
  expect(kernels.lines(0, STEP_BYTES, 0)).toBe(STEP_BYTES)
  expect(STEP_BYTES).toBeLessThan(MAX_LINES)
})

test('random bytes give the lines of split', () => {
  const bytes = seededBytes(300_000, 8)
  place(bytes)
  expect(linesOf(kernels.lines(0, bytes.length, 0))).toEqual(reference(bytes))
})
