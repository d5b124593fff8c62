import type { FamilyId } from './families.js'
import type { Microseconds } from './units.js'

export interface Hole {
  readonly from: Microseconds
  readonly to: Microseconds
}

/** What one log family of one host covers: first and last event inside the log, never file times. */
export interface Coverage {
  readonly host: string
  /** A family, or `httpproxy`: any protocol of it. */
  readonly family: FamilyId | 'httpproxy'
  readonly label: string
  readonly first: Microseconds
  readonly last: Microseconds
  readonly holes: readonly Hole[]
  readonly entries: number
  readonly events: number
  /** Recognised files that count as missing: no events, or under 95 % of lines readable. */
  readonly unusable: readonly string[]
}
