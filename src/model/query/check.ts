import { networkOf } from './address.js'
import { fieldOf, FLAG_NAMES } from './fields.js'
import { plainText, type Test } from './query.js'
import { numbersOf, timesOf } from './values.js'

/** What is wrong with a condition, '' for nothing. */
export function check({ field, operator, value }: Test): string {
  if (field === null) return ''
  const { kind, label } = fieldOf(field) ?? { kind: 'text', label: field }
  const text = plainText(value)
  if (kind === 'number') {
    if (text !== null && numbersOf(text)) return ''
    return `${label} is a number: 404, 4xx or 400..499`
  }
  if (kind === 'time') {
    if (text !== null && timesOf(text)) return ''
    return 'a time is 2021-03-01, 2021-03-01T03:14, or a range as 2021-03-01..2021-03-05'
  }
  if (operator !== ':' && operator !== '=') return `${label} has no order: use : or =`
  if (kind === 'flag') {
    if (text !== null && Object.hasOwn(FLAG_NAMES, text)) return ''
    return `marks are ${Object.keys(FLAG_NAMES).join(', ')}`
  }
  const network =
    kind === 'address' && operator === ':' && /^[\d.]+\/|^[\da-f:.]*:.*\//i.test(text ?? '')
  if (network && !networkOf(text ?? '')) return 'a network is 203.0.113.0/24 or fd00::/8'
  return ''
}
