import type { Microseconds } from '../../../src/model/units.js'

/**
 * One Windows event, from whatever file it came: binary log, exported JSON, XML or CSV. Values are as
 * recorded; message texts of providers are not at hand. Valid until its reader goes on.
 */
export interface WindowsEvent {
  readonly provider: string
  readonly channel: string
  readonly computer: string
  /** EventID without its qualifiers. */
  readonly id: number
  /** EventRecordID, NaN where the export leaves it out. */
  readonly record: number
  /** TimeCreated of the event itself, never of the record's header; NaN where there is none. */
  readonly time: Microseconds
  /** Remaining units of 100 ns below `time`. */
  readonly tenths: number
  /** 1 critical … 5 verbose, 0 where not stated. */
  readonly level: number
  /** SID of System/Security, '' where there is none. */
  readonly userId: string
  /** Values of EventData or UserData in order; unnamed ones have the name ''. */
  readonly names: readonly string[]
  readonly values: readonly string[]
  /** The first value of that name (any case), '' where there is none. */
  data(name: string): string
}
