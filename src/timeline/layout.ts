import type { Case, Host } from '../model/case.js'
import { levelRank, PHASES, type Finding, type Phase } from '../model/finding.js'
import type { Microseconds } from '../model/units.js'
import { baseName, holeDays, shortDay } from '../parts/words.js'
import { toX, type TimeScale } from './scale.js'

export interface HoleBand {
  readonly from: Microseconds
  readonly to: Microseconds
  readonly label: string
}

/** What the timeline of one host shows, before it has a size. */
export interface TimelineModel {
  readonly from: Microseconds
  readonly to: Microseconds
  /** Findings with a time, in order of it. */
  readonly findings: readonly Finding[]
  readonly links: readonly (readonly [Finding, Finding])[]
  readonly exposure: { from: Microseconds; to: Microseconds; label: string } | null
  readonly patch: { time: Microseconds; build: string } | null
  readonly holes: readonly HoleBand[]
}

/** One or several findings drawn as one mark. */
export interface Mark {
  readonly phase: Phase
  readonly x: number
  readonly y: number
  /** Right end of the stretch it covers; `x` where it is a moment. */
  readonly xEnd: number
  readonly findings: readonly Finding[]
  readonly radius: number
  readonly label: string
  readonly strong: boolean
  readonly quiet: boolean
}

/** More lines than this are a thicket, not a story. */
const MOST_LINKS = 300
/** Marks closer than this are one. */
const MERGE_PIXELS = 12

export function timelineModel(judged: Case, host: Host | undefined): TimelineModel {
  const name = host?.name ?? ''
  const findings = judged.findings
    .filter((finding) => finding.host === name && Number.isFinite(finding.firstTime))
    .sort(byTime)
  const patch =
    host && Number.isFinite(host.patched)
      ? { time: host.patched, build: host.builds.find((b) => b.fixed === true)?.build ?? '' }
      : null
  const { from, to } = period(judged, findings)
  return {
    from,
    to,
    findings,
    links: chains(findings),
    exposure: judged.complete && host ? exposure(host, to) : null,
    patch,
    // Before all is read, what is missing may yet come.
    holes: judged.complete ? holeBands(judged, name) : [],
  }
}

function byTime(a: Finding, b: Finding): number {
  return (
    a.firstTime - b.firstTime ||
    PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) ||
    (a.id < b.id ? -1 : 1)
  )
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

/** From the first sight of a vulnerable build in the campaign to the patch, or to the end. */
function exposure({ builds, campaigns, patched }: Host, end: Microseconds) {
  const begins = campaigns.find(({ state }) => state === 'counts')?.from ?? NaN
  const vulnerable = builds.filter(({ fixed }) => fixed === false).map(({ first }) => first)
  const from = Math.max(
    begins,
    vulnerable.reduce((a, b) => Math.min(a, b), Infinity),
  )
  const to = Number.isFinite(patched) ? patched : end
  if (!Number.isFinite(from) || to <= from) return null
  return { from, to, label: `exposure window${to === patched ? '' : ', no patch seen'}` }
}

/** Each finding that proves a rung, joined to the last before it by the same actor, else subject. */
function chains(findings: readonly Finding[]): [Finding, Finding][] {
  const links: [Finding, Finding][] = []
  const lastOf = new Map<string, Finding>()
  for (const finding of findings) {
    if (finding.rung === null) continue
    const actors = finding.actors.map((actor) => `actor ${actor}`)
    const subject =
      finding.subject === '' ? '' : `subject ${baseName(finding.subject).toLowerCase()}`
    const before = actors.map((key) => lastOf.get(key)).find((one) => one) ?? lastOf.get(subject)
    if (before && before.phase !== finding.phase && links.length < MOST_LINKS) {
      links.push([before, finding])
    }
    for (const key of actors) lastOf.set(key, finding)
    if (subject !== '' && finding.phase === 'backdoor') lastOf.set(subject, finding)
  }
  return links
}

