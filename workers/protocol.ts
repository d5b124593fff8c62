/** Types that cross between threads. Nothing here runs. */
import type { CampaignChoice } from '../src/model/campaigns.js'
import type { Case } from '../src/model/case.js'
import type { Collector, Entry, EntryResult, Evidence, Warning } from '../src/model/evidence.js'
import type { EventBatch, EventColumns, RecordLocation } from '../src/model/event-table.js'
import type { Judgements } from '../src/model/judgement.js'
import type { FamilyId } from '../src/model/families.js'
import type { ReadingLimits, UnpackLimits } from '../src/model/limits.js'
import type { SavedBy, SavedNotes } from '../src/model/saved-case.js'
import type { Bytes, EntryIndex, Microseconds, Sha256Hex } from '../src/model/units.js'
import type { BuildMark, RecordGap } from './event-sink.js'
import type { Seen, SeenKind } from './table/first-last.js'
import type { QueryApi } from './query-protocol.js'

/** A file of the drop with the path it had there; for a folder, relative to the folder. */
export interface DroppedFile {
  readonly path: string
  readonly file: File
}

/** What is read as one evidence. For a zip, `files` holds the one archive. */
export interface EvidenceSource {
  readonly index: number
  readonly name: string
  readonly kind: 'zip' | 'folder' | 'files'
  readonly files: readonly DroppedFile[]
  /** Those that the user raised; the usual ones where left out. */
  readonly limits?: ReadingLimits
}

/** An entry before the case gives it an index. */
export type ListedEntry = Omit<Entry, 'index'>

export interface Listing {
  readonly collector: Collector
  readonly packageHost: string
  readonly entries: readonly ListedEntry[]
  readonly warnings: readonly Warning[]
}

export interface ScanTask {
  readonly entry: Entry
  /** The archive for zip entries, the file itself for loose ones. */
  readonly file: Blob
  /** Bytes of the password that opens it, for encrypted entries. */
  readonly password?: Uint8Array
  /** As of its evidence. */
  readonly limits?: ReadingLimits | undefined
  /** What the entry's checkpoints may take. */
  readonly checkpointBudget: Bytes
  /** Files of the same folder that its reader needs: a hive's transaction logs. */
  readonly siblings?: readonly SiblingTask[]
  /** For a change journal: the folders of its volume, from the report on the file table. */
  readonly folders?: Blob
}

export type SiblingTask = Pick<ScanTask, 'entry' | 'file' | 'password' | 'limits'>

/** Places from which an entry can be read without its beginning, ascending; a place an element. */
export interface Checkpoints {
  /** Uncompressed bytes before. */
  readonly offsets: Float64Array
  /** Newlines before. */
  readonly lines: Float64Array
  /** Bits of the compressed data before; NaN where the entry is not compressed. */
  readonly bits: Float64Array
  /** Each one's end in `windows`, where the output before it stands, compressed. */
  readonly windowEnds: Float64Array
  readonly windows: Blob
}

export interface ReadRowsTask extends ScanTask {
  readonly checkpoints: Checkpoints | null
}

/** What is inside an archive that is itself an entry. */
export interface Unpacked {
  /** `plain`: it is no archive but for its name. `refused`: see `reason`. */
  readonly kind: 'archive' | 'plain' | 'refused'
  readonly reason: string
  /** What the entries are read from. */
  readonly file: Blob | null
  readonly entries: readonly ListedEntry[]
  /** Of the archive. */
  readonly warnings: readonly Omit<Warning, 'entry' | 'evidence' | 'count'>[]
  /** Bytes that were unpacked into memory, and stay there. */
  readonly unpacked: Bytes
}

/** What trying a password on an encrypted entry gave. */
export interface Unlocked {
  /** The form of the password that opens it, null where none does. */
  readonly password: Uint8Array | null
  /** A check of eight bits passed, but the data does not read: a wrong password, or damage. */
  readonly doubtful: boolean
  /** Why no password can open it, '' where one could. */
  readonly reason: string
}

export interface Progress {
  readonly entry: EntryIndex
  /** Uncompressed bytes read so far. */
  readonly offset: Bytes
  readonly events: number
}

