import { emptyResult, type Entry, type EntryState, type Warning } from '../model/evidence.js'
import type { EvidenceSource, Listing, ScanReport } from '../../workers/protocol.js'
import type { Lost } from './pool.js'

/** What is said of an entry that gave nothing. */
export function emptyReport(entry: Entry, state: EntryState, reason: string): ScanReport {
  return {
    result: emptyResult(entry, state, reason),
    warnings: [],
    builds: [],
    gaps: [],
    servers: [],
    ownAddresses: [],
    checkpoints: null,
  }
}

/** What is said of an entry whose worker was ended, `events` of it being delivered before. */
export function lostReport(entry: Entry, lost: Lost, events: number): ScanReport {
  const report = emptyReport(entry, 'partial', lost.reason)
  return {
    ...report,
    result: { ...report.result, events },
    warnings: [
      {
        entry: entry.index,
        evidence: entry.evidence,
        offset: lost.offset,
        what: 'reading ended early',
        wanted: `${String(entry.size)} bytes`,
        found: lost.reason,
        count: 1,
      },
    ],
  }
}

/** What is said of a dropped thing whose listing ended its worker. */
export function unlisted(source: EvidenceSource, lost: Lost): Listing {
  const warning: Warning = {
    entry: -1,
    evidence: source.index,
    offset: NaN,
    what: `${source.name} could not be listed`,
    wanted: 'an archive or a folder',
    found: lost.reason,
    count: 1,
  }
  return { collector: 'unknown', packageHost: '', entries: [], warnings: [warning] }
}
