import { fieldOf, FIELDS, type FieldId } from './fields.js'
import { ANY, ONE } from './query.js'
import { wordAt } from './lexer.js'

/** What can be completed where the caret stands: text[from .. to) is to be replaced. */
export type Completion =
  | { readonly kind: 'field'; readonly typed: string; readonly from: number; readonly to: number }
  | {
      readonly kind: 'value'
      readonly field: FieldId
      readonly typed: string
      readonly from: number
      readonly to: number
    }

const NAMED = /^-?([A-Za-z][A-Za-z-]*)(!=|<=|>=|:|=|<|>)/
const NAME = /^-?[A-Za-z-]*$/

/** The part of a query that ends at the caret, for the list under the query bar; null for none. */
export function completionAt(text: string, caret: number): Completion | null {
  const start = startOfPart(text, caret)
  const part = text.slice(start, caret)
  const named = NAMED.exec(part)
  const field = named ? fieldOf(named[1] ?? '') : undefined
  if (named && field) {
    const from = start + named[0].length
    const { pattern } = wordAt(text.slice(0, caret), from, true)
    const typed = pattern.map((one) => (one === ANY ? '*' : one === ONE ? '?' : one)).join('')
    return { kind: 'value', field: field.id, typed, from, to: caret }
  }
  if (named || !NAME.test(part)) return null
  const from = start + (part.startsWith('-') ? 1 : 0)
  return { kind: 'field', typed: text.slice(from, caret), from, to: caret }
}

/** Fields whose name or alias begins with what is typed, or whose heading holds it. */
export function fieldsFor(typed: string): (typeof FIELDS)[number][] {
  const wanted = typed.toLowerCase()
  return FIELDS.filter(
    ({ id, label, aliases }) =>
      [id, ...aliases].some((name) => name.startsWith(wanted)) ||
      (wanted.length > 2 && label.toLowerCase().includes(wanted)),
  )
}

/** Where the part that the caret stands in begins: behind a blank or a parenthesis outside quotes. */
function startOfPart(text: string, caret: number): number {
  let start = 0
  let quoted = false
  for (let at = 0; at < caret; at++) {
    const character = text[at] as string
    if (quoted && character === '\\') at++
    else if (character === '"') quoted = !quoted
    else if (!quoted && /[\s()]/.test(character)) start = at + 1
  }
  return start
}
