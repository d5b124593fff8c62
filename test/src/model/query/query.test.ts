import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, isIn, networkOf } from '../../../../src/model/query/address.js'
import { FIELDS, fieldOf } from '../../../../src/model/query/fields.js'
import { MAX_QUERY, parseQuery } from '../../../../src/model/query/parse.js'
import { both, exactly, printQuery } from '../../../../src/model/query/print.js'
import {
  ANY,
  EVERYTHING,
  ONE,
  type Pattern,
  type Query,
  type Test,
} from '../../../../src/model/query/query.js'
import { numbersOf, timesOf } from '../../../../src/model/query/values.js'
import { matcherOf } from '../../../../src/model/query/wildcard.js'

const test = (field: Test['field'], operator: Test['operator'], ...value: Pattern): Test => ({
  kind: 'test',
  field,
  operator,
  value,
})
const errorOf = (text: string) => {
  const { error } = parseQuery(text)
  return error && `${error.message} [${text.slice(error.from, error.to)}]`
}
const day = (text: string) => Date.parse(text) * 1000

describe('reading a query', () => {
  it.each<[string, Query]>([
    ['', EVERYTHING],
    ['  ', EVERYTHING],
    ['shell', test(null, ':', 'shell')],
    ['"a b"', test(null, ':', 'a b')],
    ['status:4xx', test('status', ':', '4xx')],
    ['ip:10.0.0.0/8', test('client', ':', '10.0.0.0/8')],
    ['client:fe80::1', test('client', ':', 'fe80::1')],
    ['target:/owa/*.aspx?', test('target', ':', '/owa/', ANY, '.aspx', ONE)],
    ['target="a*b"', test('target', '=', 'a*b')],
    ['target:"a\\*\\"b"', test('target', ':', 'a*"b')],
    ['user=""', test('user', '=')],
    ['file:C:\\inetpub\\logs', test('file', ':', 'C:\\inetpub\\logs')],
    ['https://evil/', test(null, ':', 'https://evil/')],
    ['cmd=whoami', test(null, ':', 'cmd=whoami')],
    ['status>=500', test('status', '>=', '500')],
    ['user!=a', { kind: 'not', part: test('user', '=', 'a') }],
    ['-a', { kind: 'not', part: test(null, ':', 'a') }],
    ['NOT NOT a', test(null, ':', 'a')],
    [
      'a b OR c AND NOT (d OR e)',
      {
        kind: 'or',
        parts: [
          { kind: 'and', parts: [test(null, ':', 'a'), test(null, ':', 'b')] },
          {
            kind: 'and',
            parts: [
              test(null, ':', 'c'),
              {
                kind: 'not',
                part: { kind: 'or', parts: [test(null, ':', 'd'), test(null, ':', 'e')] },
              },
            ],
          },
        ],
      },
    ],
  ])('%s', (text, query) => {
    expect(parseQuery(text)).toEqual({ query, error: null })
  })

  it.each([
    ['clinet:1.2.3.4', 'no field is called clinet; did you mean client? [clinet]'],
    ['zz:1', expect.stringContaining('no field is called zz: there are time, log')],
    ['status:abc', 'Status is a number: 404, 4xx or 400..499 [abc]'],
    ['time:yesterday', expect.stringContaining('a time is 2021-03-01')],
    ['time:2021-02-30', expect.stringContaining('a time is')],
    ['client:10.0.0.0/33', 'a network is 203.0.113.0/24 or fd00::/8 [10.0.0.0/33]'],
    ['user>a', 'Account has no order: use : or = [a]'],
    ['flag:constructor', expect.stringContaining('marks are noise, candidate')],
    ['(a OR b', 'this is never closed [(]'],
    ['a)', 'this closes nothing [)]'],
    ['a OR', 'something is missing here []'],
    ['AND a', expect.stringContaining('something is missing before this')],
    ['user:', 'a value is missing here [user:]'],
    ['user:"a', 'this quote is never closed ["]'],
    ['('.repeat(50), 'too many levels inside one another [(]'],
    ['a'.repeat(MAX_QUERY + 1), expect.stringContaining('at most 4096 characters')],
  ])('%s is refused with its place', (text, message) => {
    expect(errorOf(text)).toEqual(message)
  })

  it('never throws, and an error lies in the text', () => {
    const words = fc.constantFrom('AND', 'OR', 'NOT', '(', ')', '"', ':', '=', '-', '\\', '*', ' ')
    const names = fc.constantFrom(...FIELDS.map(({ id }) => id), '4xx', '..', '2021-03', 'x', '1')
    const text = fc
      .array(fc.oneof(words, names, fc.string({ maxLength: 4 })))
      .map((p) => p.join(''))
    fc.assert(
      fc.property(text, (query) => {
        const { error } = parseQuery(query)
        if (error) expect(0 <= error.from && error.from <= error.to).toBe(true)
        if (error) expect(error.to).toBeLessThanOrEqual(query.length)
      }),
      { numRuns: 1000 },
    )
  })
})

