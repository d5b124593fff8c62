import {
  compareBuilds,
  cumulativeUpdate,
  holdsFix,
  securityUpdate,
} from '../../src/model/builds.js'
import type { Fix } from '../../src/model/campaigns.js'
import { MICROSECONDS_PER_DAY, type Microseconds } from '../../src/model/units.js'
import type { BuildConflict, BuildSighting, BuildSource } from '../../src/model/verdict.js'
import type { AnalysisInput } from './analysis.js'
import { statedBuilds, statesMoments, type StatedBuild } from './build-marks.js'
import { earliest, latest } from './finding-parts.js'

export interface BuildHistory {
  /** By first sighting, then build. */
  readonly sightings: readonly BuildSighting[]
  /** Every statement, by time, with whether it holds the fix; null where the flaw does not apply. */
  readonly stated: readonly (StatedBuild & { readonly fixed: boolean | null })[]
  /** First moment of a fixed build after the last vulnerable one; NaN where not seen. */
  readonly patched: Microseconds
  /** Builds are known and every one of them holds the fix. */
  readonly alwaysFixed: boolean
  readonly fix: Fix
}

/** Builds that the evidence of one host states, and when a fix shows in them. */
export function buildHistory(input: AnalysisInput, host: number, fix: Fix): BuildHistory {
  const stated = statedBuilds(input, host).map((one) => ({
    ...one,
    fixed: holdsFix(one.build, fix),
  }))
  const sightings = sightingsOf(input.table.hosts[host] ?? '', stated)
  const known = sightings.filter((seen) => seen.fixed !== null)
  return {
    sightings,
    stated,
    patched: patchMoment(known),
    alwaysFixed: known.length > 0 && known.every((seen) => seen.fixed),
    fix,
  }
}

function sightingsOf(host: string, stated: BuildHistory['stated']): BuildSighting[] {
  const byBuild = new Map<string, BuildHistory['stated'][number][]>()
  for (const one of stated) {
    const known = byBuild.get(one.build)
    if (known) known.push(one)
    else byBuild.set(one.build, [one])
  }
  const sightings = [...byBuild].map(([build, marks]) => ({
    host,
    build,
    update: securityUpdate(build),
    first: earliest(marks.map(({ first }) => first)),
    last: latest(marks.map(({ last }) => last)),
    source: marks[0]?.path ?? '',
    fixed: marks[0]?.fixed ?? null,
    sources: sourcesOf(marks),
  }))
  return sightings.sort((a, b) => a.first - b.first || compareBuilds(a.build, b.build))
}

/** One of each kind; statements come by time. */
function sourcesOf(marks: readonly StatedBuild[]): BuildSource[] {
  const kinds = new Map<string, StatedBuild[]>()
  for (const mark of marks) {
    const known = kinds.get(mark.by)
    if (known) known.push(mark)
    else kinds.set(mark.by, [mark])
  }
  return [...kinds].map(([by, own]) => ({
    by,
    path: own[0]?.path ?? '',
    first: earliest(own.map(({ first }) => first)),
    last: latest(own.map(({ last }) => last)),
  }))
}

function patchMoment(known: readonly BuildSighting[]): Microseconds {
  const lastVulnerable = latest(known.filter((seen) => !seen.fixed).map((seen) => seen.last))
  if (Number.isNaN(lastVulnerable)) return NaN
  const moments = known
    .filter((seen) => seen.fixed && seen.last > lastVulnerable)
    .map((seen) => Math.max(seen.first, lastVulnerable))
  return earliest(moments)
}

/** On the day of an update logs of two builds stand side by side. */
const UPDATE_DAY: Microseconds = MICROSECONDS_PER_DAY

/** Stretches that are compared with each other; a server has a few dozen, a made-up log any number. */
const MOST_RUNS = 400

/** A stretch over which a kind of source names a build. */
interface Run {
  readonly build: string
  readonly by: string
  readonly path: string
  from: Microseconds
  to: Microseconds
}

/**
 * Days for which two sources name different builds. What tells of an installation stands for its build
 * until it tells of the next; it names the cumulative update alone, so security updates of the same one
 * do not contradict it.
 */
export function buildConflicts({ stated }: Pick<BuildHistory, 'stated'>): BuildConflict[] {
  const end = latest(stated.map(({ last }) => last))
  const runs = [...byKind(stated).values()]
    .flatMap((marks) => runsOf(marks, end))
    .slice(0, MOST_RUNS)
  const found = new Map<string, BuildConflict>()
  for (const [at, a] of runs.entries())
    for (const b of runs.slice(at + 1)) {
      const conflict = between(a, b)
      const key = conflict ? [...conflict.builds, ...conflict.sources].join('\n') : ''
      if (conflict && !found.has(key)) found.set(key, conflict)
    }
  return [...found.values()].sort((a, b) => a.from - b.from)
}

function byKind(stated: readonly StatedBuild[]): Map<string, StatedBuild[]> {
  const kinds = new Map<string, StatedBuild[]>()
  for (const mark of stated) {
    if (Number.isNaN(mark.first)) continue
    const known = kinds.get(mark.by)
    if (known) known.push(mark)
    else kinds.set(mark.by, [mark])
  }
  return kinds
}

function runsOf(marks: readonly StatedBuild[], end: Microseconds): Run[] {
  const runs: Run[] = []
  const open = new Map<string, Run>()
  for (const mark of marks) {
    const { build, by, path, first, last } = mark
    const before = runs.at(-1)
    if (statesMoments(mark)) {
      if (before && before.build !== build) before.to = first
      if (before?.build !== build) runs.push({ build, by, path, from: first, to: end })
      continue
    }
    const known = open.get(build)
    if (known && (before === known || first <= known.to)) known.to = Math.max(known.to, last)
    else {
      const run = { build, by, path, from: first, to: last }
      open.set(build, run)
      runs.push(run)
    }
  }
  return runs
}

function between(a: Run, b: Run): BuildConflict | null {
  if (a.build === b.build) return null
  const coarse = statesMoments(a) || statesMoments(b)
  if (coarse && cumulativeUpdate(a.build) === cumulativeUpdate(b.build)) return null
  const from = Math.max(a.from, b.from)
  const to = Math.min(a.to, b.to)
  if (!(to - from > UPDATE_DAY)) return null
  return { from, to, builds: [a.build, b.build], sources: [a.path, b.path] }
}
