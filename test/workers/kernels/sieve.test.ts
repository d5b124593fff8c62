import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_LITERAL_BYTES, foldLiterals } from '../../../workers/matcher.js'
import type { Engine } from '../../../workers/kernels/line-matcher.js'
import { planSieve } from '../../../workers/kernels/sieve-plan.js'
import { WINDOW_BYTES } from '../../../workers/kernels.js'
import { DETECTIONS } from '../../../workers/detections/index.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'

const kernels = await loadKernels()
const encoder = new TextEncoder()

function flags(text: Uint8Array, literals: readonly string[], engine: Engine): number[] {
  kernels.setLiterals(literals, engine)
  kernels.textWindow().set(text)
  return [...kernels.match(kernels.lines(0, text.length, 0))]
}

const textOf = (lines: readonly string[]): Uint8Array =>
  encoder.encode(lines.map((line) => `${line}\r\n`).join(''))

function normal(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/[ +,?\r\n]+/g, ' ')
}

function decodeOnce(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_all, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  )
}

function naive(lines: readonly string[], literals: readonly string[]): number[] {
  const wanted = literals.map(normal)
  return lines.map((line) => {
    const forms = [normal(line), normal(decodeOnce(line))]
    return Number(wanted.some((literal) => forms.some((form) => form.includes(literal))))
  })
}

/** Numbers below `below`, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const few = 'aB/'.split('')
const blanks = ' +,?'.split('')
const piece = (least: number, most: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...few), { minLength: least, maxLength: most }).map((a) => a.join(''))
const gap = fc.array(fc.constantFrom(...blanks), { minLength: 1, maxLength: 3 })
const literal = fc
  .tuple(piece(0, 3), gap, piece(5, 9), gap, piece(0, 12), fc.nat(4))
  .map(([start, first, middle, second, end, form]) => {
    if (form > 2) return middle + end
    return [start, first.join(''), middle, second.join(''), end].slice(form).join('')
  })
const short = piece(1, 4)
const escaped = fc
  .constantFrom(...few, ...blanks, '\r')
  .map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)
const filler = fc.oneof(
  piece(0, 6),
  gap.map((a) => a.join('')),
  escaped,
  fc.constant('%2'),
)

/** Lines into which literals were put, in part escaped and with other blanks. */
function withLiterals(literals: readonly string[]): fc.Arbitrary<string[]> {
  const chosen = fc
    .tuple(fc.constantFrom(...literals), fc.nat(3), fc.nat(20))
    .map(([word, form, at]) => {
      if (form === 0) return word.toUpperCase().replaceAll(' ', '++')
      if (form === 1) return word.slice(0, at) + word.slice(at + 1)
      const code = (word.charCodeAt(at) || 0x25).toString(16).padStart(2, '0')
      return form === 2 ? word : `${word.slice(0, at)}%${code}${word.slice(at + 1)}`
    })
  const line = fc.array(fc.oneof(filler, chosen), { maxLength: 6 }).map((parts) => parts.join(''))
  return fc.array(line, { minLength: 1, maxLength: 30 })
}

const literalsAndLines = fc
  .tuple(fc.array(literal, { minLength: 1, maxLength: 12 }), fc.array(short, { maxLength: 2 }))
  .map(([long, few]) => [...long, ...few])
  .chain((literals) => fc.tuple(fc.constant(literals), withLiterals(literals)))

describe('the sieve', () => {
  test('flags the lines that a naive search and the automaton flag', () => {
    let sieved = 0
    fc.assert(
      fc.property(literalsAndLines, ([literals, lines]) => {
        if (planSieve(foldLiterals(literals))) sieved++
        const wanted = naive(lines, literals)
        const text = textOf(lines)
        expect(flags(text, literals, 'sieve')).toEqual(wanted)
        expect(flags(text, literals, 'automaton')).toEqual(wanted)
      }),
      { seed: 7, numRuns: 1_000 },
    )
    expect(sieved).toBeGreaterThan(800)
  })

  test('finds literals of every length at places of every remainder', () => {
    const random = numbers(5)
    const letters = (length: number): string =>
      Array.from({ length }, () => 'abcdefgh'[random(8)]).join('')
    for (let length = 1; length <= MAX_LITERAL_BYTES; length += length < 40 ? 1 : 123) {
      const literals = [letters(length), letters(length)]
      const lines = Array.from({ length: 40 }, (_, at) => {
        const cut = at % 3 === 0 ? 1 : 0
        return '.'.repeat(at) + (literals[at % 2] as string).slice(cut) + '.'.repeat(at % 7)
      })
      expect(flags(textOf(lines), literals, 'sieve')).toEqual(naive(lines, literals))
    }
  })

  test('finds a literal that ends at the end of the text window, and reads nothing behind it', () => {
    const window = kernels.textWindow()
    const word = encoder.encode('needle-in-hay')
    for (let cut = 0; cut < 40; cut++) {
      kernels.setLiterals(['needle-in-hay'], 'sieve')
      window.fill(0x2e)
      window.set(word, WINDOW_BYTES - word.length)
      kernels.lineStarts(1)[0] = WINDOW_BYTES - 100
      kernels.lineEnds(1)[0] = WINDOW_BYTES - cut
      expect([...kernels.match(1)]).toEqual([cut === 0 ? 1 : 0])
    }
  })

  test('makes no match out of two lines, and none of a carriage return', () => {
    const lines = ['xneedle', 'work x', 'needle', ' work', 'needle work']
    expect(flags(textOf(lines), ['needle work'], 'sieve')).toEqual([0, 0, 0, 0, 1])
    expect(flags(textOf(['needle', 'needle ']), ['needle '], 'sieve')).toEqual([0, 1])
  })

  test('serves fewer literals after many, and many after few', () => {
    const many = Array.from({ length: 5_000 }, (_, at) => `/${(at * 7_919).toString(36)}-x.aspx`)
    const lines = [`GET ${many[77]}`, 'GET /first/second', `GET ${many[4_999]}`]
    for (const [literals, wanted] of [
      [many, [1, 0, 1]],
      [['/first/second'], [0, 1, 0]],
      [[], [0, 0, 0]],
      [many.slice(50), [1, 0, 1]],
    ] as const) {
      expect(flags(textOf(lines), literals, 'sieve')).toEqual(wanted)
    }
  })

  test('finds every literal of the detections in a log line', () => {
    const literals = DETECTIONS.flatMap(({ literals }) => literals)
    const lines = literals.map((literal) => `2021-03-02 10:00:00 GET /a${literal}b - 200`)
    expect(flags(textOf(lines), literals, 'sieve')).toEqual(lines.map(() => 1))
  })
})

