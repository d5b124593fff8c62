import type { ReadonlySignal, Signal } from '@preact/signals'
import type { CampaignChoice } from '../model/campaigns.js'
import type { Case } from '../model/case.js'
import type { RecordLocation } from '../model/event-table.js'
import type { Judgements } from '../model/judgement.js'
import type { Raise } from '../model/limits.js'
import type { SavedBy, SavedNotes } from '../model/saved-case.js'
import type { Bytes, EntryIndex, Microseconds } from '../model/units.js'
import type { RawSearchState } from './raw-search.js'
import type { RequestChain } from './request-chain.js'
import type { QueryApi } from '../../workers/query-protocol.js'
import type {
  Account,
  Density,
  DensityRequest,
  DroppedFile,
  EntryCounts,
  FoldedRow,
  HostZone,
  PageTold,
  RawRow,
  UnfoldedRows,
} from '../../workers/protocol.js'

/** What was dropped or picked: archives each make an evidence, the rest one evidence together. */
export interface Drop {
  readonly files: readonly DroppedFile[]
  /** Name of the dropped folder, '' where loose files were dropped. */
  readonly folder: string
}

export interface ReadingProgress {
  /** Uncompressed bytes read of those that are to be read. */
  readonly bytes: Bytes
  readonly bytesTotal: Bytes
  readonly entries: number
  readonly entriesTotal: number
  readonly events: number
  /** Bytes a second over the last seconds; 0 until known. */
  readonly rate: number
  /** Seconds until all is read, at that rate; NaN until known. */
  readonly left: number
  /** What is being read just now, with the share of it that is read. */
  readonly current: readonly { readonly path: string; readonly share: number }[]
}

/**
 * `empty`: nothing opened. `listing`: directories are read. `reading`: entries are read, `case` holds
 * what is known so far. `judging`: rows are merged and correlated. `done`: the verdict stands.
 * `failed`: nothing could be opened at all; `message` says why.
 */
export type Stage = 'empty' | 'listing' | 'reading' | 'judging' | 'done' | 'failed'

/** Encrypted entries that wait for a password. The rest is read meanwhile. */
export interface PasswordWanted {
  /** Name of the dropped thing that they are in. */
  readonly evidence: string
  readonly entries: number
  /** Path of one of them. */
  readonly example: string
  /** The last password that was given opened nothing. */
  readonly wrong: boolean
  /** One is being tried. */
  readonly checking: boolean
}

export interface OpenOptions {
  /** Passwords known beforehand. */
  readonly passwords?: readonly string[]
  /** Times the usual limits; those that `raise` of the session says where it is not given. */
  readonly raise?: Raise
  /** Which campaigns count; all that the evidence reaches where left out. */
  readonly campaigns?: CampaignChoice
  /** What the reader decided beforehand. */
  readonly judgements?: Judgements
  /** false where nobody can be asked: what no password opens is left unread. */
  readonly ask?: boolean
}

export interface SessionState {
  readonly stage: Stage
  readonly message: string
  readonly progress: ReadingProgress
  readonly case: Case | null
  readonly cancelled: boolean
  readonly passwordWanted: PasswordWanted | null
  /** null where the case was read from its evidence. */
  readonly saved: SavedState | null
}

/** Of a case that was opened as it had been saved. */
export interface SavedState {
  readonly by: SavedBy
  readonly notes: SavedNotes
  /** Names of evidence that is not attached: its raw records cannot be shown. */
  readonly missing: readonly string[]
  readonly attaching: boolean
  /** What did not fit when evidence was attached. */
  readonly refused: readonly string[]
}

/** Questions about the events of the finished case, answered by its worker. */
export type EventQuestions = {
  readonly [Name in keyof QueryApi]: (
    ...asked: Parameters<QueryApi[Name]>
  ) => Promise<ReturnType<QueryApi[Name]>>
}

/** The one thing the views talk to. Made by create-session.ts. */
export interface Session {
  readonly state: ReadonlySignal<SessionState>
  /**
   * Opens what was dropped: evidence, or a saved case with the evidence that lies beside it. Where the
   * open case is a saved one and waits for evidence of that size, it is attached.
   */
  open(drops: readonly Drop[], options?: OpenOptions): Promise<void>
  openDemo(options: { attacked: boolean }): Promise<void>
  /** The judged case as a file to keep, with what people wrote beside it. */
  save(notes: SavedNotes): Promise<Blob>
  /** Brings evidence back to a case that was opened as it had been saved; checked by SHA-256. */
  attach(drops: readonly Drop[]): Promise<void>
  /** Answers `passwordWanted`; null goes on without. It is kept in memory until the case is closed. */
  givePassword(text: string | null): void
  /** How many times the usual limits the next evidence is read with. */
  readonly raise: Signal<Raise>
  /** Judges the finished case once more, with other campaigns. */
  chooseCampaigns(campaigns: CampaignChoice): Promise<void>
  /** Judges the finished case once more by what the reader decided; it takes the place of what was. */
  judge(judgements: Judgements): Promise<void>
  /** Settles when the dropped archives' own digests are made. */
  hashed(): Promise<void>
  /** Stops reading; what was read is judged and stays usable. */
  cancel(): void
  /** Back to the drop screen. */
  close(): void
  density(request: DensityRequest): Promise<Density>
  readonly events: EventQuestions
  /** Rows that stand for several records and begin in [from, to), in order of time; `most` of them. */
  folded(from: Microseconds, to: Microseconds, most: number): Promise<FoldedRow[]>
  /** The records of such a row, read again from the evidence. */
  /** A stretch of an entry as stored, read again from the evidence; shorter at its end. */
  readFile(entry: EntryIndex, from: Bytes, length: Bytes): Promise<Uint8Array>
  /** Pages of a host that Exchange does not ship: where they lie, came from, and who asked for them. */
  files(host: string): Promise<PageTold[]>
  /** Everybody whom the host's logs name, in order of the name. */
  accounts(
    host: string,
  ): Promise<{ readonly accounts: readonly Account[]; readonly leftOut: number }>
  /** Time zones that the hosts' registries state. */
  hostZones(): Promise<HostZone[]>
  /** Rows and folded records of each entry, by its index. */
  entryCounts(): Promise<EntryCounts>
  unfold(row: FoldedRow): Promise<UnfoldedRows>
  /**
   * A record's raw text with neighbouring lines, read again from the evidence. Where reading has to
   * start at the file's beginning, `onProgress` is told the share that is read.
   */
  readRow(
    location: RecordLocation,
    neighbours: number,
    onProgress?: (share: number) => void,
  ): Promise<RawRow>
  /**
   * Looks for a text in every byte of every file that was read; `onState` is told as it goes on. Settles
   * when all is searched, or the signal ended it.
   */
  searchRaw(
    text: string,
    signal: AbortSignal,
    onState: (state: RawSearchState) => void,
  ): Promise<void>
  /** A record's bytes as they stand in its file, the first few thousand of them. */
  readBytes(location: RecordLocation): Promise<Uint8Array>
  /**
   * The records of the same request in the host's other logs, by the ids that the record's raw text
   * names; only once the case is judged. Rejects where `signal` says that nobody waits any more.
   */
  requestChain(
    row: RecordLocation & { readonly time: Microseconds },
    text: string,
    signal: AbortSignal,
  ): Promise<RequestChain>
  /** `case.json`, names masked or not. */
  caseJson(options: { masked: boolean }): Promise<string>
}