const texts = fc.oneof(
  fc.string({ minLength: 1, maxLength: 6 }),
  fc.constantFrom('AND', 'OR', '-', 'user:x', 'a b', '\\', '"', '*', '?', '(', '..', 'a\\*'),
)
const patterns = fc
  .array(fc.oneof(texts, fc.constantFrom(ONE, ANY)), { maxLength: 5 })
  .map((parts): Pattern => {
    const normal: (string | typeof ONE | typeof ANY)[] = []
    for (const part of parts) {
      const last = normal.at(-1)
      if (typeof part === 'string' && typeof last === 'string')
        normal.push(last + String(normal.pop() && part))
      else if (!(part === ANY && last === ANY)) normal.push(part)
    }
    return normal
  })
const tests: fc.Arbitrary<Query> = fc.oneof(
  patterns.map((value) => test(null, ':', ...value)),
  fc
    .tuple(fc.constantFrom('user', 'agent', 'target'), patterns)
    .map(([field, value]) => test(field as Test['field'], ':', ...value)),
  fc
    .tuple(fc.constantFrom('user', 'client'), texts)
    .map(([field, value]) => exactly(field as Test['field'], value)),
  fc.constantFrom(test('status', '>=', '500'), test('time', ':', '2021-03..2021-04-02T03:14')),
)
const queries = fc.letrec<{ query: Query; level: Query }>((tie) => ({
  level: fc.oneof(
    { maxDepth: 3 },
    tests,
    fc.array(tie('level'), { minLength: 2, maxLength: 3 }).map((parts) => flat('and', parts)),
    fc.array(tie('level'), { minLength: 2, maxLength: 3 }).map((parts) => flat('or', parts)),
    tie('level').map((part): Query => (part.kind === 'not' ? part.part : { kind: 'not', part })),
  ),
  query: tie('level'),
})).query
function flat(kind: 'and' | 'or', parts: readonly Query[]): Query {
  return { kind, parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])) }
}

describe('writing a query', () => {
  it('gives a text that reads as the same query', () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(parseQuery(printQuery(query))).toEqual({ query, error: null })
      }),
      { numRuns: 500 },
    )
  })

  it('puts two beside one another on one level', () => {
    const [a, b] = [test(null, ':', 'a'), test(null, ':', 'b')]
    expect(both(EVERYTHING, a)).toEqual(a)
    expect(printQuery(both({ kind: 'or', parts: [a, b] }, exactly('user', 'x y')))).toBe(
      '(a OR b) user="x y"',
    )
  })
})