/** Text that is as like the literals as can be, without being them. */
const HOSTILE: readonly [string, readonly string[], string][] = [
  ['one byte over and over', ['a'.repeat(20) + 'b'], 'a'.repeat(500)],
  ['a long literal but for its end', ['a'.repeat(1_000) + 'b'], 'a'.repeat(5_000)],
  [
    'grams that thousands of literals share',
    Array.from({ length: 3_000 }, (_, at) => `abcdefgh${at.toString(36).padStart(4, '0')}z`),
    'abcdefgh'.repeat(60),
  ],
  [
    'starts of many long literals',
    Array.from({ length: 200 }, (_, at) => `${'abcdefgh'.repeat(100)}${at}`),
    'abcdefgh'.repeat(600),
  ],
  ['blanks without end', ['abcde x'], `abcde${' '.repeat(3_000)}`],
  ['two short literals', ['ab c', 'ba c'], 'ab'.repeat(300)],
]

describe('the sieve on hostile text', () => {
  test.each(HOSTILE)('stops at %s and leaves the rest to the automaton', (_, literals, line) => {
    const lines = Array.from({ length: Math.floor(250_000 / line.length) }, () => line)
    lines.push(`${line} ${literals.at(-1)}`)
    const text = textOf(lines)
    expect(flags(text, literals, 'sieve')).toEqual(
      lines.map((_line, at) => +(at + 1 === lines.length)),
    )
    const work = (kernels.exports['sieveWork'] as () => number)()
    expect(work).toBeLessThan(2_048 + text.length / 12 + 8_192)
  })

  test('does little work where one line in twenty holds a literal of thousands', () => {
    const random = numbers(3)
    const word = (length: number): string =>
      Array.from({ length }, () => random(36).toString(36)).join('')
    const literals = Array.from({ length: 5_000 }, () => `/${word(7)}.aspx`)
    const lines = Array.from({ length: 1_200 }, (_, at) => {
      const stem = at % 20 === 0 ? (literals[at] as string) : `/owa/${word(5)}.aspx`
      return `2021-03-02 10:00:00 10.0.0.5 GET ${stem} id=${word(24)} 443 - 10.1.2.3 Mozilla/5.0 - 200`
    })
    const text = textOf(lines)
    const found = flags(text, literals, 'sieve')
    expect(found).toEqual(naive(lines, literals))
    expect(found.filter(Boolean)).toHaveLength(60)
    expect((kernels.exports['sieveWork'] as () => number)()).toBeLessThan(text.length / 20)
  })
})

describe('the plan for a set of literals', () => {
  const plan = (literals: readonly string[]): ReturnType<typeof planSieve> =>
    planSieve(foldLiterals(literals))

  test('jumps further the longer the shortest literal is', () => {
    const strides = [5, 6, 8, 12, 100].map((length) => {
      const words = ['0', '1', '2', '3', '4'].map((digit) => 'a'.repeat(length - 1) + digit)
      return plan(words)?.stride
    })
    expect(strides).toEqual([3, 3, 5, 9, 16])
  })

  test('looks for a few short ones by themselves, and leaves many to the automaton', () => {
    const long = ['x-first-resource', 'x-second-resource', 'x-third-resource']
    expect(plan([...long, '.js', 'curl/'])?.short).toHaveLength(2)
    expect(plan([...long, '.js', '.x', '/y', 'z'])?.short).toHaveLength(4)
    expect(plan([...long, 'ab', 'cd', 'ef', 'gh', 'ij'])).toBeNull()
    expect(plan([' + '])).toBeNull()
  })

  test("jumps by eight bytes for the detections' own literals", () => {
    const onLines = DETECTIONS.filter(({ needs }) => needs.some((group) => group !== 'files'))
    expect(plan(onLines.flatMap(({ literals }) => literals))?.stride).toBeGreaterThanOrEqual(8)
  })
})
