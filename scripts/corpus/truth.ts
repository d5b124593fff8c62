import type { Rung } from '../../src/model/finding.js'
import type { CampaignChoice } from '../../src/model/campaigns.js'

type Call = 'yes' | 'no' | 'cannot tell'

/** One thing that was planted, and where it came to stand. */
export interface Step {
  readonly what: string
  /** ISO 8601 UTC; null where the evidence states none. */
  readonly time: string | null
  /** Entry of the package. */
  readonly path: string
  /** From 1; null in files that have no lines. */
  readonly line: number | null
  /** Path of the file that a record without a line tells of; '' where it tells of none. */
  readonly about: string
  /** The rung that this record proves by itself; null where it is a sign and proves none. */
  readonly tier: Rung | null
}

/** What is true of a case, as plain JSON. Made by whoever plants, who knows of no detection. */
export interface Truth {
  readonly name: string
  readonly host: string
  readonly campaigns: CampaignChoice
  /** In the order in which they were planted. */
  readonly steps: readonly Step[]
  readonly calls: Readonly<Record<Rung, Call>>
  readonly door: {
    readonly call: 'open' | 'shut' | 'cannot tell'
    readonly flaw: 'open' | 'shut since' | 'did not apply' | 'cannot tell'
    readonly backDoor: 'none seen' | 'present' | 'gone' | 'cannot tell'
  }
}

/** A class of what makes other tools cry wolf, and how much of it is in a package. */
export interface TrapCount {
  readonly name: string
  readonly rows: number
  /** Entries that hold it. */
  readonly paths: readonly string[]
}
