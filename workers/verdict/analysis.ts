import type { Actor } from '../../src/model/actor.js'
import type { CampaignChoice } from '../../src/model/campaigns.js'
import type { Coverage } from '../../src/model/coverage.js'
import type { Entry, EntryResult, Evidence, Warning } from '../../src/model/evidence.js'
import type { EventTable, RowSession } from '../../src/model/event-table.js'
import type { Finding } from '../../src/model/finding.js'
import type { Host } from '../../src/model/case.js'
import type { Judgements } from '../../src/model/judgement.js'
import type { BuildMark, RecordGap } from '../event-sink.js'

/** Everything that judging needs; assembled by the case worker. */
export interface AnalysisInput {
  readonly table: EventTable
  /** Triples: row of `table`, index in the list of detections, index of the outcome; sorted. */
  readonly hits: Uint32Array
  /** What ties candidate rows to others, by row, ascending. */
  readonly sessions: readonly RowSession[]
  readonly evidence: readonly Evidence[]
  readonly entries: readonly Entry[]
  readonly results: readonly EntryResult[]
  readonly warnings: readonly Warning[]
  /** Host index (into `table.hosts`) of each entry. */
  readonly hostOfEntry: Uint16Array
  /** Where each host's name was read, or why it has none; same order as `table.hosts`. */
  readonly hostNameFrom: readonly string[]
  readonly builds: readonly (BuildMark & { readonly host: number; readonly entry: number })[]
  readonly gaps: readonly (RecordGap & { readonly host: number; readonly entry: number })[]
  /** Addresses that are the host's own, per host. */
  readonly ownAddresses: readonly ReadonlySet<string>[]
  /** Whom the addresses mean, per host; '' where they stand as logged. */
  readonly who: readonly string[]
  /** Which campaigns count. */
  readonly campaigns: CampaignChoice
  readonly judgements: Judgements
  /** False while reading goes on or after a cancel: then no rung may say "no". */
  readonly complete: boolean
}

/** What the records show, whatever campaigns count and whatever the reader decided. */
export interface Gathered {
  readonly findings: readonly Finding[]
  readonly actors: readonly Actor[]
  readonly coverage: readonly Coverage[]
}

export interface Analysis {
  readonly hosts: readonly Host[]
  readonly findings: readonly Finding[]
  readonly actors: readonly Actor[]
  readonly coverage: readonly Coverage[]
}
