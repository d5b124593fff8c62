import type { Label } from './labels.js'

/** Where an element stands in an event; decides what its texts are. */
export const CONTEXT = { document: 0, event: 1, system: 2, data: 3, other: 4 } as const
export const CONTEXTS = 5

/** What a piece of text is made of. */
export const PART = { literal: 0, substitution: 1, character: 2 } as const

export interface Part {
  readonly kind: number
  /** Of a literal, its place in the chunk; of a substitution its number; of a character its code. */
  readonly at: number
  /** Bytes of a literal. */
  readonly size: number
}

/** One value of an event, in the order of the document. */
export interface Op {
  readonly label: Label
  readonly part: Part
  /** Where the text has several parts, these; `part` is the first. */
  readonly parts: readonly Part[] | null
  /** Where an element that a substitution brings in stands. */
  readonly context: number
  /** A value that is not there leaves no trace: attributes, and all but Data. */
  readonly omitted: boolean
  /** An array makes the element come again for each of its values. */
  readonly repeats: boolean
}

/** What a template, or binary XML without one, makes of its substitutions. */
export type Program = readonly Op[]
