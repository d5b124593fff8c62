import type { EntryResult } from '../../src/model/evidence.js'
import type { Finding, Rung } from '../../src/model/finding.js'
import type { AnalysisInput } from '../verdict/analysis.js'
import { evidenceRow, findingId, span } from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'

interface Kind {
  readonly says: string
  readonly rung: Rung | null
  readonly technique: string
  readonly hashes: readonly string[]
}

const KINDS: readonly Kind[] = [
  {
    says: 'a web shell that Microsoft published in March 2021',
    rung: 'backdoored',
    technique: 'T1505.003',
    hashes: [
      'b75f163ca9b9240bf4b37ad92bc7556b40a17e27c2b8ed5c8991385fe07d17d0',
      '097549cf7d0f76f0d99edf8b2d91c60977fd6a96e4b8c3c94b0b1733dc026d3e',
      '2b6f1ebb2208e93ade4a6424555d6a8341fd6d9f60c25e44afe11008f5c1aad1',
      '65149e036fff06026d80ac9ad4d156332822dc93142cf1a122b1841ec8de34b5',
      '511df0e2df9bfa5521b588cc4bb5f8c5a321801b803394ebc493db1ef3c78fa1',
      '4edc7770464a14f54d17f36dc9d0fe854f68b346b27b35a6f5839adf1f13f8ea',
      '811157f9c7003ba8d17b45eb3cf09bef2cecd2701cedb675274949296a6a183d',
      '1631a90eb5395c4e19c7dbcbf611bbe6444ff312eb7937e286e4637cb9e72944',
    ],
  },
  {
    says: 'the ransomware DearCry',
    rung: null,
    technique: 'T1486',
    hashes: [
      '2b9838da7edb0decd32b086e47a31e8f5733b5981ad8247a2f9508e232589bff',
      'e044d9f2d0f1260c3f4a543a1e67f33fcac265be114a1b135fd575b860d2b8c6',
      'feb3e6d30ba573ba23f3bd1291ca173b7879706d1fe039c34d53a4fdcdf33ede',
    ],
  },
  {
    says: 'a file that Microsoft’s list of March 2021 names',
    rung: null,
    technique: 'T1588.001',
    hashes: [
      '8e90ed33c7ee82c0b64078ea36ec95f7420ba435c693b3b3dd728b494abf7dfc',
      '2f0bc81c2ea269643cae307239124d1b6479847867b1adfe9ae712a1d5ef135e',
      'a291305f181e24fe7194154b4cd355ccb039d5765709c80999e392efec69c90a',
      'dd29e8d47dde124c7d14e614e03ccaab3ecaa50e0a0bef985ed59e98928bc13d',
      '201e4e9910dcdc8c4ffad84b60b328978db8848d265c0b9ba8473cf65dcd0c41',
      '5a5f4a1c7dbac3e1ac900f43415f378e88a7b591aff730d9715b62d6d782bdde',
    ],
  },
]
const BY_HASH = new Map(KINDS.flatMap((kind) => kind.hashes.map((hash) => [hash, kind] as const)))

export const knownHash: Correlation = {
  id: 'HASH',
  title: 'File known by its hash',
  technique: 'T1505.003',
  references: [
    'Azure/Azure-Sentinel@03ba89f6 Sample Data/Feeds/MSTICIoCs-ExchangeServerVulnerabilitiesDisclosedMarch2021.csv (MIT)',
    'https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/',
    'microsoft/CSS-Exchange@f88378b1 Security/src/Test-ProxyLogon.ps1 (MIT)',
  ],
  falsePositives: ['A sample that somebody keeps for teaching.'],
  run(input) {
    return input.results.flatMap((result) => {
      const kind = result.sha256 === null ? undefined : BY_HASH.get(result.sha256)
      return kind ? [finding(input, result, kind)] : []
    })
  },
}

function finding(input: AnalysisInput, { entry, sha256 }: EntryResult, kind: Kind): Finding {
  const { table } = input
  const host = table.hosts[input.hostOfEntry[entry] ?? 0] ?? ''
  const subject = input.entries.find(({ index }) => index === entry)?.path ?? ''
  const row = firstRow(input, entry)
  const rows = row < 0 ? [] : [row]
  return {
    id: findingId(knownHash.id, host, [], `${subject} ${sha256 ?? ''}`),
    detection: knownHash.id,
    title: knownHash.title,
    host,
    level: 'critical',
    rung: kind.rung,
    phase: kind.rung === null ? 'after' : 'backdoor',
    technique: kind.technique,
    actors: [],
    subject,
    ...span(table, rows),
    count: 1,
    rows: rows.map((at) => evidenceRow(table, at, kind.says)),
    entries: [entry],
    reason: `${subject}: by its SHA-256 this is ${kind.says}.`,
    why: 'A file of the same SHA-256 has the same contents, byte for byte.',
    falsePositives: knownHash.falsePositives,
    counterEvidence: [],
    todo: 'Keep the file with its times. Look for what made it and for who used it.',
    references: knownHash.references,
    confidence: [],
  }
}

/** -1 where the file gave none. */
function firstRow({ table }: AnalysisInput, entry: number): number {
  return table.entry.subarray(0, table.length).indexOf(entry)
}
