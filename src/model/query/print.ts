import { ANY, ONE, type Pattern, type Query, type Test } from './query.js'

/** Characters that need no quotes in a value. */
const BARE = /^[A-Za-z0-9_./@%&$:;,+~#-]+$/
const BARE_WORD = /^[A-Za-z0-9_./@%&$][A-Za-z0-9_./@%&$-]*$/
const KEYWORDS = new Set(['AND', 'OR', 'NOT'])

/** The query as text; reading that text gives the same query. */
export function printQuery(query: Query): string {
  if (query.kind === 'test') return printTest(query)
  if (query.kind === 'not') return `NOT ${inside(query.part)}`
  if (query.kind === 'or') return query.parts.map(inside).join(' OR ')
  return query.parts.map(inside).join(' ')
}

function inside(query: Query): string {
  const text = printQuery(query)
  return query.kind === 'and' || query.kind === 'or' ? `(${text})` : text
}

function printTest({ field, operator, value }: Test): string {
  if (field !== null) return `${field}${operator}${printValue(value, BARE, operator === '=')}`
  return printValue(value, BARE_WORD, false)
}

function printValue(value: Pattern, bare: RegExp, literal: boolean): string {
  const texts = value.filter((part) => typeof part === 'string')
  const letters = texts.join('')
  const plain = value.length > 0 && texts.every((text) => bare.test(text)) && !KEYWORDS.has(letters)
  const written = value.map((part) =>
    part === ANY ? '*' : part === ONE ? '?' : plain ? part : quoted(part, literal),
  )
  return plain ? written.join('') : `"${written.join('')}"`
}

function quoted(text: string, literal: boolean): string {
  return text.replace(literal ? /["\\]/g : /["\\*?]/g, '\\$&')
}

/** `field="value"`, exactly. */
export function exactly(field: Test['field'], value: string): Test {
  return { kind: 'test', field, operator: '=', value: value === '' ? [] : [value] }
}

/** Both, on one level. */
export function both(a: Query, b: Query): Query {
  const parts = [a, b].flatMap((one) => (one.kind === 'and' ? one.parts : [one]))
  return parts.length === 1 ? (parts[0] as Query) : { kind: 'and', parts }
}
