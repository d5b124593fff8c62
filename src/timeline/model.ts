import type { Case, Host } from '../model/case.js'
import { FAMILIES, isLog } from '../model/families.js'
import { PHASES, type Finding } from '../model/finding.js'
import type { Microseconds } from '../model/units.js'
import { baseName, counted, shortDay } from '../parts/words.js'
import {
  campaignMarks,
  mitigationBands,
  hostBands,
  gapsOf,
  type CampaignMark,
  type HostBands,
  type MitigationBand,
  type Stretch,
} from './bands.js'
import { lanesFor, type LaneKind, type Lanes } from './lanes.js'

/** What the timeline shows, before it has a size. */
export interface TimelineModel {
  readonly from: Microseconds
  readonly to: Microseconds
  readonly lanes: Lanes
  /** Findings with a time, in order of it, that have a mark of their own. */
  readonly findings: readonly Finding[]
  /** Those of each lane, in the same order. */
  readonly ofLane: readonly (readonly Finding[])[]
  /** Findings that join others: drawn as lines from step to step. */
  readonly stories: readonly Finding[]
  readonly links: readonly Link[]
  /** Of the server looked at, or of all where each has a lane. */
  readonly bands: readonly HostBands[]
  /** Where the logs of a lane say nothing; empty for lanes that are no logs. */
  readonly laneGaps: readonly (readonly Stretch[])[]
  readonly campaigns: readonly CampaignMark[]
  readonly mitigations: readonly MitigationBand[]
}

export interface Link {
  readonly from: Finding
  readonly to: Finding
  /** Id of the story that it is a step of; '' where there is none. */
  readonly story: string
}

/** More lines than this are a thicket, not a story. */
const MOST_LINKS = 300

export interface ModelOptions {
  readonly kind: LaneKind
  readonly mostLanes: number
}

export function timelineModel(
  judged: Case,
  host: Host | undefined,
  { kind, mostLanes }: ModelOptions = { kind: 'phase', mostLanes: PHASES.length },
): TimelineModel {
  const name = host?.name ?? ''
  const all = kind === 'host'
  const shown = judged.findings
    .filter((finding) => (all || finding.host === name) && Number.isFinite(finding.firstTime))
    .sort(byTime)
  const stories = shown.filter(({ chain }) => chain !== undefined)
  const findings = shown.filter(({ chain }) => chain === undefined)
  const { from, to } = period(judged, findings)
  const lanes = lanesFor(kind, judged, name, findings, mostLanes)
  const ofLane: Finding[][] = lanes.lanes.map(() => [])
  for (const finding of findings) {
    for (const lane of lanes.lanesOf(finding)) ofLane[lane]?.push(finding)
  }
  return {
    from,
    to,
    lanes,
    findings,
    ofLane,
    stories,
    links: linksOf(stories, findings),
    bands: (all ? judged.hosts : host ? [host] : []).map((one) =>
      hostBands(judged, one, { from, to }),
    ),
    laneGaps: laneGaps(judged, name, lanes, { from, to }),
    campaigns: host ? campaignMarks(host) : [],
    mitigations: host && judged.complete ? mitigationBands(host, { from, to }) : [],
  }
}

function byTime(a: Finding, b: Finding): number {
  return (
    a.firstTime - b.firstTime ||
    PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) ||
    (a.id < b.id ? -1 : 1)
  )
}

/** A lane of logs is hatched where it has none: an empty lane would look like quiet days. */
function laneGaps(
  judged: Case,
  host: string,
  { kind, lanes }: Lanes,
  period: Stretch,
): Stretch[][] {
  return lanes.map(({ keys }) => {
    if (kind !== 'source' || !judged.complete) return []
    if (keys.includes('iis')) return gapsOf(judged.coverage, host, ['iis-front'], period)
    if (keys.includes('httpproxy')) return gapsOf(judged.coverage, host, ['httpproxy'], period)
    const logs = FAMILIES.filter(({ id, group }) => isLog(id) && keys.includes(group))
    const families = logs.map(({ id }) => id)
    return families.length === 0 ? [] : gapsOf(judged.coverage, host, families, period)
  })
}

/** All of the evidence and a hundredth on each side, so that no mark stands on the edge. */
function period(judged: Case, findings: readonly Finding[]) {
  let first = Number.isFinite(judged.first) ? judged.first : Infinity
  let last = Number.isFinite(judged.last) ? judged.last : -Infinity
  for (const finding of findings) {
    first = Math.min(first, finding.firstTime)
    last = Math.max(last, Number.isFinite(finding.lastTime) ? finding.lastTime : finding.firstTime)
  }
  if (first > last) return { from: 0, to: 1 }
  const margin = Math.max(60_000_000, (last - first) / 100)
  return { from: first - margin, to: last + margin }
}

/** Steps of the stories; before there are any, as while reading, what the findings themselves say. */
function linksOf(stories: readonly Finding[], findings: readonly Finding[]): Link[] {
  if (stories.length === 0) return guessedLinks(findings)
  const byId = new Map(findings.map((finding) => [finding.id, finding]))
  const links: Link[] = []
  for (const { id, chain = [] } of stories) {
    const steps = chain.flatMap(({ finding }) => byId.get(finding) ?? [])
    for (const [at, to] of steps.entries()) {
      const from = steps[at - 1]
      if (from && from !== to && links.length < MOST_LINKS) links.push({ from, to, story: id })
    }
  }
  return links
}

/** Each finding that proves a rung, joined to the last before it by the same actor, else subject. */
function guessedLinks(findings: readonly Finding[]): Link[] {
  const links: Link[] = []
  const lastOf = new Map<string, Finding>()
  for (const finding of findings) {
    if (finding.rung === null) continue
    const actors = finding.actors.map((actor) => `actor ${actor}`)
    const subject =
      finding.subject === '' ? '' : `subject ${baseName(finding.subject).toLowerCase()}`
    const before = actors.map((key) => lastOf.get(key)).find((one) => one) ?? lastOf.get(subject)
    if (before && before.phase !== finding.phase && links.length < MOST_LINKS) {
      links.push({ from: before, to: finding, story: '' })
    }
    for (const key of actors) lastOf.set(key, finding)
    if (subject !== '' && finding.phase === 'backdoor') lastOf.set(subject, finding)
  }
  return links
}

/** In words, for a reader who does not see the drawing. */
export function describe(model: TimelineModel): string {
  const parts = [counted(model.findings.length, 'finding')]
  for (const { exposure, patch, holes } of model.bands) {
    if (exposure) parts.push(`${exposure.label} from ${shortDay(exposure.from)}`)
    if (patch) parts.push(`patched ${shortDay(patch.time)} ${patch.build}`.trim())
    for (const hole of holes) parts.push(hole.label)
  }
  return parts.join('; ')
}

/** Rows of bands above the lanes. */
export function railsOf({ campaigns, mitigations }: TimelineModel): number {
  return (campaigns.length > 0 ? 1 : 0) + (mitigations.length > 0 ? 1 : 0)
}
