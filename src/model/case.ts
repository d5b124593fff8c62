import type { Actor } from './actor.js'
import type { CampaignChoice } from './campaigns.js'
import type { Coverage, NotCollected } from './coverage.js'
import type { Entry, EntryResult, Evidence, Warning } from './evidence.js'
import type { Finding } from './finding.js'
import type { Judgements } from './judgement.js'
import type {
  BuildConflict,
  BuildSighting,
  CampaignState,
  Mitigation,
  UpdateMark,
  Verdict,
} from './verdict.js'
import type { Microseconds } from './units.js'

export interface Host {
  readonly name: string
  /** Where the name was read, or why there is none. */
  readonly nameFrom: string
  /** Whom client addresses mean where a machine stands before the server; '' where as logged. */
  readonly who: string
  readonly verdict: Verdict
  readonly builds: readonly BuildSighting[]
  /** Where sources disagree on the build. */
  readonly buildConflicts: readonly BuildConflict[]
  /** Changes of Exchange that no source gives a build for, by time. */
  readonly updates: readonly UpdateMark[]
  /** By time. */
  readonly mitigations: readonly Mitigation[]
  readonly campaigns: readonly CampaignState[]
  readonly notCollected: readonly NotCollected[]
  /** The first moment a fixed build was seen after a vulnerable one; NaN where not seen. */
  readonly patched: Microseconds
}

/** Everything the page draws and every output is made from. */
export interface Case {
  readonly demo: boolean
  readonly complete: boolean
  /** Which campaigns count. */
  readonly campaigns: CampaignChoice
  /** What the reader decided, in order. */
  readonly judgements: Judgements
  readonly evidence: readonly Evidence[]
  readonly entries: readonly Entry[]
  readonly results: readonly EntryResult[]
  readonly warnings: readonly Warning[]
  readonly hosts: readonly Host[]
  readonly findings: readonly Finding[]
  /** Whoever a finding names, worst first. */
  readonly actors: readonly Actor[]
  readonly coverage: readonly Coverage[]
  readonly events: number
  readonly noise: number
  readonly first: Microseconds
  readonly last: Microseconds
  readonly held: Held
}

/** What a case keeps in memory, while it is read and afterwards. */
export interface Held {
  /** One that stands for several records counts once. */
  readonly rows: number
  /** UTF-16 units of distinct texts. */
  readonly text: number
}
