import type { Case } from '../model/case.js'
import { levelRank, type Finding } from '../model/finding.js'

export type Order = 'time' | 'level'

/** Findings of a host that hold every word of `filter`, in the order asked for. */
export function selectFindings(
  judged: Case,
  host: string | undefined,
  filter: string,
  order: Order,
): Finding[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const time = (finding: Finding) =>
    Number.isFinite(finding.firstTime) ? finding.firstTime : Infinity
  return judged.findings
    .filter((finding) => host === undefined || finding.host === host)
    .filter(
      (finding) => words.length === 0 || words.every((word) => textOf(finding).includes(word)),
    )
    .sort(
      (a, b) =>
        (order === 'level' ? levelRank(b.level) - levelRank(a.level) : 0) ||
        compare(time(a), time(b)) ||
        compare(a.id, b.id),
    )
}

function textOf(finding: Finding): string {
  const { title, detection, level, technique, subject, actors } = finding
  return [title, detection, level, technique, subject, ...actors].join(' ').toLowerCase()
}

function compare<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What a reader should see first: the worst, the earliest among equals. */
export function firstToShow(findings: readonly Finding[]): Finding | undefined {
  return findings.reduce<Finding | undefined>(
    (best, one) => (best && levelRank(best.level) >= levelRank(one.level) ? best : one),
    undefined,
  )
}
