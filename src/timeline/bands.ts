import type { Case, Host } from '../model/case.js'
import type { Coverage } from '../model/coverage.js'
import { MICROSECONDS_PER_DAY, type Microseconds } from '../model/units.js'
import { holeDays, shortDay } from '../parts/words.js'

export interface Stretch {
  readonly from: Microseconds
  readonly to: Microseconds
}

/** A stretch of time that something held for. */
export interface Band extends Stretch {
  readonly label: string
}

/** A stretch that the logs which decide say nothing of; `partly`: one of them does. */
export interface Hole extends Band {
  readonly partly: boolean
}

/** When a window of attacks opened; it has no end. */
export interface CampaignMark {
  readonly from: Microseconds
  readonly label: string
}

/** Something put in a flaw's way, from when until when; to the end where nothing ended it. */
export interface MitigationBand extends Band {
  /** It is as its maker made it; false: it bears the name, and is off or changed. */
  readonly works: boolean
}

export interface PatchMark {
  readonly time: Microseconds
  readonly build: string
}

/** What holds for a server as a whole, beside its findings. */
export interface HostBands {
  readonly host: string
  readonly exposure: Band | null
  readonly patch: PatchMark | null
  readonly holes: readonly Hole[]
}

/** A log may begin some hours after another, and the drawing has a margin: neither is a hole. */
const SMALLEST_EDGE: Microseconds = MICROSECONDS_PER_DAY
const EDGE_SHARE = 0.03

export function hostBands(judged: Case, host: Host, period: Stretch): HostBands {
  const patch = Number.isFinite(host.patched)
    ? { time: host.patched, build: host.builds.find((b) => b.fixed === true)?.build ?? '' }
    : null
  return {
    host: host.name,
    exposure: judged.complete ? exposure(host, period.to) : null,
    patch,
    // Before all is read, what is missing may yet come.
    holes: judged.complete ? holeBands(judged, host.name, period) : [],
  }
}

export function campaignMarks({ campaigns }: Host): CampaignMark[] {
  return campaigns
    .filter(({ state, from }) => state === 'counts' && Number.isFinite(from))
    .map(({ from, title }) => ({ from, label: title }))
    .sort((a, b) => a.from - b.from)
}

export function mitigationBands({ mitigations }: Host, period: Stretch): MitigationBand[] {
  return mitigations
    .filter(({ from }) => Number.isFinite(from))
    .map(({ from, to, what, ended, works }) => ({
      from,
      to: Number.isFinite(to) ? to : period.to,
      label: `${what}${works ? '' : ' (off or changed)'}${ended === '' ? '' : `, ended: ${ended}`}`,
      works,
    }))
    .sort((a, b) => a.from - b.from)
}

/** From the first sight of a vulnerable build in the campaign to the patch, or to the end. */
function exposure({ builds, campaigns, patched }: Host, end: Microseconds): Band | null {
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

/** The logs that decide: any protocol of HttpProxy, and IIS of the front end. */
const DECIDING = [
  { family: 'httpproxy', name: 'HttpProxy' },
  { family: 'iis-front', name: 'IIS' },
] as const

/** Where one of the deciding logs says nothing, and where both do. */
function holeBands(judged: Case, host: string, period: Stretch): Hole[] {
  const missing = DECIDING.map(({ family }) => gapsOf(judged.coverage, host, [family], period))
  const edges = new Set(missing.flat().flatMap(({ from, to }) => [from, to]))
  const sorted = [...edges].sort((a, b) => a - b)
  const bands: Hole[] = []
  for (const [at, from] of sorted.entries()) {
    const to = sorted[at + 1]
    if (to === undefined) break
    const without = DECIDING.filter((_, one) =>
      missing[one]?.some((gap) => gap.from <= from && to <= gap.to),
    )
    if (without.length === 0) continue
    const partly = without.length < DECIDING.length
    const log = partly ? `no ${without[0]?.name ?? ''} log` : 'no log'
    const whole = from <= period.from && to >= period.to
    const all = partly ? log : 'neither an HttpProxy nor an IIS log'
    const label = whole ? all : `${log} ${when({ from, to }, period)}`
    bands.push({ from, to, partly, label })
  }
  return bands
}

function when({ from, to }: Stretch, period: Stretch): string {
  if (from <= period.from && to < period.to) return `before ${shortDay(to)}`
  if (to >= period.to && from > period.from) return `after ${shortDay(from)}`
  return holeDays(from, to)
}

/** Where none of the families says anything, within the period; what they begin and end with counts. */
export function gapsOf(
  coverage: readonly Coverage[],
  host: string,
  families: readonly Coverage['family'][],
  period: Stretch,
): Stretch[] {
  const covered = coverage.filter(
    (one) => one.host === host && families.includes(one.family) && Number.isFinite(one.first),
  )
  if (covered.length === 0) return [period]
  const first = Math.min(...covered.map((one) => one.first))
  const last = Math.max(...covered.map((one) => one.last))
  const least = Math.max(SMALLEST_EDGE, (period.to - period.from) * EDGE_SHARE)
  const holes = covered.length === 1 ? (covered[0]?.holes ?? []) : []
  return [
    ...(first - period.from > least ? [{ from: period.from, to: first }] : []),
    ...holes.map(({ from, to }) => ({ from, to })),
    ...(period.to - last > least ? [{ from: last, to: period.to }] : []),
  ]
}
