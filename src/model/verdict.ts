import type { Microseconds } from './units.js'
import type { Rung } from './finding.js'

export type Call = 'yes' | 'no' | 'cannot tell'

export interface RungVerdict {
  readonly call: Call
  readonly because: string
  readonly against: string
  readonly wouldChangeIf: string
  /** Ids of the findings that it rests on. */
  readonly findings: readonly string[]
  /** Log families that agree on the strongest of them, by name; empty where none raises it. */
  readonly confidence: readonly string[]
  /** How far each source that the call needs reaches, a sentence's part each. */
  readonly coverage: readonly string[]
  /** Checks that would show a "yes" to be wrong, to be done by hand. */
  readonly proveWrong: readonly string[]
}

/** The one thing to collect next, with the command that collects it. */
export interface CollectNext {
  readonly what: string
  readonly command: string
}

export interface Span {
  readonly from: Microseconds
  /** NaN: it had not ended when the evidence did. */
  readonly to: Microseconds
}

/** The hole the attackers came through. */
export interface FlawState {
  readonly call: 'open' | 'shut since' | 'did not apply' | 'cannot tell'
  readonly chain: string
  readonly since: Microseconds
  readonly build: string
  readonly because: string
  /** Within the campaign's window, when builds without the fix ran. */
  readonly exposed: readonly Span[]
}

/** What they left behind. */
export interface BackDoorState {
  readonly call: 'none seen' | 'present' | 'gone' | 'cannot tell'
  readonly since: Microseconds
  readonly lastUsed: Microseconds
  readonly because: string
  /** Who used it when the hole was shut already; null where nobody is seen to have. */
  readonly afterPatch: UseAfterPatch | null
}

export interface UseAfterPatch {
  /** Client addresses; empty where no log names one. */
  readonly actors: readonly string[]
  readonly first: Microseconds
  readonly last: Microseconds
  readonly requests: number
}

export interface Door {
  readonly call: 'open' | 'shut' | 'cannot tell'
  /** The worst of `flaws`. */
  readonly flaw: FlawState
  /** One a campaign that counts. */
  readonly flaws: readonly FlawState[]
  readonly backDoor: BackDoorState
}

/** A build of Exchange that the evidence states, and when. */
export interface BuildSighting {
  readonly host: string
  readonly build: string
  /** The last security update that it holds, as `Mar21SU`; '' where none is known. */
  readonly update: string
  readonly first: Microseconds
  readonly last: Microseconds
  /** Where it was first read: an entry's path. */
  readonly source: string
  readonly fixed: boolean | null
  /** Every kind of source that states it, by name. */
  readonly sources: readonly BuildSource[]
}

export interface BuildSource {
  /** `HttpProxy`, `Registry`. */
  readonly by: string
  /** Path of the entry that states it first. */
  readonly path: string
  readonly first: Microseconds
  readonly last: Microseconds
}

/** Two sources that name different builds for the same days. */
export interface BuildConflict extends Span {
  readonly builds: readonly [string, string]
  readonly sources: readonly [string, string]
}

/** That Exchange was changed, by a source that does not say to which build. */
export interface UpdateMark {
  readonly time: Microseconds
  readonly what: string
  /** Path of the entry that says so. */
  readonly source: string
}

/** What was put in a chain's way without closing the flaw, from when until when. */
export interface Mitigation extends Span {
  /** In plain words. */
  readonly what: string
  readonly chain: string
  /** It is as Microsoft made it; false: it bears the name, and is off or changed. */
  readonly works: boolean
  /** What ended it, in plain words; '' where nothing is seen to have. */
  readonly ended: string
  /** Path of the entry that says so. */
  readonly source: string
}

/** Findings that would raise a rung but for what the reader decided: their ids. */
export interface SetAsideFindings {
  readonly acknowledged: readonly string[]
  readonly scanners: readonly string[]
}

export interface Verdict extends Readonly<Record<Rung, RungVerdict>> {
  readonly door: Door
  readonly setAside: SetAsideFindings
  /** Highest rung that is "yes"; null where none is. */
  readonly headline: Rung | null
  /** The largest thing on the page. */
  readonly sentence: string
  readonly saw: string
  readonly ruledOut: string
  readonly collectNext: CollectNext | null
  /** What to do now, a step each; the last names the sources. */
  readonly nextSteps: readonly string[]
}

/** A campaign and how it stands to this evidence. */
export interface CampaignState {
  readonly id: string
  readonly title: string
  readonly from: Microseconds
  readonly state: 'counts' | 'not in this evidence' | 'did not apply'
  /** What the evidence covers of its window, a rung each; none where it does not count. */
  readonly coverage: readonly RungCoverage[]
}

export interface RungCoverage {
  readonly rung: Rung
  /** All that a "no" needs is there over the whole window. */
  readonly covered: boolean
  /** How far each source reaches, a sentence's part each. */
  readonly sources: readonly string[]
}
