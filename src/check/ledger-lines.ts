import type { EntryCounts } from '../../workers/protocol.js'
import type { Case } from '../model/case.js'
import type { Entry, EntryResult } from '../model/evidence.js'

/** Where every record of a file went. */
export interface LedgerLine {
  readonly entry: Entry
  readonly result: EntryResult
  /** Records that hold data. */
  readonly records: number
  /** Shown one by one. */
  readonly shown: number
  /** Kept as counts behind a row. */
  readonly folded: number
  readonly unreadable: number
  /** Read, and nothing to be told of them. */
  readonly quiet: number
  /** In another file too, and counted there. */
  readonly elsewhere: number
  /** The sum of the parts is the whole. */
  readonly addsUp: boolean
}

/** A line a file that a parser knew, in the order of the evidence. */
export function ledgerLines(judged: Case, counts: EntryCounts): LedgerLine[] {
  const results = new Map(judged.results.map((result) => [result.entry, result]))
  return judged.entries.flatMap((entry) => {
    const result = results.get(entry.index)
    if (result?.parser == null) return []
    const { records, events, unreadable } = result
    const shown = counts.rows[entry.index] ?? 0
    const folded = counts.folded[entry.index] ?? 0
    const elsewhere = events > 0 && shown + folded === 0 ? events : 0
    const quiet = records - events - unreadable
    const addsUp = quiet >= 0 && shown + folded + elsewhere === events
    return [{ entry, result, records, shown, folded, unreadable, quiet, elsewhere, addsUp }]
  })
}
