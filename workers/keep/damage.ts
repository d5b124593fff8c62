import { visible } from '../../src/model/escape.js'

/** What is wrong with a saved case, said so that whoever dropped it understands: what, and where. */
export class BadSavedCase extends Error {
  override readonly name = 'BadSavedCase'
}

/** `where` is a part of the file, as its directory names it. */
export function damaged(where: string, what: string): BadSavedCase {
  return new BadSavedCase(`the saved case is damaged: ${visible(where)}: ${what}`)
}
