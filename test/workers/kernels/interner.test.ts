import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEFT_OUT } from '../../../src/model/event-table.js'
import { keepBlock } from '../../../workers/kernels/block.js'
import { Interner } from '../../../workers/kernels/interner.js'
import { EDGE_LENGTHS, loadKernels, seededBytes } from '../../assembly/loaded-kernels.js'

const kernels = await loadKernels()

const stringsOf = (interner: Interner): string[] =>
  Array.from({ length: interner.count }, (_, index) => interner.text(index))
const RUNS = { numRuns: 30, seed: 26_855 }

describe('Interner', () => {
  it('gives equal bytes equal indices in order of first sight, like a Map', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 6 }), { maxLength: 3000 }), (texts) => {
        const interner = new Interner(kernels)
        const reference = new Map<string, number>([['', 0]])
        for (const text of texts) {
          if (!reference.has(text)) reference.set(text, reference.size)
          expect(interner.internText(text)).toBe(reference.get(text))
        }
        expect(stringsOf(interner)).toEqual([...reference.keys()])
        interner.close()
      }),
      RUNS,
    )
  })

  it('takes strings where they stand in kernel memory and looks at nothing behind them', () => {
    const bytes = seededBytes(70_000, 5)
    const interner = new Interner(kernels)
    interner.reserve(bytes.length * EDGE_LENGTHS.length, EDGE_LENGTHS.length)
    const window = kernels.textWindow()
    const lengths = EDGE_LENGTHS.filter((length) => length < bytes.length)
    for (const shift of [0, 1, 7]) {
      for (const [index, length] of lengths.entries()) {
        window.fill(0xa0 + shift)
        window.set(bytes.subarray(0, length), 33 + shift)
        expect(interner.intern(window, 33 + shift, 33 + shift + length)).toBe(index)
      }
    }
    const [, first, second] = stringsOf(interner)
    expect(first).toHaveLength(1)
    expect(second).toHaveLength(2)
    interner.close()
  })

  it('tells strings apart that differ in one bit, wherever it is', () => {
    const interner = new Interner(kernels)
    const seen = new Set<number>()
    for (const length of [1, 8, 15, 16, 17, 100, 1_024, 1_025, 3_000]) {
      const bytes = seededBytes(length, length)
      for (let bit = 0; bit < Math.min(length * 8, 800); bit++) {
        const at = length - 1 - (bit >> 3)
        bytes[at] = (bytes[at] as number) ^ (1 << (bit & 7))
        seen.add(interner.intern(bytes, 0, length))
        bytes[at] ^= 1 << (bit & 7)
      }
    }
    expect(stringsOf(interner)).toHaveLength(seen.size + 1)
    expect(seen.size).toBe(8 + 64 + 120 + 128 + 136 + 4 * 800)
    interner.close()
  })

  it('spreads strings that are alike over its slots', () => {
    const interner = new Interner(kernels)
    const started = performance.now()
    for (let i = 0; i < 200_000; i++) interner.internText(`\0\0\0\0${String(i * 65_536)}\0\0\0\0`)
    expect(stringsOf(interner)).toHaveLength(200_001)
    // A table that has become a list would take minutes.
    expect(performance.now() - started).toBeLessThan(5_000)
    interner.close()
  })

  it('holds many strings', () => {
    const interner = new Interner(kernels)
    expect(interner.internText('first')).toBe(1)
    for (let i = 0; i < 50_000; i++) interner.internText(`string ${String(i)}`)
    const strings = stringsOf(interner)
    expect(strings).toHaveLength(50_002)
    expect(strings[50_001]).toBe('string 49999')
    expect(interner.internText('string 777')).toBe(779)
    expect(interner.text(1)).toBe('first')
    interner.close()
  })

  it('keeps bytes that are no UTF-8 as Windows-1252', () => {
    const interner = new Interner(kernels)
    const index = interner.intern(Uint8Array.of(0x4d, 0xfc, 0x6c), 0, 3)
    expect(interner.text(index)).toBe('Mül')
    interner.close()
  })

  it('keeps tables apart that are used by turns', () => {
    const left = new Interner(kernels)
    const right = new Interner(kernels)
    for (let i = 0; i < 5_000; i++) {
      expect(left.internText(`left ${String(i)}`)).toBe(i + 1)
      expect(right.internText(`right ${String(i)}`)).toBe(i + 1)
    }
    left.close()
    expect(stringsOf(right).slice(0, 3)).toEqual(['', 'right 0', 'right 1'])
    right.close()
  })

  it('takes no memory for what was reserved, however many strings it is', async () => {
    const own = await loadKernels()
    const interner = new Interner(own)
    const size = 200_000
    for (let round = 0; round < 6; round++) {
      interner.reserve(size, size / 2)
      const { buffer } = own.memory
      const window = own.textWindow()
      for (let at = 0; at < size; at += 2) {
        const number = (round * size + at) / 2
        window[at] = number & 0xff
        window[at + 1] = number >> 8
        interner.intern(window, at, at + 2)
      }
      expect(own.memory.buffer).toBe(buffer)
    }
    expect(stringsOf(interner)).toHaveLength(65_537)
    interner.close()
  })

  it('gives its memory back, so that the next entry takes no more', async () => {
    const own = await loadKernels()
    const fill = (): void => {
      const interner = new Interner(own)
      interner.reserve(1 << 20, 1 << 16)
      for (let i = 0; i < 100_000; i++) interner.internText(`text number ${String(i)}`)
      interner.close()
      interner.close()
    }
    fill()
    const size = own.memory.buffer.byteLength
    for (let round = 0; round < 5; round++) fill()
    expect(own.memory.buffer.byteLength).toBe(size)
  })

  it('lets one text stand for all new ones when the memory is out, and keeps what it has', async () => {
    const own = await loadKernels()
    const interner = new Interner(own)
    interner.internText('kept')
    own.exports['limitHeap']?.(own.memory.buffer.byteLength)
    let texts = 0
    while (!interner.full && texts < 1e6) {
      interner.reserve(100, 1)
      interner.internText(`text ${String(texts++)}`)
    }
    expect(interner.full).toBe(true)
    const { count } = interner
    const standIn = interner.internText('new')
    expect(interner.text(standIn)).toBe(LEFT_OUT)
    expect(interner.intern(own.textWindow().fill(0x41, 0, 300), 0, 300)).toBe(standIn)
    expect(interner.internText('kept')).toBe(1)
    expect(interner.internText('text 7')).toBe(9)
    expect(interner.count).toBe(count)
    interner.close()
  })

  it('fails to be made, and says why, where there is no memory for one', async () => {
    const own = await loadKernels()
    own.exports['limitHeap']?.(1)
    expect(() => new Interner(own)).toThrow('the memory of the kernels cannot grow')
  })
})

describe('keepBlock', () => {
  it('makes views anew that a growing memory detached, and leaves others alone', async () => {
    const own = await loadKernels()
    const window = own.textWindow()
    window.set([1, 2, 3])
    const starts = own.lineStarts(2)
    starts.set([4, 5])
    const given = { bytes: window, starts, count: 1, base: 9 }
    const block = { ...given, ends: Uint32Array.of(7), candidate: Uint8Array.of(1) }
    expect(keepBlock(own, block, () => undefined)).toEqual(block)
    const kept = keepBlock(own, block, () => {
      own.allocate(1 << 20)
    })
    expect(window).toHaveLength(0)
    expect([...kept.bytes.subarray(0, 3)]).toEqual([1, 2, 3])
    expect([...kept.starts]).toEqual([4, 5])
    expect(kept.ends).toBe(block.ends)
    expect(kept.candidate).toBe(block.candidate)
    expect(kept.base).toBe(9)
  })
})
