import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NameSieve } from '../../workers/name-sieve.js'

const WORDS = ['lsass', 'ntds.dit', '.crypt', 'sas']
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const letter = fc.constantFrom('l', 'S', 's', 'A', 'a', 'n', 'T', 'd', '.', 'ü', '漢')

test('finds what a search of the name in lower case finds', () => {
  const sieve = new NameSieve(WORDS)
  const part = fc.oneof(letter, fc.constantFrom('LSA', 'ss', 'ntds', '.DIT', '.Crypt'))
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const name = parts.join('')
      const bytes = bytesOf(name)
      const wanted = WORDS.some((word) => name.toLowerCase().includes(word))
      expect(sieve.holds(bytes, 0, bytes.length)).toBe(wanted)
    }),
  )
})

test('looks at the name alone, not at what stands beside it', () => {
  const sieve = new NameSieve(['lsass'])
  const bytes = bytesOf('xlsass.dmpx')
  expect(sieve.holds(bytes, 1, 10)).toBe(true)
  expect(sieve.holds(bytes, 1, 5)).toBe(false)
  expect(sieve.holds(bytes, 2, 6)).toBe(false)
})

test('holds everything back without words, and refuses words that nearly every name has', () => {
  expect(new NameSieve([]).holds(bytesOf('lsass'), 0, 5)).toBe(false)
  expect(() => new NameSieve(['ab'])).toThrow(RangeError)
})
