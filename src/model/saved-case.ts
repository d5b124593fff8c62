/** The first entry of a saved case: it is known by this, whatever the file is called. */
export const MANIFEST_NAME = 'afterpatch-case.json'

/** A saved case is called so where nobody calls it otherwise. */
export const SAVED_ENDING = '.afterpatch.zip'

/** What wrote a saved case. */
export interface SavedBy {
  readonly tool: string
  readonly rules: string
}

/**
 * What people write beside a case: each room of the page has a key of its own, and checks for itself
 * what it finds there. Plain JSON.
 */
export type SavedNotes = Readonly<Record<string, unknown>>
