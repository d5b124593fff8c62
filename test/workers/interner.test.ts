import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Interner } from '../../workers/interner.js'

describe('Interner', () => {
  it('gives equal bytes equal indices in order of first sight, like a Map', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 6 }), { maxLength: 3000 }), (texts) => {
        const interner = new Interner()
        const reference = new Map<string, number>([['', 0]])
        for (const text of texts) {
          if (!reference.has(text)) reference.set(text, reference.size)
          expect(interner.internText(text)).toBe(reference.get(text))
        }
        expect(interner.takeNew()).toEqual([...reference.keys()])
        expect(interner.takeNew()).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  it('holds many strings and hands over only the new ones', () => {
    const interner = new Interner()
    expect(interner.internText('first')).toBe(1)
    expect(interner.takeNew()).toEqual(['', 'first'])
    for (let i = 0; i < 50_000; i++) interner.internText(`string ${String(i)}`)
    const strings = interner.takeNew()
    expect(strings).toHaveLength(50_000)
    expect(strings[49_999]).toBe('string 49999')
    expect(interner.internText('string 777')).toBe(779)
    expect(interner.text(1)).toBe('first')
  })

  it('keeps bytes that are no UTF-8 as Windows-1252', () => {
    const interner = new Interner()
    const index = interner.intern(Uint8Array.of(0x4d, 0xfc, 0x6c), 0, 3)
    expect(interner.text(index)).toBe('Mül')
  })
})
