import type { Held, Host } from '../../src/model/case.js'
import type { Notes } from '../../src/model/saved-case.js'
import type { RawRow } from '../protocol.js'
import type { AnalysisInput, Gathered } from '../verdict/analysis.js'

/** All that is kept of a judged case. */
export interface KeptCase {
  readonly demo: boolean
  readonly input: AnalysisInput
  readonly gathered: Gathered
  /** As judged when it was saved. */
  readonly hosts: readonly Host[]
  readonly held: Held
  /** Of the findings' records. */
  readonly raw: readonly RawRow[]
  readonly notes: Notes
}
