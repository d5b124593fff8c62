import { compareBuilds, holdsFix } from '../../src/model/builds.js'
import type { Fix } from '../../src/model/campaigns.js'
import type { Microseconds } from '../../src/model/units.js'
import type { BuildSighting } from '../../src/model/verdict.js'
import type { AnalysisInput } from './analysis.js'
import { earliest, latest } from './finding-parts.js'

export interface BuildHistory {
  /** By first sighting, then build. */
  readonly sightings: readonly BuildSighting[]
  /** First moment of a fixed build after the last vulnerable one; NaN where not seen. */
  readonly patched: Microseconds
  /** Builds are known and every one of them holds the fix. */
  readonly alwaysFixed: boolean
}

/** Builds that the evidence of one host states, and when a fix shows in them. */
export function buildHistory(input: AnalysisInput, host: number, fix: Fix): BuildHistory {
  const sightings = sightingsOf(input, host, fix)
  const known = sightings.filter((seen) => seen.fixed !== null)
  return {
    sightings,
    patched: patchMoment(known),
    alwaysFixed: known.length > 0 && known.every((seen) => seen.fixed),
  }
}

function sightingsOf(
  { builds, entries, table }: AnalysisInput,
  host: number,
  fix: Fix,
): BuildSighting[] {
  const name = table.hosts[host] ?? ''
  const names = table.hosts.map((known) => known.toLowerCase())
  const found = new Map<string, BuildSighting>()
  for (const mark of builds) {
    // In a farm a row's server counts, not the package that its log came in.
    const stated = mark.server === '' ? -1 : names.indexOf(mark.server.toLowerCase())
    if ((stated < 0 ? mark.host : stated) !== host) continue
    const source = entries[mark.entry]?.path ?? ''
    const known = found.get(mark.build)
    const fixed = holdsFix(mark.build, fix)
    if (!known) {
      const { build, first, last } = mark
      found.set(build, { host: name, build, first, last, source, fixed })
      continue
    }
    const earlier =
      mark.first < known.first || (mark.first === known.first && source < known.source)
    found.set(mark.build, {
      ...known,
      first: least(known.first, mark.first),
      last: -least(-known.last, -mark.last),
      source: earlier ? source : known.source,
    })
  }
  return [...found.values()].sort((a, b) => a.first - b.first || compareBuilds(a.build, b.build))
}

function patchMoment(known: readonly BuildSighting[]): Microseconds {
  const lastVulnerable = latest(known.filter((seen) => !seen.fixed).map((seen) => seen.last))
  if (Number.isNaN(lastVulnerable)) return NaN
  const moments = known
    .filter((seen) => seen.fixed && seen.last > lastVulnerable)
    .map((seen) => Math.max(seen.first, lastVulnerable))
  return earliest(moments)
}

function least(a: number, b: number): number {
  if (Number.isNaN(a)) return b
  return b < a ? b : a
}
