import type { Coverage, NotCollected } from '../../src/model/coverage.js'
import type { Collector } from '../../src/model/evidence.js'
import { FAMILIES } from '../../src/model/families.js'
import type { AnalysisInput } from './analysis.js'

type Family = NotCollected['family']

/** What an answer about Exchange is made from; without one of them something cannot be seen. */
const EXPECTED: readonly Family[] = [
  'httpproxy',
  'iis-front',
  'iis-back',
  'ecp-server',
  'cmdlet-infra',
  'oab-generator',
  'evtx-management',
  'evtx-application',
  'evtx-security',
  'evtx-system',
  'web-root',
  'compiled-pages',
  'configuration',
  'exchange-setup',
  'registry',
  'mft',
  'usn',
]

/** What a collector takes only if told to. Sources: KapeFiles, CyLR’s CollectionPaths. */
const WEB_AND_EXCHANGE: ReadonlySet<Family> = new Set<Family>([
  'httpproxy',
  'iis-front',
  'iis-back',
  'ecp-server',
  'cmdlet-infra',
  'oab-generator',
  'web-root',
  'compiled-pages',
  'configuration',
  'exchange-setup',
])

/** Logs that this evidence has no file of, for one host, each with why its collector may lack it. */
export function notCollected(
  input: AnalysisInput,
  host: number,
  coverage: readonly Coverage[],
): NotCollected[] {
  const there = new Set<Family>(coverage.map(({ family }) => family))
  const collectors = collectorsOf(input, host)
  return EXPECTED.filter((family) => !there.has(family)).map((family) => ({
    family,
    label: FAMILIES.find(({ id }) => id === family)?.label ?? 'HttpProxy, any protocol',
    why: why(family, collectors),
  }))
}

function collectorsOf(
  { entries, evidence, hostOfEntry }: AnalysisInput,
  host: number,
): Set<Collector> {
  const found = new Set<Collector>()
  for (const { index, evidence: of } of entries) {
    const collector = evidence[of]?.collector
    if ((hostOfEntry[index] ?? 0) === host && collector) found.add(collector)
  }
  return found
}

function why(family: Family, collectors: ReadonlySet<Collector>): string {
  const [only] = collectors
  if (collectors.size !== 1 || only === undefined) return 'No file of it is in this evidence.'
  switch (only) {
    case 'kape':
      return WEB_AND_EXCHANGE.has(family)
        ? 'KAPE’s KapeTriage and !SANS_Triage leave it out: its targets Exchange, IISLogFiles, IISConfiguration and ExchangeCve-2021-26855 take it.'
        : 'KAPE was not told to take it, or found none.'
    case 'cylr':
      if (family === 'usn') return 'CyLR takes the change journal only with --usnjrnl.'
      return WEB_AND_EXCHANGE.has(family)
        ? 'CyLR by itself takes neither inetpub nor Exchange’s folders: name them in its list of paths.'
        : 'CyLR found none.'
    case 'velociraptor':
      return 'It is not among Velociraptor’s uploads: the collection was not told to take it.'
    case 'unknown':
      return 'No file of it is in this evidence.'
  }
}
