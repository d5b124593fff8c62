import { familyAt, familyIndex, type FamilyGroup } from '../../src/model/families.js'
import type { Finding } from '../../src/model/finding.js'
import { MICROSECONDS_PER_MINUTE } from '../../src/model/units.js'

/** What belongs to one session of an attacker lies within so much of each other. */
const TOGETHER = 30 * MICROSECONDS_PER_MINUTE

const GROUP_NAMES: Readonly<Record<FamilyGroup, string>> = {
  iis: 'IIS',
  httpproxy: 'HttpProxy',
  ecp: 'ECP Server',
  files: 'Web folders',
}

/** Names, for each finding, the independent log families that agree on its actor and host. */
export function withConfidence(findings: readonly Finding[]): Finding[] {
  const own = findings.map(groupsOf)
  return findings.map((finding, index) => {
    const groups = new Set(own[index])
    if (finding.rung !== null)
      findings.forEach((other, at) => {
        if (agrees(finding, other)) own[at]?.forEach((group) => groups.add(group))
      })
    return { ...finding, confidence: [...groups].map((group) => GROUP_NAMES[group]).sort() }
  })
}

function groupsOf(finding: Finding): FamilyGroup[] {
  return [...new Set(finding.rows.map((row) => familyAt(familyIndex(row.family)).group))]
}

function agrees(finding: Finding, other: Finding): boolean {
  if (other.rung === null || other.host !== finding.host) return false
  const sameActor =
    finding.actors.length === 0 ||
    other.actors.length === 0 ||
    other.actors.some((actor) => finding.actors.includes(actor))
  return (
    sameActor && finding.rows.some((row) => other.rows.some((mate) => near(row.time, mate.time)))
  )
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOGETHER
}
