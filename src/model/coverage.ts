import type { FamilyId } from './families.js'
import type { Microseconds } from './units.js'

export interface Hole {
  readonly from: Microseconds
  readonly to: Microseconds
  /** What is known to be missing; left out where the log only falls silent. */
  readonly why?: string
}

/** A log was emptied: what stood in it before is gone. */
export interface Cut {
  readonly time: Microseconds
  /** In plain words. */
  readonly what: string
}

/** A log that this evidence has no file of. */
export interface NotCollected {
  readonly family: FamilyId | 'httpproxy'
  readonly label: string
  readonly why: string
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
  readonly cuts: readonly Cut[]
  /** What else is to be known of how far it reaches. */
  readonly notes: readonly string[]
}
