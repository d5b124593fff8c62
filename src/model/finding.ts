import type { RecordLocation } from './event-table.js'
import type { FamilyId } from './families.js'
import type { EntryIndex, Microseconds } from './units.js'

/** Sigma's words: how urgently to look. A level never sets a rung. */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const
export type Level = (typeof LEVELS)[number]

export function levelRank(level: Level): number {
  return LEVELS.indexOf(level)
}

/** The ladder, in order. */
export const RUNGS = ['targeted', 'exploited', 'backdoored', 'used'] as const
export type Rung = (typeof RUNGS)[number]

/** Lane of the timeline a finding is drawn in. */
export type Phase = 'probe' | 'exploit' | 'backdoor' | 'use' | 'after'
export const PHASES = ['probe', 'exploit', 'backdoor', 'use', 'after'] as const

/** One record that a finding rests on. */
export interface EvidenceRow extends RecordLocation {
  readonly time: Microseconds
  readonly family: FamilyId
  readonly client: string
  readonly user: string
  readonly agent: string
  readonly action: string
  readonly target: string
  readonly status: number
  /** What this record shows, in a few words. */
  readonly says: string
}

/** Whether the server had the flaw when a finding's requests came. */
export interface ThatDay {
  readonly call: 'vulnerable' | 'patched' | 'not known'
  readonly because: string
}

/** Why a finding raises no rung although its records are what it says. */
export interface SetAside {
  readonly by: 'acknowledged' | 'scanner'
  /** In the words of whoever decided it. */
  readonly reason: string
}

/** One step of a story, in order of time. */
export interface ChainStep {
  /** Id of the finding that tells of it. */
  readonly finding: string
  readonly time: Microseconds
  readonly phase: Phase
  readonly what: string
  /** Why it belongs to the story, in a few words: `from 203.0.113.41`, `same request`. */
  readonly by: string
}

/** One statement per detection, host, actor and subject. */
export interface Finding {
  /** From content: detection, host, actors, subject. Stable between runs. */
  readonly id: string
  readonly detection: string
  readonly title: string
  readonly host: string
  readonly level: Level
  /** Rung that it proves, null where it proves none. */
  readonly rung: Rung | null
  readonly phase: Phase
  readonly technique: string
  /** Client addresses; empty where the log has none or the request came from the server itself. */
  readonly actors: readonly string[]
  /** What it is about where one actor can have several: the path of a web shell, say; else ''. */
  readonly subject: string
  /** NaN where no record states a time. */
  readonly firstTime: Microseconds
  readonly lastTime: Microseconds
  /** Records in all; `rows` is a bounded sample that holds the first and the last. */
  readonly count: number
  readonly rows: readonly EvidenceRow[]
  readonly entries: readonly EntryIndex[]
  readonly reason: string
  readonly why: string
  readonly falsePositives: readonly string[]
  readonly counterEvidence: readonly string[]
  readonly todo: string
  readonly references: readonly string[]
  /** Independent log families that agree, by name. */
  readonly confidence: readonly string[]
  /** For what shows a chain of flaws, tried or used. */
  readonly thatDay?: ThatDay
  /** Where the reader judged it innocent. */
  readonly setAside?: SetAside
  /** Of a finding that joins others to one story: its steps. */
  readonly chain?: readonly ChainStep[]
}
