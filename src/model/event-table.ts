import type { Bytes, EntryIndex } from './units.js'

/** Bits of the `flags` column. */
export const FLAG_NOISE = 1
/** A detection literal occurs in the record. */
export const FLAG_CANDIDATE = 2
/** The row had too many fields and was read from both ends; its status proves nothing alone. */
export const FLAG_RESHAPED = 4
/** The file has no header; columns were mapped by count and value shapes. */
export const FLAG_HEADER_ASSUMED = 8
/** The record's date was taken from the header, not from the record. */
export const FLAG_DATE_ASSUMED = 16
/** The row stands for several records; `offset` and `size` are the stretch that holds them. */
export const FLAG_FOLDED = 32

/**
 * Columns of events. All have `length` used elements. Interned columns (`client` … `target`) index
 * a string list, 0 always being the empty string.
 */
export interface EventColumns {
  length: number
  /** Microseconds since 1970 UTC, NaN where the record states none. */
  time: Float64Array
  family: Uint8Array
  flags: Uint8Array
  /** Byte offset of the record in its entry, uncompressed. */
  offset: Float64Array
  /** Bytes of the record, without its line end. */
  size: Uint32Array
  /** Address that the connection came from; after the merge the one that the row is ascribed to. */
  client: Uint32Array
  /** First address of X-Forwarded-For: a client's word, believed only from a load balancer. */
  forwarded: Uint32Array
  user: Uint32Array
  agent: Uint32Array
  /** HTTP method, or cmdlet. */
  action: Uint32Array
  /** Request path, or path of a file. */
  target: Uint32Array
  status: Uint16Array
  /** Remaining units of 100 ns below the microsecond of `time`. */
  tenths: Uint8Array
  /** Records that the row stands for besides its first. */
  further: Uint16Array
  /** Milliseconds from its first record to its last, rounded down. */
  span: Uint16Array
}

/** What ties a record to others; '' where it has none. Lower case, but for the method in `style`. */
export interface SessionKeys {
  /** Id of the request, which the front end and the back end share. */
  readonly request: string
  /** The control panel's canary: one for each session there. */
  readonly canary: string
  /** Method and names of the parameters that a page which Exchange does not ship was sent. */
  readonly style: string
}

/** Keys of one row. Only candidates have any. */
export interface RowSession extends SessionKeys {
  readonly row: number
}

/** What a scan worker sends the case worker: one entry's next rows. Buffers are transferred. */
export interface EventBatch {
  readonly entry: EntryIndex
  /** Position among the entry's batches, from 0. */
  readonly sequence: number
  readonly columns: EventColumns
  /** Strings new since the last batch of this entry, in order of their local index; '' where no row needs it yet. */
  readonly newStrings: readonly string[]
  /** Strings that earlier batches left out and a row of this one needs, with their local index. */
  readonly lateStrings?: readonly (readonly [index: number, text: string])[]
  /** Triples: row in this batch, index of the detection in THE list, index of its outcome. */
  readonly hits: Uint32Array
  /** Keys of rows in this batch, ascending; left out where there are none. */
  readonly sessions?: readonly RowSession[]
}

/** The merged table, ordered by (time, entry, offset); rows without a time stand last. */
export interface EventTable extends EventColumns {
  readonly entry: Uint32Array
  /** Index into `hosts`. */
  readonly host: Uint16Array
  readonly strings: readonly string[]
  readonly hosts: readonly string[]
}

export const COLUMN_NAMES = [
  'time',
  'family',
  'flags',
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
  'further',
  'span',
] as const satisfies readonly (keyof EventColumns)[]

/** What stands for texts that came when memory was out. */
export const LEFT_OUT = '(left out: too many different texts)'

/** Columns of string indices. */
export const INTERNED = ['client', 'forwarded', 'user', 'agent', 'action', 'target'] as const

export function allocateColumns(capacity: number): EventColumns {
  return {
    length: 0,
    time: new Float64Array(capacity),
    family: new Uint8Array(capacity),
    flags: new Uint8Array(capacity),
    offset: new Float64Array(capacity),
    size: new Uint32Array(capacity),
    client: new Uint32Array(capacity),
    forwarded: new Uint32Array(capacity),
    user: new Uint32Array(capacity),
    agent: new Uint32Array(capacity),
    action: new Uint32Array(capacity),
    target: new Uint32Array(capacity),
    status: new Uint16Array(capacity),
    tenths: new Uint8Array(capacity),
    further: new Uint16Array(capacity),
    span: new Uint16Array(capacity),
  }
}

export function columnBuffers(columns: EventColumns): ArrayBuffer[] {
  return COLUMN_NAMES.map((name) => columns[name].buffer as ArrayBuffer)
}

/** A record as the reader of evidence needs it to find it again. */
export interface RecordLocation {
  readonly entry: EntryIndex
  readonly offset: Bytes
  readonly size: Bytes
}
