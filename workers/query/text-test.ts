import { addressOf, isIn, networkOf } from '../../src/model/query/address.js'
import { plainText, type Test } from '../../src/model/query/query.js'
import { matcherOf } from '../../src/model/query/wildcard.js'

/** A condition on one text. */
export type TextTest = (text: string) => boolean

/** The condition on a text; `address`: a value that is an address or a network means that. */
export function textTest({ field, operator, value }: Test, address: boolean): TextTest {
  const plain = plainText(value)
  if (operator === '=') {
    return (text) => text === plain
  }
  const network = address && plain !== null ? networkOf(plain) : null
  if (network) {
    return (text) => {
      const one = addressOf(text)
      return one !== null && isIn(one, network)
    }
  }
  const fits = matcherOf(value, field === null)
  return (text) => fits(text.toLowerCase())
}
