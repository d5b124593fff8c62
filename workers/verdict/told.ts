import type { Finding } from '../../src/model/finding.js'
import type { Door, SetAsideFindings } from '../../src/model/verdict.js'
import type { Ladder } from './ladder.js'
import type { Window } from './needs.js'

/** What the words of one host's verdict are made from. */
export interface Told {
  readonly host: string
  readonly ladder: Ladder
  readonly door: Door
  /** Those that may raise a rung. */
  readonly findings: readonly Finding[]
  readonly aside: SetAsideFindings
  /** What the campaigns that count used, as sentences call it. */
  readonly flaws: readonly string[]
  readonly window: Window
  /** First to last event of the host's logs; NaN where there is none. */
  readonly logs: Window
  readonly complete: boolean
  /** Paths of all entries of the host. */
  readonly paths: readonly string[]
}
