import type { FieldId } from './fields.js'

/** `?` of a pattern: one character. */
export const ONE = 0
/** `*` of a pattern: any characters, or none. */
export const ANY = 1

/**
 * Text with wildcards. Normal form: texts are not empty and never stand side by side, nor do two ANY;
 * the empty text is the empty pattern.
 */
export type Pattern = readonly (string | typeof ONE | typeof ANY)[]

export type Operator = ':' | '=' | '<' | '<=' | '>' | '>='

/** One condition. Without a field (null) any text of the event may hold it. */
export interface Test {
  readonly kind: 'test'
  readonly field: FieldId | null
  readonly operator: Operator
  readonly value: Pattern
}

/** What the events are asked for. `and` of no parts is every event. */
export type Query =
  | { readonly kind: 'and'; readonly parts: readonly Query[] }
  | { readonly kind: 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | Test

export const EVERYTHING: Query = { kind: 'and', parts: [] }

/** Why a text is no query, and where: UTF-16 units [from, to) of the text. */
export interface QueryError {
  readonly message: string
  readonly from: number
  readonly to: number
}

/** The text of a pattern without wildcards; null where it has some. */
export function plainText(pattern: Pattern): string | null {
  if (pattern.length === 0) return ''
  const [first] = pattern
  return pattern.length === 1 && typeof first === 'string' ? first : null
}
