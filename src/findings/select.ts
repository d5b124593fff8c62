import type { Case } from '../model/case.js'
import type { TimeRange } from '../workspace.js'
import { levelRank, RUNGS, type Finding } from '../model/finding.js'

export type Order = 'time' | 'level'

/** Findings of a host and time that hold every word of `filter`, in the order asked for. */
export function selectFindings(
  judged: Case,
  host: string | undefined,
  filter: string,
  order: Order,
  range: TimeRange | null = null,
): Finding[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const time = (finding: Finding) =>
    Number.isFinite(finding.firstTime) ? finding.firstTime : Infinity
  return judged.findings
    .filter((finding) => host === undefined || finding.host === host)
    .filter((finding) => range === null || touches(finding, range))
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

function touches({ firstTime, lastTime }: Finding, { from, to }: TimeRange): boolean {
  return firstTime < to && (Number.isFinite(lastTime) ? lastTime : firstTime) >= from
}

function textOf(finding: Finding): string {
  const { title, detection, level, technique, subject, actors } = finding
  return [title, detection, level, technique, subject, ...actors].join(' ').toLowerCase()
}

function compare<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What a reader should see first: the highest rung, the worst of it, the latest of equals. */
export function firstToShow(findings: readonly Finding[]): Finding | undefined {
  const rank = ({ rung, level, firstTime }: Finding) => [
    rung === null ? -1 : RUNGS.indexOf(rung),
    levelRank(level),
    firstTime || 0,
  ]
  return findings.reduce<Finding | undefined>((best, one) => {
    if (!best) return one
    const [old, now] = [rank(best), rank(one)]
    const differs = old.findIndex((value, at) => value !== now[at])
    return differs >= 0 && (now[differs] ?? 0) > (old[differs] ?? 0) ? one : best
  }, undefined)
}
