import type { Held } from '../src/model/case.js'
import type { Entry, EntryResult, Evidence, Warning } from '../src/model/evidence.js'
import type { SavedNotes } from '../src/model/saved-case.js'
import { FAMILIES, isLog } from '../src/model/families.js'
import { NO_JUDGEMENTS, orderedJudgements } from '../src/model/judgement.js'
import { FLAG_NOISE, type EventBatch, type EventTable } from '../src/model/event-table.js'
import {
  MICROSECONDS_PER_MILLISECOND,
  type EntryIndex,
  type Microseconds,
} from '../src/model/units.js'
import { CASE_LIMITS, limitWarnings } from './case-limits.js'
import type {
  CaseLimits,
  CaseOfEntries,
  CaseSetup,
  PageTold,
  RawRow,
  Rejudging,
  ScanReport,
} from './protocol.js'
import type { KeptCase } from './keep/kept-case.js'
import { ascribeClients } from './table/clients.js'
import { resolveHosts, type ResolvedHosts } from './table/hosts.js'
import { BatchStore } from './table/batch-store.js'
import { mergeBatches } from './table/merge.js'
import { Pyramid } from './table/pyramid.js'
import { olderCopies, type ReadEntry } from './table/same-log.js'
import { gather, judge } from './verdict/analyse.js'
import type { AnalysisInput, Gathered } from './verdict/analysis.js'
import { pagesOf } from './verdict/pages.js'

/** Hit rows that the view while reading shows at most; the verdict uses all. */
const SNAPSHOT_ROWS = 20_000

/** Everything that is known of one case. */
export class CaseStore {
  readonly evidence: readonly Evidence[]
  readonly raw = new Map<string, RawRow>()
  readonly entries: Entry[]
  private readonly warnings: Warning[]
  private readonly demo: boolean
  private readonly limits: CaseLimits
  private readonly batches: BatchStore
  /** Rows that were there when the limit was reached. */
  private pressedAt: number | null = null
  private readonly reports = new Map<EntryIndex, ScanReport>()
  private merged: EventTable | null = null
  private heldWhenSaved: Held | null = null
  /** Of `merged`, built when first asked for. */
  private levels: Pyramid | null = null
  private readonly rejudging: Rejudging
  /** Of the finished case. */
  private finished: { readonly input: AnalysisInput; readonly gathered: Gathered } | null = null

  constructor(setup: CaseSetup) {
    this.demo = setup.demo
    this.evidence = setup.evidence
    this.entries = [...setup.entries]
    this.warnings = [...setup.warnings]
    this.limits = setup.limits ?? CASE_LIMITS
    const { campaigns = 'all', judgements = NO_JUDGEMENTS } = setup
    this.rejudging = { campaigns, judgements: orderedJudgements(judgements) }
    this.batches = new BatchStore(this.limits.text)
  }

  /** A case that was saved, judged as far as its records go. */
  static reopened({ demo, input, gathered, held, raw }: KeptCase): CaseStore {
    const store = new CaseStore({ demo, ...input })
    store.merged = input.table
    store.finished = { input, gathered }
    store.heldWhenSaved = held
    store.keepRaw(raw)
    return store
  }

  /** What is saved of the finished case. */
  kept(notes: SavedNotes): KeptCase {
    if (!this.finished) throw new Error('the case is not judged yet')
    return {
      demo: this.demo,
      ...this.finished,
      held: this.held,
      raw: [...this.raw.values()],
      notes,
    }
  }

  get table(): EventTable {
    if (!this.merged) throw new Error('the case is not merged yet')
    return this.merged
  }

  get pyramid(): Pyramid {
    return (this.levels ??= new Pyramid(this.table))
  }

  /** True once ordinary rows are to be folded. */
  add(batch: EventBatch): boolean {
    this.batches.add(batch)
    if (this.batches.rows >= this.limits.rows || this.batches.stringsLeftOut > 0) {
      this.pressedAt ??= this.batches.rows
    }
    return this.pressedAt !== null
  }

  forget(entry: EntryIndex): void {
    this.batches.forget(entry)
  }

  /** Entries found inside others. */
  extend(entries: readonly Entry[]): void {
    for (const entry of entries) this.entries[entry.index] = entry
  }

  report(report: ScanReport): void {
    this.reports.set(report.result.entry, report)
    this.batches.done(report.result.entry)
  }

