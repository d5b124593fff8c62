/** Types of questions about events, which cross between the page and the case worker. Nothing here runs. */
import type { RecordLocation } from '../src/model/event-table.js'
import type { FamilyId } from '../src/model/families.js'
import type { FieldId } from '../src/model/query/fields.js'
import type { Query } from '../src/model/query/query.js'
import type { Microseconds } from '../src/model/units.js'

export interface EventSort {
  readonly field: FieldId
  readonly descending: boolean
}

export interface EventQuery {
  readonly query: Query
  /** Only rows that begin in from ≤ t < to. */
  readonly range: { readonly from: Microseconds; readonly to: Microseconds } | null
  /** Only this server's, '' for all. */
  readonly server: string
  readonly sort: EventSort
}

export interface EventAnswer {
  /** For `eventRows` and `stacks`; the last few answers are kept. */
  readonly id: number
  readonly rows: number
  /** Records that the rows stand for. */
  readonly records: number
  /** Milliseconds that it took. */
  readonly ms: number
}

/** A row of the table as it is shown. */
export interface EventRow extends RecordLocation {
  /** Number in the table. */
  readonly row: number
  readonly time: Microseconds
  readonly tenths: number
  readonly log: FamilyId
  readonly client: string
  readonly forwarded: string
  readonly user: string
  readonly agent: string
  readonly action: string
  readonly target: string
  /** 0 where the record states none. */
  readonly status: number
  readonly server: string
  /** Path of the entry. */
  readonly file: string
  readonly flags: number
  readonly records: number
  /** Milliseconds from its first record to its last. */
  readonly span: number
}

/** What values can be counted of. */
export type StackField =
  | 'client'
  | 'user'
  | 'agent'
  | 'action'
  | 'target'
  | 'status'
  | 'forwarded'
  | 'log'
  | 'server'
  | 'file'

export interface StackValue {
  readonly value: string
  readonly records: number
  /** First and last row with it; NaN where none states a time. */
  readonly first: Microseconds
  readonly last: Microseconds
}

export interface Stacks {
  /** Different values in all; `values` has as many as were asked for. */
  readonly distinct: number
  readonly values: readonly StackValue[]
}

export interface QueryApi {
  query(asked: EventQuery): EventAnswer
  /** Rows [from, to) of an answer; null where it is kept no more. */
  eventRows(id: number, from: number, to: number): readonly EventRow[] | null
  /** Values among an answer's rows, the rarest or the most frequent first; null as above. */
  stacks(id: number, field: StackField, rarest: boolean, most: number): Stacks | null
  /** Values of the whole case that hold `text`, those that begin with it first, then by their number. */
  values(field: FieldId, text: string, most: number): readonly string[]
  /** The event whose record holds a place of a file; null where none does. */
  eventAt(place: RecordLocation): EventRow | null
  /** The record before (-1) or after (1) in the same file; null where there is none. */
  besideInFile(row: number, step: -1 | 1): EventRow | null
}