/** All that a scan worker reports of an entry, besides its batches. */
export interface ScanReport {
  readonly result: EntryResult
  readonly warnings: readonly Warning[]
  readonly builds: readonly BuildMark[]
  readonly gaps: readonly RecordGap[]
  readonly servers: readonly (readonly [name: string, rows: number])[]
  readonly ownAddresses: readonly string[]
  /** null where reading the entry again has to start at its beginning. */
  readonly checkpoints: Checkpoints | null
  /** Folders of a file table, for the reader of the volume's change journal. */
  readonly folders?: Blob
}

/** A row that stands for several records, and how to find them again. */
export interface FoldedRow extends RecordLocation {
  /** Of its first record. */
  readonly time: Microseconds
  /** Milliseconds to its last. */
  readonly span: number
  readonly records: number
  readonly family: number
  /** Exchange's own monitoring; else ordinary requests of one client for one path. */
  readonly noise: boolean
  readonly client: string
  readonly target: string
}

/** The records of a folded row, each a row; `strings` are what its columns index. */
export interface UnfoldedRows {
  readonly columns: EventColumns
  readonly strings: readonly string[]
}

/** A record's text as it stands in the evidence, decoded for reading. */
export interface RawRow extends RecordLocation {
  readonly text: string
  /** From 1. 0 where the entry was not read as lines. */
  readonly line: number
  /** Neighbouring lines before and after, as asked for. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly truncated: boolean
}

/** A part of a log that begins at the beginning of a line and ends at the end of one. */
export interface LogStretch {
  readonly entry: EntryIndex
  readonly from: Bytes
  readonly to: Bytes
  /** Its rows lie so near the time asked for. */
  readonly window: Microseconds
}

/** Lines of a log that are looked for. */
export interface LineSearch {
  readonly stretch: LogStretch
  /** A line holds one of these; ASCII in lower case. */
  readonly needles: readonly string[]
  /** Lines given at most. */
  readonly most: number
}

/** A text that is looked for in all bytes of an entry. */
export interface EntrySearch {
  readonly text: string
  /** Hits given at most. */
  readonly most: number
}

/** A line that holds the text; in a binary format, what stands between two newlines. */
export interface SearchHit extends RecordLocation {
  /** Byte offset of what was found. */
  readonly at: Bytes
  /** From 1; 0 in a binary format. */
  readonly line: number
  /** The line around what was found. */
  readonly text: string
}

export interface EntryFound {
  /** In their order in the entry. */
  readonly hits: readonly SearchHit[]
  /** There are more than were asked for. */
  readonly more: boolean
  /** Bytes looked through, uncompressed. */
  readonly bytes: Bytes
}

/** What a row says of a record with a request's id. */
export interface ChainRow extends RecordLocation {
  readonly time: Microseconds
  readonly family: FamilyId
  readonly user: string
  readonly action: string
  readonly target: string
  readonly status: number
  /** The row stands for several records: the time is that of the first. */
  readonly folded: boolean
}

export interface ScanApi {
  /** The port leads to the case worker, which takes batches there. */
  connect(port: MessagePort): void
  /** The result has the last entries; those before go to `onEntries` in parts. */
  list(
    source: EvidenceSource,
    onProgress: (progress: Progress) => void,
    onEntries: (entries: readonly ListedEntry[]) => Promise<void>,
  ): Promise<Listing>
  unlock(
    tasks: readonly ScanTask[],
    password: string,
    onProgress: (progress: Progress) => void,
  ): Promise<Unlocked[]>
  /** One at a time. */
  unpack(
    task: ScanTask,
    limits: UnpackLimits,
    onProgress: (progress: Progress) => void,
  ): Promise<Unpacked>
  scan(task: ScanTask, onProgress: (progress: Progress) => void): Promise<ScanReport>
  readRows(
    task: ReadRowsTask,
    locations: readonly RecordLocation[],
    neighbours: number,
    onProgress: (progress: Progress) => void,
  ): Promise<RawRow[]>
  /** A record's bytes as they stand in the entry, the first few thousand of them. */
  readBytes(
    task: ReadRowsTask,
    location: RecordLocation,
    onProgress: (progress: Progress) => void,
  ): Promise<Uint8Array>
  /** A stretch of an entry as stored; shorter at its end. */
  readFile(
    task: ReadRowsTask,
    from: Bytes,
    length: Bytes,
    onProgress: (progress: Progress) => void,
  ): Promise<Uint8Array>
  /** Lines of a stretch that hold one of the needles, read again from the evidence. */
  findLines(
    task: ReadRowsTask,
    search: LineSearch,
    onProgress: (progress: Progress) => void,
  ): Promise<RawRow[]>
  /** Looks for a text in every byte of an entry. */
  searchEntry(
    task: ScanTask,
    search: EntrySearch,
    onProgress: (progress: Progress) => void,
  ): Promise<EntryFound>
  /** Reads an entry again up to the folded row's end. */
  unfold(
    task: ScanTask,
    row: FoldedRow,
    onProgress: (progress: Progress) => void,
  ): Promise<UnfoldedRows>
  hashFile(file: File, onProgress: (offset: Bytes) => void): Promise<Sha256Hex>
}

/** What a case may hold before rows are folded and texts left out. */
export interface CaseLimits {
  /** Rows kept whole. */
  readonly rows: number
  /** UTF-16 units of distinct texts. */
  readonly text: number
}

/** What can be changed of a finished case. */
export interface Rejudging {
  readonly campaigns: CampaignChoice
  readonly judgements: Judgements
}

export interface CaseSetup {
  readonly demo: boolean
  /** Others than the usual ones, where the user or a test sets them. */
  readonly limits?: CaseLimits
  /** Which campaigns count; all that the evidence reaches where left out. */
  readonly campaigns?: CampaignChoice
  /** What the reader decided beforehand. */
  readonly judgements?: Judgements
  readonly evidence: readonly Evidence[]
  readonly entries: readonly Entry[]
  readonly warnings: readonly Warning[]
}

/** Events over time that the timeline asks for. */
export interface DensityRequest {
  readonly from: Microseconds
  readonly to: Microseconds
  /** Equal stretches of [from, to). */
  readonly bins: number
  /** Name of the server, '' for all. */
  readonly host: string
  /** What the lanes' keys are: log groups, names of servers, or client addresses. */
  readonly by: 'source' | 'host' | 'actor'
  /** Keys of each lane; none where only all events together are wanted. At most 255. */
  readonly lanes: readonly (readonly string[])[]
}

/** Events per bin, of all together first, then of each lane; `noise` is Exchange's own monitoring. */
export interface Density {
  readonly from: Microseconds
  readonly to: Microseconds
  readonly bins: number
  readonly events: Uint32Array
  readonly noise: Uint32Array
}

/** A saved case that was opened; its entries come in parts by `entriesFrom`. */
export interface SavedOpening {
  readonly judged: CaseOfEntries
  readonly entries: number
  readonly saved: SavedBy
  readonly notes: SavedNotes
}

/** A case without its entries, which the page listed and has: there may be 100,000 of them. */
export type CaseOfEntries = Omit<Case, 'entries'>

export interface CaseApi extends QueryApi {
  /** A port from a scan worker; batches arrive there by BatchApi. */
  connect(port: MessagePort): void
  open(setup: CaseSetup): void
  /** Entries found inside others, their indexes going on from those known. */
  extend(entries: readonly Entry[]): void
  report(report: ScanReport): void
  /** Drops what was delivered of an entry, which is read once more. */
  forget(entry: EntryIndex): void
  hashed(evidence: number, sha256: Sha256Hex): void
  /** The case so far: findings from records already read, nothing ruled out. */
  snapshot(): Promise<CaseOfEntries>
  /** Merges, correlates, judges. Call when all entries are reported, or reading was cancelled. */
  finish(cancelled: boolean): Promise<CaseOfEntries>
  /** Judges the finished case once more; its rows are not gone through again. */
  rejudge(how: Rejudging): Promise<CaseOfEntries>
  density(request: DensityRequest): Promise<Density>
  /** Folded rows that begin in [from, to), in order of time; `most` of them. */
  folded(from: Microseconds, to: Microseconds, most: number): FoldedRow[]
  /** Since when and until when a value was seen in the finished case, and how often. */
  seen(kind: SeenKind, value: string): Seen
  /**
   * Stretches of the host's other logs where records of a request can stand that was logged in `entry`
   * at `time`. `leftOut` logs have too much around that time to be read again.
   */
  logsAround(
    entry: EntryIndex,
    time: Microseconds,
  ): { readonly stretches: readonly LogStretch[]; readonly leftOut: number }
  /** What the table says of records near `time` by their places. */
  chainRows(locations: readonly RecordLocation[], time: Microseconds): ChainRow[]
  entryCounts(): EntryCounts
  hostZones(): HostZone[]
  /** Pages of a host that Exchange does not ship, most asked for first. */
  files(host: string): PageTold[]
  /** Everybody whom the host's logs name; `leftOut` are beyond what a page can show. */
  accounts(host: string): { readonly accounts: readonly Account[]; readonly leftOut: number }
  /** The judged case as a file that `openSaved` opens. */
  save(notes: SavedNotes): Promise<Blob>
  /** In place of `open` to `finish`. Rejects with a sentence where the file is damaged. */
  openSaved(file: Blob): Promise<SavedOpening>
  /** As many entries from that index on as go from one thread to another at once. */
  entriesFrom(from: EntryIndex): readonly Entry[]
  /** What `keepRaw` was given of a record. */
  keptRow(location: RecordLocation): RawRow | null
  /** Raw text of the findings' rows, for the outputs. */
  keepRaw(rows: readonly RawRow[]): void
  caseJson(options: { masked: boolean; written: string }): Promise<string>
}

export interface TakenBatch {
  /** The case has come near a limit: from then on ordinary rows are to be folded too. */
  readonly pressed: boolean
  /** The batch's own, to be used again. */
  readonly columns: EventColumns
}

/** By entry: rows in the table, and the records folded into them. */
export interface EntryCounts {
  readonly rows: Uint32Array
  readonly folded: Uint32Array
}

/** What the evidence tells of a page that Exchange does not ship. */
export interface PageTold {
  /** The request path that it answers to, in lower case. */
  readonly page: string
  /** On disk, as recorded; '' where only requests tell of it. */
  readonly path: string
  /** Entries that are the file itself. */
  readonly entries: readonly EntryIndex[]
  /** What became of it on disk, in order of time. */
  readonly life: readonly PageEvent[]
  readonly lifeLeftOut: number
  /** Requests for it, by what they came to. */
  readonly sent: number
  readonly fetched: number
  readonly failed: number
  readonly missing: number
  readonly firstAsked: Microseconds
  readonly lastAsked: Microseconds
  readonly lastAnswered: Microseconds
  /** Client addresses that asked, those with most requests first. */
  readonly actors: readonly { readonly address: string; readonly requests: number }[]
  readonly actorCount: number
}

export interface PageEvent {
  readonly time: Microseconds
  /** `came to be`, `deleted`, `removed by antivirus`, `compiled at its first use`. */
  readonly what: string
  /** Label of the log family that says so. */
  readonly by: string
  readonly entry: EntryIndex
  readonly offset: Bytes
  readonly size: Bytes
}

/** Somebody whom the logs of a host name. */
export interface Account {
  /** As it stands where it was first interned. */
  readonly name: string
  readonly events: number
  /** Of the events, those that were refused: 401, or a logon that failed. */
  readonly failures: number
  readonly first: Microseconds
  readonly last: Microseconds
  readonly addressCount: number
  /** Those with most events. */
  readonly addresses: readonly { readonly address: string; readonly events: number }[]
  /** Labels of the log families that name it. */
  readonly families: readonly string[]
}

/** A time zone as a host's registry states it. */
export interface HostZone {
  readonly host: string
  /** Windows' name of it, as `W. Europe Standard Time`; '' where it states none. */
  readonly name: string
  /** Minutes east of UTC without daylight saving; NaN where it states none. */
  readonly offset: number
}

/** What a scan worker may call on the case worker. Awaiting it is the back-pressure. */
export interface BatchApi {
  addBatch(batch: EventBatch): TakenBatch
}

export interface DemoApi {
  /** The demo evidence as a zip; `attacked: false` gives its clean twin. */
  build(
    options: { attacked: boolean },
    onProgress: (fraction: number) => void,
  ): Promise<ArrayBuffer>
}
