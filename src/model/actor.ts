import type { Phase } from './finding.js'
import type { Microseconds } from './units.js'

/** Who stands behind one or several addresses, as far as the logs tell. */
export interface Actor {
  /** From its addresses: stable between runs. */
  readonly id: string
  /** In order of their first record; never none. */
  readonly addresses: readonly string[]
  /** As logged, most telling first; a bounded list. */
  readonly agents: readonly string[]
  /** Over the records that findings rest on; NaN where none states a time. */
  readonly first: Microseconds
  readonly last: Microseconds
  /** What it did, in the order of the ladder. */
  readonly phases: readonly Phase[]
  /** Ids of the findings that name one of the addresses. */
  readonly findings: readonly string[]
  readonly hosts: readonly string[]
  /** Why several addresses are held to be one; empty where there is one address. */
  readonly because: readonly string[]
}