  hashed(evidence: number, sha256: string): void {
    const found = this.evidence[evidence]
    if (found) found.sha256 = sha256
  }

  keepRaw(rows: readonly RawRow[]): void {
    for (const row of rows) this.raw.set(rawKey(row.entry, row.offset), row)
  }

  snapshot(): CaseOfEntries {
    return this.judge({ complete: false, hitRowsOnly: SNAPSHOT_ROWS })
  }

  finish(cancelled: boolean): CaseOfEntries {
    const result = this.judge({ complete: !cancelled })
    this.batches.clear()
    return result
  }

  /** The finished case once more, with other campaigns or judgements. */
  rejudge({ campaigns, judgements }: Rejudging): CaseOfEntries {
    if (!this.finished) throw new Error('the case is not judged yet')
    const { input, gathered } = this.finished
    const changed = { ...input, campaigns, judgements: orderedJudgements(judgements) }
    this.finished = { input: changed, gathered }
    return this.judged(changed, gathered)
  }

  files(host: string): PageTold[] {
    return this.finished ? pagesOf(this.finished.input, host) : []
  }

  private judge(options: { complete: boolean; hitRowsOnly?: number }): CaseOfEntries {
    const hosts = resolveHosts(
      this.evidence,
      this.entries,
      (entry) => this.reports.get(entry.index)?.servers ?? [],
    )
    const duplicates = this.duplicates(hosts)
    const older = this.olderCopies(hosts, duplicates)
    const { table, hits, sessions } = mergeBatches({
      batches: this.batches,
      hosts: hosts.names,
      hostOfEntry: hosts.hostOfEntry,
      leftOut: new Set([...duplicates.keys(), ...older.keys()]),
      ...(options.hitRowsOnly === undefined ? {} : { hitRowsOnly: options.hitRowsOnly }),
    })
    if (options.hitRowsOnly === undefined) {
      this.merged = table
      this.levels = null
    }
    const ownAddresses = this.ownAddresses(hosts)
    const who = ascribeClients(table, ownAddresses)
    const input = {
      ...this.analysisInput(table, hits, hosts, options.complete, { duplicates, older }),
      sessions,
      ownAddresses,
      who,
    }
    const gathered = gather(input)
    if (options.hitRowsOnly === undefined) this.finished = { input, gathered }
    return this.judged(input, gathered)
  }

  private judged(input: AnalysisInput, gathered: Gathered): CaseOfEntries {
    const { hosts: judged, findings, actors, coverage } = judge(input, gathered)
    const { table, results, warnings, complete } = input
    return {
      demo: this.demo,
      complete,
      campaigns: input.campaigns,
      judgements: input.judgements,
      evidence: this.evidence,
      results,
      warnings,
      hosts: judged,
      findings,
      actors,
      coverage,
      ...totals(table),
      held: this.held,
    }
  }

  private get held(): Held {
    return this.heldWhenSaved ?? { rows: this.batches.rows, text: this.batches.text }
  }

  private analysisInput(
    table: EventTable,
    hits: Uint32Array,
    hosts: ResolvedHosts,
    complete: boolean,
    copies: Copies,
  ): Omit<AnalysisInput, 'ownAddresses' | 'who' | 'sessions'> {
    const reports = [...this.reports.values()].sort((a, b) => a.result.entry - b.result.entry)
    return {
      table,
      hits,
      evidence: this.evidence,
      entries: this.entries,
      results: reports.map(({ result }) => this.countedOnce(result, copies)),
      warnings: [
        ...this.warnings,
        ...limitWarnings(this.batches, this.pressedAt, this.limits),
        ...reports.flatMap((report) => report.warnings),
      ],
      hostOfEntry: hosts.hostOfEntry,
      hostNameFrom: hosts.nameFrom,
      builds: reports.flatMap(({ builds, result }) =>
        builds.map((mark) => ({
          ...mark,
          host: hosts.hostOfEntry[result.entry] ?? 0,
          entry: result.entry,
        })),
      ),
      gaps: reports.flatMap(({ gaps, result }) =>
        // What another entry has is no gap.
        copies.duplicates.has(result.entry) || copies.older.has(result.entry)
          ? []
          : gaps.map((gap) => ({
              ...gap,
              host: hosts.hostOfEntry[result.entry] ?? 0,
              entry: result.entry,
            })),
      ),
      complete,
      ...this.rejudging,
    }
  }

