import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { foldLiterals, MAX_LITERAL_BYTES } from '../../workers/matcher.js'
import type { Engine } from '../../workers/kernels/line-matcher.js'
import { loadKernels } from '../assembly/loaded-kernels.js'

const kernels = await loadKernels()
const encoder = new TextEncoder()

let engine: Engine = 'sieve'

/** Flags of the lines, by the kernels. */
function flags(lines: readonly (string | Uint8Array)[], literals: readonly string[]): number[] {
  kernels.setLiterals(literals, engine)
  const window = kernels.textWindow()
  let at = 0
  for (const line of lines) {
    const bytes = typeof line === 'string' ? encoder.encode(line) : line
    window.set(bytes, at)
    window[at + bytes.length] = 0x0a
    at += bytes.length + 1
  }
  const count = kernels.lines(0, at, 0)
  expect(count).toBe(lines.length)
  return [...kernels.match(count)]
}

/** Folding as the detections' normal form has it, in plain string operations. */
function normal(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/[ +,?\r\n]+/g, ' ')
}

function decodeOnce(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_all, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  )
}

function reference(lines: readonly string[], literals: readonly string[]): number[] {
  const wanted = literals.map(normal)
  return lines.map((line) => {
    const forms = [normal(line), normal(decodeOnce(line))]
    return Number(wanted.some((literal) => forms.some((form) => form.includes(literal))))
  })
}

const alphabet = fc.constantFrom(...'aAbB+ ,?%2046/.x'.split(''))
const randomLine = fc.array(alphabet, { maxLength: 60 }).map((letters) => letters.join(''))
const randomLiteral = fc
  .array(fc.constantFrom(...'aAbB+ /.x'.split('')), { minLength: 1, maxLength: 6 })
  .map((letters) => letters.join(''))

const engines: Engine[] = ['automaton', 'sieve']

describe.each(engines)('match kernel, %s', (one) => {
  beforeAll(() => {
    engine = one
  })

  test('flags the lines that a naive search flags, over random lines and literals', () => {
    const inputs = [
      fc.array(randomLine, { maxLength: 40 }),
      fc.array(randomLiteral, { maxLength: 8 }),
    ] as const
    fc.assert(
      fc.property(...inputs, (lines, literals) => {
        expect(flags(lines, literals)).toEqual(reference(lines, literals))
      }),
      { seed: 11, numRuns: 1_000 },
    )
  })

  test('finds a literal at every place of lines of every length, whatever the seams', () => {
    for (let length = 3; length < 90; length++) {
      for (let at = 0; at + 3 <= length; at++) {
        const line = `${'.'.repeat(at)}hIt${'.'.repeat(length - at - 3)}`
        const lines = ['', 'h', line, 'hi', 'it', '']
        expect(flags(lines, ['hit'])).toEqual([0, 0, 1, 0, 0, 0])
      }
    }
  })

  test('makes no match out of two lines', () => {
    expect(flags(['xab', 'cdx', 'ab ', ' cd'], ['abcd', 'ab cd', 'b  c'])).toEqual([0, 0, 0, 0])
  })

  test('reads plus, comma, question mark and runs of them as one blank', () => {
    const lines = [
      'python+requests',
      'python ,+ Requests',
      'pythonrequests',
      'a.aspx,?x=1',
      'a.aspx x=1',
    ]
    expect(flags(lines, ['python requests', 'a.aspx?x='])).toEqual([1, 1, 0, 1, 1])
  })

  test('reads a line percent-decoded once, not twice', () => {
    const lines = [
      '/%65cp/y.js',
      '/ec%70%2Fy.js',
      '/%2565cp/y.js',
      '/%6zecp/y.js',
      '%',
      '%2',
      '%65cp/y.js%',
    ]
    expect(flags(lines, ['ecp/y.js'])).toEqual([1, 1, 0, 1, 0, 0, 1])
  })

  test('reads no line end as the blank in which a literal ends', () => {
    const text = encoder.encode('ab\r\nxy\r\nab \r\nab+\r\n')
    kernels.setLiterals(['ab '], engine)
    kernels.textWindow().set(text)
    expect([...kernels.match(kernels.lines(0, text.length, 0))]).toEqual([0, 0, 1, 1])
  })

  test('decodes a line for a byte that one literal holds, and none of the others', () => {
    const lines = ['%3Ffoo', 'a%2Fb', 'a%3Db', 'a%2fb%3d', 'a%c3%a9b', 'a%00b']
    expect(flags(lines, ['a/b', 'a\u00e9b', 'foo'])).toEqual([1, 1, 0, 1, 1, 0])
  })

  test('reads a decoded line end as a blank', () => {
    expect(flags(['a%0d%0Ab', 'a%0ab', 'a%09b'], ['a b'])).toEqual([1, 1, 0])
  })

  test('finds a literal that holds an escape sign as logged', () => {
    expect(flags(['100%25 sure', '100%ZZ'], ['%25', '%zz'])).toEqual([1, 1])
  })

  test('reads no escape on from behind the end of a line without newline', () => {
    kernels.setLiterals(['zzn'], engine)
    kernels.textWindow().set(encoder.encode('zz%6e'))
    kernels.lineStarts(1)[0] = 0
    const flagOf = (end: number): number | undefined => {
      kernels.lineEnds(1)[0] = end
      return kernels.match(1)[0]
    }
    expect([3, 4, 5].map(flagOf)).toEqual([0, 0, 1])
  })

  test('finds bytes above ASCII and keeps NUL apart', () => {
    const lines = ['caf\u00e9.aspx', 'CAF%C3%A9.ASPX', 'cafe.aspx', 'caf\0\u00e9']
    expect(flags(lines, ['caf\u00e9'])).toEqual([1, 1, 0, 0])
  })

  test('finds a literal inside another, and one that ends another', () => {
    expect(flags(['xabcdx', 'bc', 'xcdx', 'ab'], ['abcde', 'bc', 'cd'])).toEqual([1, 1, 1, 0])
  })

  test('without literals flags nothing', () => {
    expect(flags(['anything', '%41', ''], [])).toEqual([0, 0, 0])
  })

  test('decodes a window full of escapes', () => {
    const line = '%41'.repeat(30)
    const lines = Array.from({ length: 10_000 }, (_, at) =>
      at % 1_000 === 7 ? `${line}%42` : line,
    )
    const found = flags(lines, ['ab'])
    expect(found.flatMap((flag, at) => (flag ? [at % 1_000] : []))).toEqual(Array(10).fill(7))
  })

  test('with thousands of literals flags the lines that a naive search flags', () => {
    const literals = Array.from({ length: 3_000 }, (_, at) => `/${(at * 7_919).toString(36)}.aspx`)
    const lines = Array.from(
      { length: 2_000 },
      (_, at) => `GET /${(at * 104_729).toString(36)}.ASPX`,
    )
    lines.push(`GET ${literals[1_234]}`)
    const found = flags(lines, literals)
    expect(found).toEqual(reference(lines, literals))
    expect(found.at(-1)).toBe(1)
  })
})

describe('literals', () => {
  test('refuses an empty and an over-long literal', () => {
    expect(() => foldLiterals([''])).toThrow('a literal is empty')
    expect(() => foldLiterals(['x'.repeat(MAX_LITERAL_BYTES + 1)])).toThrow('1025 bytes')
  })

  test('are there once where they fold alike', () => {
    expect(foldLiterals(['a b', 'A+B', 'a  B'])).toEqual([encoder.encode('a b')])
  })
})
