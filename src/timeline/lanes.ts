import { worstFirst } from '../answer/answers.js'
import type { Case } from '../model/case.js'
import { familyAt, familyIndex, FAMILIES, type FamilyGroup } from '../model/families.js'
import { PHASES, type Finding } from '../model/finding.js'
import { PHASE_WORD } from '../parts/palette.js'

/** What the lanes of the timeline are. */
export const LANE_KINDS = ['phase', 'actor', 'source', 'host'] as const
export type LaneKind = (typeof LANE_KINDS)[number]

export interface Lane {
  readonly label: string
  /** What the case worker counts for it; empty where nothing is counted apart. */
  readonly keys: readonly string[]
  /** Server whose window, patch and holes stand in this lane alone; '' for none. */
  readonly host: string
}

export interface Lanes {
  readonly kind: LaneKind
  readonly lanes: readonly Lane[]
  /** Every lane that the finding has a mark in, never none; ascending. */
  readonly lanesOf: (finding: Finding) => readonly number[]
}

export const LANE_WORD: Readonly<Record<LaneKind, string>> = {
  phase: 'phase',
  actor: 'actor',
  source: 'source',
  host: 'server',
}

export const GROUP_WORD: Readonly<Record<FamilyGroup, string>> = {
  iis: 'IIS',
  httpproxy: 'HttpProxy',
  ecp: 'ECP Server',
  files: 'Web files',
  exchange: 'Exchange',
  evtx: 'Windows events',
  ntfs: 'NTFS',
  registry: 'Registry',
  system: 'System files',
  reported: 'Other tools',
}

/** The last lane stands for all that have none of their own, so that no mark is missing. */
const OTHERS = 'others'
const NOBODY = 'no address'

/** Lanes of a kind, `most` at most, for the findings that are shown. */
export function lanesFor(
  kind: LaneKind,
  judged: Case,
  host: string,
  findings: readonly Finding[],
  most: number,
): Lanes {
  if (kind === 'phase') {
    const lanes = PHASES.map((phase) => ({ label: PHASE_WORD[phase], keys: [], host: '' }))
    return { kind, lanes, lanesOf: ({ phase }) => [PHASES.indexOf(phase)] }
  }
  if (kind === 'actor') return limited(kind, actorLanes(judged, findings), most, keysOfActor)
  if (kind === 'source')
    return limited(kind, sourceLanes(judged, host, findings), most, keysOfSource)
  const names = worstFirst(judged.hosts).map(({ name }) => name)
  const lanes = names.map((name) => ({ label: name, keys: [name], host: name }))
  return limited(kind, lanes, most, (finding) => [finding.host])
}

const keysOfActor = ({ actors }: Finding): readonly string[] =>
  actors.length === 0 ? [NOBODY] : actors

function keysOfSource(finding: Finding): readonly string[] {
  const groups = new Set(finding.rows.map(({ family }) => groupOf(family)))
  return groups.size === 0 ? ['reported'] : [...groups]
}

function groupOf(family: Parameters<typeof familyIndex>[0]): FamilyGroup {
  return familyAt(familyIndex(family)).group
}

/** Worst first, as the case has them; whoever it does not know yet, and what has no address, last. */
function actorLanes(judged: Case, findings: readonly Finding[]): Lane[] {
  const named = new Set(findings.flatMap(({ actors }) => actors))
  const lanes: Lane[] = []
  for (const { addresses } of judged.actors) {
    const keys = addresses.filter((address) => named.delete(address))
    const more = keys.length > 1 ? ` +${String(keys.length - 1)}` : ''
    if (keys.length > 0) lanes.push({ label: `${keys[0] ?? ''}${more}`, keys, host: '' })
  }
  for (const address of named) lanes.push({ label: address, keys: [address], host: '' })
  if (findings.some(({ actors }) => actors.length === 0))
    lanes.push({ label: NOBODY, keys: [NOBODY], host: '' })
  return lanes
}

/** Log groups that the server's evidence has, in the order of the families. */
function sourceLanes(judged: Case, host: string, findings: readonly Finding[]): Lane[] {
  const seen = new Set<string>(findings.flatMap((finding) => keysOfSource(finding)))
  for (const { host: of, family } of judged.coverage) {
    if (of === host && family !== 'httpproxy') seen.add(groupOf(family))
  }
  const groups = new Set<FamilyGroup>(FAMILIES.map(({ group }) => group))
  return [...groups]
    .filter((group) => seen.has(group))
    .map((group) => ({ label: GROUP_WORD[group], keys: [group], host: '' }))
}

function limited(
  kind: LaneKind,
  all: readonly Lane[],
  most: number,
  keysOf: (finding: Finding) => readonly string[],
): Lanes {
  const room = Math.max(1, most)
  const lanes = all.length <= room ? [...all] : all.slice(0, room - 1)
  const rest = all.slice(lanes.length)
  if (rest.length > 0 || lanes.length === 0) {
    const label = rest.length === 0 ? OTHERS : `${String(rest.length)} ${OTHERS}`
    lanes.push({ label, keys: rest.flatMap(({ keys }) => keys), host: '' })
  }
  const laneOf = new Map(lanes.flatMap(({ keys }, lane) => keys.map((key) => [key, lane] as const)))
  const lanesOf = (finding: Finding): readonly number[] => {
    const found = new Set(keysOf(finding).map((key) => laneOf.get(key) ?? lanes.length - 1))
    return [...found].sort((a, b) => a - b)
  }
  return { kind, lanes, lanesOf }
}
