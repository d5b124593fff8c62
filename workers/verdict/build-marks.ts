import { buildOfUpdate } from '../../src/model/exchange-updates.js'
import { compareBuilds, cumulativeUpdate } from '../../src/model/builds.js'
import type { Microseconds } from '../../src/model/units.js'
import type { UpdateMark } from '../../src/model/verdict.js'
import type { AnalysisInput } from './analysis.js'
import { doorFacts } from './door-facts.js'

/** A build with the days on which one source states it; a moment where it states an installation. */
export interface StatedBuild {
  readonly build: string
  readonly first: Microseconds
  readonly last: Microseconds
  readonly path: string
  /** Kind of source, as printed. */
  readonly by: string
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['http-proxy', 'HttpProxy'],
  ['ecp-server', 'ECP Server'],
  ['exchange-log', 'Exchange’s other logs'],
  ['exchange-setup', 'ExchangeSetup.log'],
  ['msi-log', 'Windows Installer log'],
  ['evtx', 'MsiInstaller events'],
  ['exported-json', 'MsiInstaller events'],
  ['exported-xml', 'MsiInstaller events'],
  ['exported-csv', 'MsiInstaller events'],
  ['registry', 'Registry'],
  ['health-checker', 'HealthChecker'],
  ['web-file', 'Virtual directory dump'],
  ['directory-dump', 'Virtual directory dump'],
])
/** What states a build at the moment of an installation, or of a report; the others go on stating it. */
const MOMENTS: ReadonlySet<string> = new Set([
  'ExchangeSetup.log',
  'Windows Installer log',
  'MsiInstaller events',
  'Registry',
  'HealthChecker',
  'Virtual directory dump',
])

/** Sources that a later statement of which takes the place of an earlier. */
export function statesMoments({ by }: Pick<StatedBuild, 'by'>): boolean {
  return MOMENTS.has(by)
}

const cached = new WeakMap<AnalysisInput['builds'], Map<number, readonly StatedBuild[]>>()

/** Every statement of a build of one host, by time; worked out once. */
export function statedBuilds(input: AnalysisInput, host: number): readonly StatedBuild[] {
  const known = cached.get(input.builds) ?? new Map<number, readonly StatedBuild[]>()
  cached.set(input.builds, known)
  const found = known.get(host) ?? collect(input, host)
  known.set(host, found)
  return found
}

function collect(input: AnalysisInput, host: number): StatedBuild[] {
  const { builds, entries, results, table } = input
  const names = table.hosts.map((known) => known.toLowerCase())
  const parsers = new Map(results.map(({ entry, parser }) => [entry, parser]))
  const by = (entry: number): string => KINDS.get(parsers.get(entry) ?? '') ?? 'Logs'
  const path = (entry: number): string => entries[entry]?.path ?? ''
  const marks: StatedBuild[] = []
  const bare: StatedBuild[] = []
  for (const { server, host: package_, build, first, last, entry } of builds) {
    // In a farm a row's server counts, not the package that its log came in.
    const stated = server === '' ? -1 : names.indexOf(server.toLowerCase())
    if ((stated < 0 ? package_ : stated) !== host) continue
    const list = by(entry) === 'Registry' ? bare : marks
    list.push({ build, first, last, path: path(entry), by: by(entry) })
  }
  for (const { kind, host: where, entry, time, target } of doorFacts(table)) {
    if (kind !== 'update' || where !== host) continue
    const build = buildOfUpdate(target)
    if (build === '') continue
    marks.push({ build, first: time, last: time, path: path(entry), by: by(entry) })
  }
  return [...marks, ...withoutBareUpdates(bare, marks)].sort(
    (a, b) => order(a.first, b.first) || compareBuilds(a.build, b.build) || text(a.path, b.path),
  )
}

/**
 * The registry's key of setup goes on naming the cumulative update when a security update has come:
 * where anything names a later build of the same one, it says nothing.
 */
function withoutBareUpdates(bare: readonly StatedBuild[], others: readonly StatedBuild[]) {
  return bare.filter(
    ({ build }) =>
      !others.some(
        (other) =>
          cumulativeUpdate(other.build) === cumulativeUpdate(build) &&
          compareBuilds(other.build, build) > 0,
      ),
  )
}

/** Changes of Exchange that no statement of a build goes with. */
export function updateMarks(input: AnalysisInput, host: number): UpdateMark[] {
  const marks: UpdateMark[] = []
  for (const { kind, host: where, entry, time, action, target } of doorFacts(input.table)) {
    if (where !== host) continue
    const source = input.entries[entry]?.path ?? ''
    if (kind === 'binary') marks.push({ time, what: `${action}: ${target}`, source })
    else if (kind === 'setup') marks.push({ time, what: `${action}: ${target}`, source })
    else if (kind === 'update' && buildOfUpdate(target) === '')
      marks.push({ time, what: `${action}: ${target}`, source })
  }
  return marks.sort((a, b) => order(a.time, b.time) || text(a.what, b.what))
}

/** Those that state no time stand last. */
function order(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a - b
}

function text(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
