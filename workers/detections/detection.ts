import type { Chain } from '../../src/model/campaigns.js'
import type { FamilyGroup, FamilyId } from '../../src/model/families.js'
import type { Level, Phase, Rung } from '../../src/model/finding.js'
import type { WindowsEvent } from '../parsers/events/windows-event.js'

/** A candidate record as a detection sees it. Strings are made only for candidates. */
export interface LogRecord {
  readonly family: FamilyId
  readonly group: FamilyGroup
  /** Client address, '' where the log has none. */
  readonly client: string
  /** The request came from loopback, link-local or the server's own address. */
  readonly fromSelf: boolean
  readonly user: string
  /** Lower case; `+` and `,` as blanks, runs of blanks as one. */
  readonly agent: string
  /** Upper case HTTP method; for ECP rows the cmdlets, lower case. */
  readonly method: string
  /** Request path as logged, lower case. */
  readonly stem: string
  /** Lower case, Exchange's own suffix stripped, '' where empty. */
  readonly query: string
  /** `stem?query` in lower case: as logged, and once percent-decoded where that differs. */
  readonly urls: readonly string[]
  readonly status: number
  /** Read from both ends for having too many fields: `status` proves nothing alone. */
  readonly reshaped: boolean
  /** Any other column by its header name (case-insensitive), as logged; '' where absent. */
  field(name: string): string
  /** ECP EventData item by key (`CMD`, `URL`, …), unquoted, as logged; '' where absent. */
  item(key: string): string
  /** The Windows event behind the record, null where it comes from another log. */
  readonly event: WindowsEvent | null
}

/** Windows events that a detection looks at; those of all ids where none are named. */
export interface EventKey {
  readonly family: FamilyId
  readonly ids?: readonly number[]
}

/**
 * Rows that are no line of a log and no event: files, keys, tasks, settings. `names`: one of them is
 * part of the file's name, in lower case; the file table and the journal, which have millions of
 * rows, need them. Where none are given each row of the family is handed over.
 */
export interface RowKey {
  readonly family: FamilyId
  readonly names?: readonly string[]
}

/** One way a detection can turn out for a record. */
export interface Outcome {
  readonly level: Level
  readonly rung: Rung | null
  readonly phase: Phase
  /** What such a record shows, in a few words. */
  readonly says: string
}

/**
 * One technique on one record. `literals`: at least one occurs in every record that `match` accepts,
 * in one field, in normal form (case-folded, `+` as blank, percent-decoded once).
 * Literals and any text that antivirus looks for are written through `plain()`.
 */
export interface Detection {
  readonly id: string
  readonly title: string
  readonly question: Rung
  /** Highest level that it can reach. */
  readonly level: Level
  readonly technique: string
  /** Looks at these events; of them each is handed over, without a literal. */
  readonly events?: readonly EventKey[]
  /** Looks at these rows; of them each is handed over, without a literal. */
  readonly rows?: readonly RowKey[]
  /** Looks only at requests for pages that Exchange does not ship, which need no literal. */
  readonly strangePages?: true
  /** Looks at what `LookedAt` hands over for its path, site or agent, which needs no literal. */
  readonly lookedAt?: true
  /** The chain of flaws that it shows, where it shows one. */
  readonly chain?: Chain
  readonly references: readonly string[]
  readonly falsePositives: readonly string[]
  readonly why: string
  readonly todo: string
  readonly needs: readonly FamilyGroup[]
  readonly literals: readonly string[]
  readonly outcomes: readonly Outcome[]
  /** Index into `outcomes`, or -1. */
  match(record: LogRecord): number
}
