import type { Warning } from '../src/model/evidence.js'
import {
  allocateColumns,
  COLUMN_NAMES,
  type EventBatch,
  type EventColumns,
  type RowSession,
  type SessionKeys,
} from '../src/model/event-table.js'
import type { Bytes, EntryIndex, Microseconds } from '../src/model/units.js'
import type { Detection, LogRecord } from './detections/detection.js'
import { EventDetections } from './event-detections.js'
import { fold } from './folding.js'
import { holdsNul, keepBlock } from './kernels/block.js'
import { Interner } from './kernels/interner.js'
import type { KernelModule } from './kernels/module.js'
import { RowReader, type RowColumns, type RowFormat } from './kernels/rows.js'
import { OrdinaryRows } from './ordinary.js'
import { RowDetections } from './row-detections.js'
import { sessionKeys } from './session-keys.js'
import { SentStrings } from './sent-strings.js'
import type { LineBlock } from './parsers/parser.js'

/** Rows after which a batch is handed over; about 1.6 MB of columns. */
const BATCH_ROWS = 32_768
const FIRST_CAPACITY = 4_096
/** Distinct warnings kept an entry; a hostile one could make millions. More are only counted. */
const MAX_DISTINCT_WARNINGS = 200
/** Cells of one record that a parser interns, at most. */
const STRINGS_A_RECORD = 12
/** Records of one log whose keys are kept, some 150 bytes each: a scanner's are all alike. */
const MOST_SESSIONS = 20_000
/** Stands for no detection among the hits. */
const NO_DETECTION = 0xffff_ffff
const MORE_WARNINGS = 'further warnings of other kinds'

/** Columns that a row reader fills. */
const ROW_COLUMNS = [
  'time',
  'offset',
  'size',
  'client',
  'forwarded',
  'user',
  'agent',
  'action',
  'target',
  'status',
  'tenths',
] as const

/** A build of Exchange stated by a log, with the first and last record under it. */
export interface BuildMark {
  /** a.b.c.d without leading zeros. */
  readonly build: string
  first: Microseconds
  last: Microseconds
  readonly offset: Bytes
  /** ServerHostName of the rows where known, else ''. */
  readonly server: string
}

/** Records that a Windows event log leaves out, by their numbers. */
export interface RecordGap {
  /** Column value of the log's family. */
  readonly family: number
  /** Time of the record before. */
  readonly from: Microseconds
  /** Time of the record after. */
  readonly to: Microseconds
  readonly missing: number
  /** So many are missing that the file is an excerpt: its other stretches say little too. */
  readonly excerpt: boolean
}

export interface SinkTotals {
  readonly events: number
  readonly records: number
  readonly unreadable: number
  /** Why there are no rows, '' where that is no wonder to explain. */
  readonly note: string
  readonly warnings: readonly Warning[]
  readonly builds: readonly BuildMark[]
  readonly gaps: readonly RecordGap[]
  /** Server names that rows state, with how many rows do. */
  readonly servers: ReadonlyMap<string, number>
  /** Client addresses that are the server's own (s-ip column). */
  readonly ownAddresses: ReadonlySet<string>
  /** For the reader of another entry; null where there is none. */
  readonly folders: Blob | null
}

/** What a sink needs of a detection. */
type Judge = Pick<Detection, 'match'> &
  Partial<Pick<Detection, 'events' | 'rows' | 'literals' | 'strangePages'>>

/** Which rows are folded before they are handed over. */
export interface Folding {
  /** Exchange's own monitoring. */
  readonly noise: boolean
  /** Ordinary rows too: the case has come near a limit of its memory. */
  readonly pressed: boolean
}

const NO_FOLDING: Folding = { noise: false, pressed: false }

/**
 * Where a parser puts what it reads: rows as columns, interned bytes, warnings, builds, host names.
 * Nothing here makes an object per row.
 */
export class EventSink {
  columns: EventColumns
  private readonly interner: Interner
  private readonly strings: SentStrings
  private rowReader: RowReader | null = null
  private hits: number[] = []
  private sessions: SessionKeys[] = []
  private sessionsNoted = 0
  private sequence = 0
  private events = 0
  private records = 0
  private unreadable = 0
  private readonly warnings = new Map<string, Warning & { count: number }>()
  private readonly builds = new Map<string, BuildMark>()
  private readonly gaps: RecordGap[] = []
  private readonly servers = new Map<string, number>()
  readonly ownAddresses = new Set<string>()
  private ordinary: OrdinaryRows | null = null
  private eventDetections: EventDetections | null = null
  private onRows: RowDetections | null = null
  private noted = ''
  private folders: Blob | null = null

