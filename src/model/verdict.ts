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
}

/** The one thing to collect next, with the command that collects it. */
export interface CollectNext {
  readonly what: string
  readonly command: string
}

/** The hole the attackers came through. */
export interface FlawState {
  readonly call: 'open' | 'shut since' | 'did not apply' | 'cannot tell'
  readonly chain: string
  readonly since: Microseconds
  readonly build: string
  readonly because: string
}

/** What they left behind. */
export interface BackDoorState {
  readonly call: 'none seen' | 'present' | 'gone' | 'cannot tell'
  readonly since: Microseconds
  readonly lastUsed: Microseconds
  readonly because: string
}

export interface Door {
  readonly call: 'open' | 'shut' | 'cannot tell'
  /** The worst of `flaws`. */
  readonly flaw: FlawState
  /** One a campaign that counts. */
  readonly flaws: readonly FlawState[]
  readonly backDoor: BackDoorState
}

/** A build of Exchange that a log states, and when. */
export interface BuildSighting {
  readonly host: string
  readonly build: string
  readonly first: Microseconds
  readonly last: Microseconds
  /** Where it was first read: an entry's path. */
  readonly source: string
  readonly fixed: boolean | null
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
}
