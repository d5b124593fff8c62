import type { Warning } from '../src/model/evidence.js'
import type { CaseLimits } from './protocol.js'
import type { BatchStore } from './table/batch-store.js'

/**
 * Rows are about 60 bytes: 1.2 GB, and once more a column while they are sorted. Texts are two bytes a
 * unit and a map entry each. A tab has 4 GB at most.
 */
export const CASE_LIMITS: CaseLimits = { rows: 20_000_000, text: 400_000_000 }

/** What of a case was folded or left out for want of memory, as warnings of the case as a whole. */
export function limitWarnings(
  batches: BatchStore,
  pressedAt: number | null,
  limits: CaseLimits,
): Warning[] {
  const warnings: Warning[] = []
  if (pressedAt !== null) {
    warnings.push(
      ofTheCase(
        'more records than fit in memory: from here on, ordinary requests are kept as counts a minute, client and path. Requests for scripts, POSTs, errors, sign-ins and whatever a detection looks at are kept whole. To see every record, drop fewer days at a time',
        `${String(limits.rows)} records`,
        `reached after ${String(pressedAt)}`,
      ),
    )
  }
  if (batches.stringsLeftOut > 0) {
    warnings.push(
      ofTheCase(
        'more different paths, agents and accounts than fit in memory: further ones are shown as left out; their raw lines can still be opened. Drop fewer days at a time',
        `${String(limits.text)} characters`,
        `${String(batches.stringsLeftOut)} more texts`,
      ),
    )
  }
  return warnings
}

function ofTheCase(what: string, wanted: string, found: string): Warning {
  return { entry: -1, evidence: -1, offset: NaN, what, wanted, found, count: 1 }
}