  constructor(
    private readonly entry: EntryIndex,
    private readonly evidence: number,
    private readonly deliver: (batch: EventBatch) => Promise<void>,
    private readonly detections: readonly Judge[],
    /** Each sink has a table of strings of its own there. */
    private readonly kernels: KernelModule,
    private readonly folding: Folding = NO_FOLDING,
    /** Columns to be used again: memory that was never touched costs more than what is done with it. */
    private readonly spare: EventColumns[] = [],
  ) {
    this.columns = this.emptyColumns()
    this.interner = new Interner(kernels)
    this.strings = new SentStrings(this.interner)
  }

  /** Rows so far, those handed over included. */
  get rows(): number {
    return this.events
  }

  /**
   * Takes the memory that reading the block can need, so that none is taken while it is read. The
   * block as it is to be read from now on: a memory that grows detaches the views of it.
   */
  reserve(block: LineBlock): LineBlock {
    const { full } = this.interner
    const kept = keepBlock(this.kernels, block, () => {
      const { starts, ends, count } = block
      if (count === 0) return
      const bytes = (ends[count - 1] as number) - (starts[0] as number)
      // NULs can make several records of a line.
      const records = holdsNul(this.kernels, block) ? bytes : count
      this.interner.reserve(bytes, Math.min(Math.ceil(bytes / 2), records * STRINGS_A_RECORD))
    })
    if (this.interner.full && !full) this.warnFull(block.base)
    return kept
  }

  /** Local index of bytes[start .. end) as a string; equal bytes give equal indices. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    return this.interner.intern(bytes, start, end)
  }

  internText(text: string): number {
    return this.interner.internText(text)
  }

  /** Text of a local index, decoded as the batch will carry it. */
  text(index: number): string {
    return this.interner.text(index)
  }

  /** Index of a new, zeroed row in `columns`; fill it at once. Also counts one readable record. */
  row(): number {
    const row = this.columns.length
    if (row === this.columns.time.length) this.grow()
    this.columns.length = row + 1
    this.events++
    this.records++
    return row
  }

  /** Reads rows of an entry straight into columns for `addRows`. One a sink; the sink closes it. */
  openRows(format: RowFormat): RowReader {
    this.rowReader ??= new RowReader(this.kernels, this.interner, format)
    return this.rowReader
  }

  /** Adds so many rows at once; index of the first. Family and flags are left to be filled. */
  addRows(rows: RowColumns, count: number): number {
    const first = this.columns.length
    while (first + count > this.columns.time.length) this.grow()
    const { columns } = this
    for (const name of ROW_COLUMNS) columns[name].set(rows[name].subarray(0, count), first)
    columns.length = first + count
    this.events += count
    this.records += count
    return first
  }

  /** Counts a record that held data but could not be read. */
  unreadableRecord(): void {
    this.records++
    this.unreadable++
  }

  /** Counts records that were read and give no row. */
  readRecords(count: number): void {
    this.records += count
  }

  /** Leaves a file table's folders for the reader of the volume's change journal. */
  leaveFolders(folders: Blob): void {
    this.folders = folders
  }

  /** What became of an entry that rightly gives no row. */
  note(text: string): void {
    this.noted = text
  }

  /** Runs every detection on the record behind `row`. */
  detect(record: LogRecord, row: number): void {
    const { detections, hits } = this
    for (let index = 0; index < detections.length; index++) {
      const detection = detections[index]
      if (!detection || looksElsewhere(detection)) continue
      const outcome = detection.match(record)
      if (outcome >= 0) hits.push(row, index, outcome)
    }
    this.noteSession(record, row)
  }

  /** Keeps what ties a candidate to others: as a hit of no detection, so that it moves with its row. */
  private noteSession(record: LogRecord, row: number): void {
    if (this.sessionsNoted >= MOST_SESSIONS) return
    const keys = sessionKeys(record)
    if (!keys) return
    this.hits.push(row, NO_DETECTION, this.sessions.length)
    this.sessions.push(keys)
    this.sessionsNoted++
    if (this.sessionsNoted === MOST_SESSIONS) {
      const found = 'more'
      const wanted = `at most ${String(MOST_SESSIONS)} in one log`
      this.warn(NaN, 'ids of requests beyond these are not compared', wanted, found)
    }
  }

  /** Positions of the detections that look at such an event; mostly none. */
  detectionsOf(family: number, id: number): readonly number[] {
    this.eventDetections ??= new EventDetections(this.detections)
    return this.eventDetections.of(family, id)
  }

  /** Detections that look at rows which are no line of a log and no event. */
  get rowDetections(): RowDetections {
    return (this.onRows ??= new RowDetections(this.detections))
  }

  /** Runs the detections at these positions on the record behind `row`; whether any hits it. */
  detectBy(record: LogRecord, row: number, which: readonly number[]): boolean {
    const before = this.hits.length
    for (const index of which) {
      const outcome = this.detections[index]?.match(record) ?? -1
      if (outcome >= 0) this.hits.push(row, index, outcome)
    }
    return this.hits.length > before
  }

