import type { Held } from '../../src/model/case.js'
import type { SavedNotes } from '../../src/model/saved-case.js'
import type { RawRow } from '../protocol.js'
import type { AnalysisInput, Gathered } from '../verdict/analysis.js'

/** All that is kept of a judged case: what its verdict follows from, not the verdict. */
export interface KeptCase {
  readonly demo: boolean
  readonly input: AnalysisInput
  readonly gathered: Gathered
  readonly held: Held
  /** Of the findings' records. */
  readonly raw: readonly RawRow[]
  readonly notes: SavedNotes
}