/** Holes of the two families that decide: any HttpProxy, and IIS of the front end. */
function holeBands(judged: Case, host: string): HoleBand[] {
  const deciding = judged.coverage.filter(
    (one) => one.host === host && (one.family === 'httpproxy' || one.family === 'iis-front'),
  )
  const bands: HoleBand[] = []
  for (const one of deciding) {
    for (const hole of one.holes) {
      const same = bands.findIndex((band) => band.from < hole.to && hole.from < band.to)
      const days = holeDays(hole.from, hole.to)
      if (same < 0) {
        const family = one.family === 'httpproxy' ? 'HttpProxy' : 'IIS'
        bands.push({ ...hole, label: `no ${family} log ${days}` })
      } else {
        const other = bands[same]!
        const from = Math.min(other.from, hole.from)
        const to = Math.max(other.to, hole.to)
        bands[same] = { from, to, label: `no log ${holeDays(from, to)}` }
      }
    }
  }
  return bands
}

/** Lanes of the drawing, in pixels. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly laneHeight: number
  readonly lanesBottom: number
  readonly stripHeight: number
}

/** `tools`: room above for what lies on the drawing there. */
export function frameOf(width: number, height: number, tools = 0): Frame {
  const left = width < 600 ? 80 : 92
  const top = 38 + tools
  const stripHeight = Math.max(22, Math.round(height * 0.1))
  const lanesBottom = height - stripHeight - 24
  const laneHeight = (lanesBottom - top) / PHASES.length
  return { width, height, left, right: 20, top, laneHeight, lanesBottom, stripHeight }
}

/** Marks in a view. Neighbours in one lane join; what is outside the view is left out. */
export function placeMarks(model: TimelineModel, scale: TimeScale, frame: Frame): Mark[] {
  const marks: Mark[] = []
  for (const [lane, phase] of PHASES.entries()) {
    const y = frame.top + (lane + 0.5) * frame.laneHeight
    let group: Finding[] = []
    let groupX = -Infinity
    const close = () => {
      if (group.length > 0) marks.push(markOf(phase, groupX, y, group, scale))
    }
    for (const finding of model.findings) {
      if (finding.phase !== phase) continue
      if (finding.lastTime < scale.from || finding.firstTime > scale.to) continue
      const x = Math.max(scale.left, toX(scale, finding.firstTime))
      if (x - groupX < MERGE_PIXELS) group.push(finding)
      else {
        close()
        group = [finding]
        groupX = x
      }
    }
    close()
  }
  return marks
}

function markOf(
  phase: Phase,
  x: number,
  y: number,
  findings: readonly Finding[],
  scale: TimeScale,
): Mark {
  const worst = findings.reduce((a, b) => (levelRank(b.level) > levelRank(a.level) ? b : a))
  // What proves nothing gets no line: months between two harmless events would look like an event.
  const last = findings
    .filter((finding) => finding.rung !== null)
    .reduce((latest, f) => Math.max(latest, f.lastTime || f.firstTime), -Infinity)
  const rank = levelRank(worst.level)
  return {
    phase,
    x,
    y,
    xEnd: Math.min(scale.left + scale.width, Math.max(x, toX(scale, last))),
    findings: [worst, ...findings.filter((finding) => finding !== worst)],
    radius: rank >= 3 ? 6.5 : 5,
    label: markLabel(worst, findings),
    strong: rank >= 4,
    quiet: findings.every((finding) => finding.rung === null),
  }
}

function markLabel(worst: Finding, findings: readonly Finding[]): string {
  const pages = new Set(findings.map(({ subject }) => baseName(subject)))
  const [page] = pages
  if (worst.phase === 'backdoor' && pages.size === 1 && page) return page
  if (findings.length > 1) {
    const actors = new Set(findings.flatMap((finding) => finding.actors))
    const [only] = actors
    return actors.size === 1 && only
      ? `${only}, ${String(findings.length)} findings`
      : `${String(findings.length)} findings`
  }
  const who = worst.actors[0] ?? ''
  const times = worst.count > 1 ? ` ×${String(worst.count)}` : ''
  return who === '' ? '' : `${who}${times}`
}

/** In words, for a reader who does not see the drawing. */
export function describe(model: TimelineModel): string {
  const parts = [`${String(model.findings.length)} findings`]
  if (model.exposure) parts.push(`${model.exposure.label} from ${shortDay(model.exposure.from)}`)
  if (model.patch) parts.push(`patched ${shortDay(model.patch.time)} ${model.patch.build}`)
  for (const hole of model.holes) parts.push(hole.label)
  return parts.join('; ')
}
