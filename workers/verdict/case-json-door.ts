import type { Host } from '../../src/model/case.js'
import { formatIso } from '../../src/model/time.js'

/** What is dated of a host's builds and mitigations, as `case.json` holds it. */
export function doorHistory(host: Host, clean: (text: string) => string): object {
  return {
    builds: host.builds.map((seen) => ({
      build: clean(seen.build),
      update: seen.update,
      fixed: seen.fixed,
      first: time(seen.first),
      last: time(seen.last),
      source: clean(seen.source),
      sources: seen.sources.map(({ by, path, first, last }) => ({
        by,
        path: clean(path),
        first: time(first),
        last: time(last),
      })),
    })),
    buildConflicts: host.buildConflicts.map(({ from, to, builds, sources }) => ({
      from: time(from),
      to: time(to),
      builds: builds.map(clean),
      sources: sources.map(clean),
    })),
    updates: host.updates.map(({ time: at, what, source }) => ({
      time: time(at),
      what: clean(what),
      source: clean(source),
    })),
    mitigations: host.mitigations.map(({ what, chain, works, from, to, ended, source }) => ({
      what,
      chain,
      works,
      from: time(from),
      to: time(to),
      ended: clean(ended),
      source: clean(source),
    })),
  }
}

/** ISO 8601 in UTC; null where none is stated. */
export function time(time: number): string | null {
  return Number.isFinite(time) ? formatIso(time) : null
}