  warn(offset: Bytes, what: string, wanted: string, found: string): void {
    const key = `${what}\n${wanted}`
    const known = this.warnings.get(key)
    if (known) known.count++
    else if (this.warnings.size < MAX_DISTINCT_WARNINGS || what === MORE_WARNINGS) {
      const { entry, evidence } = this
      this.warnings.set(key, { entry, evidence, offset, what, wanted, found, count: 1 })
    } else {
      this.warn(offset, MORE_WARNINGS, `${String(MAX_DISTINCT_WARNINGS)} kinds at most`, what)
    }
  }

  build(build: string, server: string, time: Microseconds, offset: Bytes): void {
    const key = `${build} ${server}`
    const known = this.builds.get(key)
    if (!known) {
      this.builds.set(key, { build, server, first: time, last: time, offset })
      return
    }
    if (time < known.first || Number.isNaN(known.first)) known.first = time
    if (time > known.last || Number.isNaN(known.last)) known.last = time
  }

  gap(gap: RecordGap): void {
    this.gaps.push(gap)
  }

  server(name: string, rows: number): void {
    this.servers.set(name, (this.servers.get(name) ?? 0) + rows)
  }

  /** Hands a full batch over and waits until the case worker has taken it. Call once a block. */
  async flushIfFull(): Promise<void> {
    if (this.columns.length < BATCH_ROWS) return
    this.fold()
    // What is left of a batch that folded well waits for more; hits are shown while reading goes on.
    if (this.hits.length > 0 || this.columns.length >= BATCH_ROWS / 2) await this.flush()
  }

  async finish(): Promise<SinkTotals> {
    this.fold()
    if (this.columns.length > 0) await this.flush()
    this.spare.push(this.columns)
    this.close()
    const { events, records, unreadable, servers, ownAddresses } = this
    return {
      events,
      records,
      unreadable,
      servers,
      ownAddresses,
      note: this.noted,
      folders: this.folders,
      warnings: [...this.warnings.values()],
      builds: [...this.builds.values()],
      gaps: this.gaps,
    }
  }

  /** Gives the strings' memory back; `finish` does so itself. */
  close(): void {
    this.rowReader?.close()
    this.rowReader = null
    this.interner.close()
  }

  private warnFull(offset: Bytes): void {
    this.warn(
      offset,
      'more different paths, agents and accounts in this log than fit in memory: from here on new ones are shown as left out and ordinary requests are kept as counts; raw lines can still be opened. Drop this log by itself',
      'texts that fit in memory',
      `${String(this.interner.count)} different texts before`,
    )
  }

  private fold(): void {
    const { noise, pressed } = this.folding
    if (!noise) return
    this.ordinary ??= new OrdinaryRows(this)
    const near = pressed || this.interner.full
    fold(this.columns, this.hits, near ? this.ordinary : null)
  }

  private async flush(): Promise<void> {
    const { columns } = this
    const told = this.takeHits()
    const strings = this.strings.take(columns)
    const batch = { entry: this.entry, sequence: this.sequence++, columns, ...told, ...strings }
    await this.deliver(batch)
    this.columns = this.emptyColumns()
  }

  private takeHits(): Pick<EventBatch, 'hits' | 'sessions'> {
    const { hits: all, sessions: keys } = this
    this.hits = []
    this.sessions = []
    if (keys.length === 0) return { hits: Uint32Array.from(all) }
    const hits: number[] = []
    const sessions: RowSession[] = []
    for (let at = 0; at < all.length; at += 3) {
      const [row, index, outcome] = [all[at]!, all[at + 1]!, all[at + 2]!]
      const noted = index === NO_DETECTION ? keys[outcome] : undefined
      if (noted) sessions.push({ row, ...noted })
      else hits.push(row, index, outcome)
    }
    return { hits: Uint32Array.from(hits), sessions }
  }

  /** Rows to come find zeros, as in columns that are new. */
  private emptyColumns(): EventColumns {
    const columns = this.spare.pop() ?? allocateColumns(FIRST_CAPACITY)
    for (const name of COLUMN_NAMES) columns[name].fill(0, 0, columns.length)
    columns.length = 0
    return columns
  }

  private grow(): void {
    const bigger = allocateColumns(this.columns.time.length * 2)
    bigger.length = this.columns.length
    for (const name of COLUMN_NAMES) bigger[name].set(this.columns[name])
    this.columns = bigger
  }
}

/** Looks at events or rows alone. */
function looksElsewhere({ events, rows, literals, strangePages }: Judge): boolean {
  return (events !== undefined || rows !== undefined) && literals?.length === 0 && !strangePages
}