  private ownAddresses(hosts: ResolvedHosts): Set<string>[] {
    const own = hosts.names.map(() => new Set<string>())
    for (const report of this.reports.values()) {
      const host = hosts.hostOfEntry[report.result.entry] ?? 0
      for (const address of report.ownAddresses) own[host]?.add(address)
    }
    return own
  }

  private countedOnce(result: EntryResult, { duplicates, older }: Copies): EntryResult {
    const original = duplicates.get(result.entry)
    const newer = older.get(result.entry)
    const path = this.entries[original ?? newer ?? -1]?.path ?? ''
    // What was said of the entry itself, as that it was salvaged, stays said.
    const also = (copy: string): EntryResult => {
      return { ...result, reason: [result.reason, copy].filter(Boolean).join('; ') }
    }
    if (original !== undefined) return also(`the same bytes as ${path}: its events count once`)
    if (newer === undefined) return result
    const events =
      result.events === 1 ? 'its 1 event is' : `its ${String(result.events)} events are all`
    return also(`an older copy of ${path}: ${events} in ${path}`)
  }

  private olderCopies(
    hosts: ResolvedHosts,
    duplicates: ReadonlyMap<EntryIndex, EntryIndex>,
  ): Map<EntryIndex, EntryIndex> {
    const read: ReadEntry[] = []
    for (const { result } of this.reports.values()) {
      const entry = this.entries[result.entry]
      const batches = this.batches.of(result.entry)
      if (!entry || duplicates.has(entry.index)) continue
      // A file under a web root is evidence by its place, as below.
      if (result.parser === 'web-file') continue
      read.push({ entry, result, host: hosts.hostOfEntry[entry.index] ?? 0, batches })
    }
    return olderCopies(read)
  }

  /**
   * Entries of one host whose bytes an earlier entry holds, and which: they stay listed, their rows
   * are not counted again.
   */
  private duplicates(hosts: ResolvedHosts): Map<EntryIndex, EntryIndex> {
    const seen = new Map<string, EntryIndex>()
    const duplicates = new Map<EntryIndex, EntryIndex>()
    for (const entry of this.entries) {
      const result = this.reports.get(entry.index)?.result
      if (!result?.sha256 || result.events === 0) continue
      // A file under a web root is evidence by its place: a copy elsewhere is another finding.
      if (result.parser === 'web-file') continue
      const key = `${String(hosts.hostOfEntry[entry.index])} ${result.sha256}`
      const original = seen.get(key)
      if (original === undefined) seen.set(key, entry.index)
      else duplicates.set(entry.index, original)
    }
    return duplicates
  }
}

/** For entries whose rows another entry has: which one. */
interface Copies {
  readonly duplicates: ReadonlyMap<EntryIndex, EntryIndex>
  readonly older: ReadonlyMap<EntryIndex, EntryIndex>
}

export function rawKey(entry: EntryIndex, offset: number): string {
  return `${String(entry)}:${String(offset)}`
}

/** Column values of the families that are logs. */
const IS_LOG = Uint8Array.from(FAMILIES, ({ id }) => (isLog(id) ? 1 : 0))

/**
 * First and last are those of the logs, where there is one: times of files and keys reach back to years
 * in which nothing was logged.
 */
function totals({ length, further, flags, family, time, span }: EventTable): {
  events: number
  noise: number
  first: Microseconds
  last: Microseconds
} {
  let events = length
  let noise = 0
  let first = NaN
  let last = NaN
  let lastOfAny = NaN
  for (let row = 0; row < length; row++) {
    const more = further[row] as number
    events += more
    if ((flags[row] as number) & FLAG_NOISE) noise += 1 + more
    const at = time[row] as number
    const end = at + (span[row] as number) * MICROSECONDS_PER_MILLISECOND
    if (Number.isNaN(end)) continue
    if (!(end <= lastOfAny)) lastOfAny = end
    if (IS_LOG[family[row] as number] !== 1) continue
    if (Number.isNaN(first)) first = at
    if (!(end <= last)) last = end
  }
  // Rows are in order of time, those without one last.
  if (Number.isNaN(first) && length > 0)
    return { events, noise, first: time[0] as number, last: lastOfAny }
  return { events, noise, first, last }
}
