import type { Case } from '../model/case.js'
import type { Evidence } from '../model/evidence.js'

export interface UnreadEvidence {
  readonly evidence: Evidence
  readonly reasons: readonly string[]
}

/** Reasons named for one evidence. */
const NAMED = 3

/** Evidence of which not one file was read by a parser, with what is known of the reason. */
export function unreadEvidence(judged: Case): UnreadEvidence[] {
  const parsed = new Set<number>()
  const reasons = new Map<number, Set<string>>()
  const add = (evidence: number, reason: string) => {
    reasons.set(evidence, (reasons.get(evidence) ?? new Set()).add(reason))
  }
  for (const warning of judged.warnings) {
    if (warning.entry < 0) add(warning.evidence, warning.what)
  }
  for (const { entry, parser, reason } of judged.results) {
    const evidence = judged.entries[entry]?.evidence
    if (evidence === undefined) continue
    if (parser !== null) parsed.add(evidence)
    else if (reason !== '') add(evidence, reason)
  }
  return judged.evidence
    .filter(({ index }) => !parsed.has(index))
    .map((evidence) => ({
      evidence,
      reasons: [...(reasons.get(evidence.index) ?? [])].slice(0, NAMED),
    }))
}