describe('wildcards', () => {
  const asExpression = (pattern: Pattern) =>
    new RegExp(
      `^${pattern.map((part) => (part === ANY ? '[^]*' : part === ONE ? '[^]' : part.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('')}$`,
    )
  const letters = fc.stringMatching(/^[abAB]{1,3}$/)
  const short = fc.array(fc.oneof(letters, fc.constantFrom(ONE, ANY)), { maxLength: 6 })

  it('fit what the same regular expression fits', () => {
    fc.assert(
      fc.property(short, fc.stringMatching(/^[ab]{0,12}$/), (pattern, text) => {
        fc.pre(pattern.some((part) => typeof part === 'number'))
        expect(matcherOf(pattern, false)(text)).toBe(asExpression(pattern).test(text))
        const inside = asExpression([ANY, ...pattern, ANY])
        expect(matcherOf(pattern, true)(text)).toBe(inside.test(text))
      }),
      { numRuns: 1000 },
    )
  })

  it('do not blow up on what makes backtracking explode', () => {
    const pattern: Pattern = Array.from({ length: 400 }, (_, at) => (at % 2 ? ANY : 'a'))
    const fits = matcherOf([...pattern, 'b'], false)
    const started = performance.now()
    expect(fits('a'.repeat(60_000))).toBe(false)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('values', () => {
  it.each([
    ['404', 404, 405],
    ['4xx', 400, 500],
    ['400..499', 400, 500],
    ['400..', 400, Infinity],
    ['..399', -Infinity, 400],
    ['4xx..5xx', 400, 600],
  ])('number %s', (text, from, to) => {
    expect(numbersOf(text)).toEqual({ from, to })
  })

  it.each([
    ['2021', day('2021-01-01'), day('2022-01-01')],
    ['2021-12', day('2021-12-01'), day('2022-01-01')],
    ['2021-02-28', day('2021-02-28'), day('2021-03-01')],
    ['2021-03-01T03', day('2021-03-01T03:00:00Z'), day('2021-03-01T04:00:00Z')],
    ['2021-03-01T03:14:15Z', day('2021-03-01T03:14:15Z'), day('2021-03-01T03:14:16Z')],
    ['2021-03-01T03:14:15.12', day('2021-03-01T03:14:15.120Z'), day('2021-03-01T03:14:15.130Z')],
    ['2021-03-01..2021-03-05', day('2021-03-01'), day('2021-03-06')],
    ['..2021', -Infinity, day('2022-01-01')],
    ['9999', day('9999-01-01'), Infinity],
  ])('time %s', (text, from, to) => {
    expect(timesOf(text)).toEqual({ from, to })
  })

  it.each(['', '..', '1..2..3', '0xx', '-1', '4x', '1e3'])('no number: %s', (text) => {
    expect(numbersOf(text)).toBeNull()
  })

  it.each(['2021-13', '2021-02-29', '2021-03-01T24', '2021-03-01T03:60', 'now'])(
    'no time: %s',
    (text) => {
      expect(timesOf(text)).toBeNull()
    },
  )

  it.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['::ffff:10.1.2.3', '10.0.0.0/8', true],
    ['203.0.113.41', '203.0.113.40/31', true],
    ['203.0.113.42', '203.0.113.40/31', false],
    ['fd00::1', 'fd00::/8', true],
    ['FE80:0:0:0:0:0:0:1%3', 'fe80::1', true],
    ['1.2.3.4', '0.0.0.0/0', true],
    ['fd00::1', '0.0.0.0/0', false],
    ['2001:db8::8000:0:0:1', '2001:db8::/96', false],
    ['192.0.2.1', '192.0.2.1', true],
  ])('%s in %s: %s', (address, network, inside) => {
    const [one, all] = [addressOf(address), networkOf(network)]
    expect(one && all && isIn(one, all)).toBe(inside)
  })

  it.each(['', '1.2.3', '1.2.3.256', '1::2::3', '1:2:3:4:5:6:7', ':::', 'g::1', '1.2.3.4.5'])(
    'no address: %s',
    (text) => {
      expect(addressOf(text)).toBeNull()
    },
  )

  it('knows a field by every name it goes by', () => {
    for (const { id, aliases } of FIELDS) {
      for (const name of [id, ...aliases]) expect(fieldOf(name.toUpperCase())?.id).toBe(id)
    }
  })
})
