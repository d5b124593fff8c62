import { familyAt, familyIndex, type FamilyGroup, type FamilyId } from '../../src/model/families.js'
import type { Finding } from '../../src/model/finding.js'
import { MICROSECONDS_PER_MINUTE, type Microseconds } from '../../src/model/units.js'

/** What belongs to one session of an attacker lies within so much of each other. */
const TOGETHER = 30 * MICROSECONDS_PER_MINUTE

const GROUP_NAMES: Readonly<Record<FamilyGroup, string>> = {
  iis: 'IIS',
  httpproxy: 'HttpProxy',
  ecp: 'ECP Server',
  files: 'Web folders',
  exchange: 'Exchange back end',
  evtx: 'Windows events',
  ntfs: 'NTFS',
  registry: 'Registry',
  system: 'Setup and configuration',
  reported: 'Other tools',
}
const GROUPS = Object.keys(GROUP_NAMES) as FamilyGroup[]

/** Sorted times of telling records, by host, actor and log family. `*` is any actor. */
type Times = Map<string, Microseconds[]>

/** Names, for each finding, the independent log families that agree on its actor and host. */
export function withConfidence(findings: readonly Finding[]): Finding[] {
  const times = collectTimes(findings)
  return findings.map((finding) => {
    const own = new Set(finding.rows.map((row) => groupOf(row.family)))
    const agreeing = GROUPS.filter(
      (group) => own.has(group) || (finding.rung !== null && agrees(times, finding, group)),
    )
    return { ...finding, confidence: agreeing.map((group) => GROUP_NAMES[group]).sort() }
  })
}

function collectTimes(findings: readonly Finding[]): Times {
  const times: Times = new Map()
  for (const finding of findings) {
    if (finding.rung === null) continue
    const actors = finding.actors.length > 0 ? finding.actors : ['']
    for (const { time, family } of finding.rows) {
      if (Number.isNaN(time)) continue
      for (const actor of [...actors, '*']) {
        const key = keyOf(finding.host, actor, groupOf(family))
        const known = times.get(key)
        if (known) known.push(time)
        else times.set(key, [time])
      }
    }
  }
  for (const list of times.values()) list.sort((a, b) => a - b)
  return times
}

/** Records of the same actor, or of none where one side's log names none. */
function agrees(times: Times, finding: Finding, group: FamilyGroup): boolean {
  const actors = finding.actors.length > 0 ? [...finding.actors, ''] : ['*']
  return actors.some((actor) => {
    const list = times.get(keyOf(finding.host, actor, group)) ?? []
    return finding.rows.some((row) => holdsNear(list, row.time))
  })
}

function holdsNear(sorted: readonly Microseconds[], time: Microseconds): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? NaN) < time - TOGETHER) low = middle + 1
    else high = middle
  }
  return (sorted[low] ?? NaN) <= time + TOGETHER
}

function groupOf(family: FamilyId): FamilyGroup {
  return familyAt(familyIndex(family)).group
}

function keyOf(host: string, actor: string, group: FamilyGroup): string {
  return [host, actor, group].join('\n')
}
