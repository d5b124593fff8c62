import type { Finding } from '../../src/model/finding.js'
import type { AnalysisInput } from '../verdict/analysis.js'
import {
  counted,
  distinctEntries,
  evidenceRow,
  findingId,
  sample,
  span,
} from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'
import {
  actorKey,
  FAILED,
  NOT_THERE,
  scriptRequests,
  searchers,
  type ScriptRequests,
} from './shared/script-requests.js'

export const shellScan: Correlation = {
  id: 'WS-SCAN',
  title: 'Search for web shells that others left',
  technique: 'T1595.003',
  references: [
    '2021-march-exchange (Norwegian incident, 11 March 2021): one address, thirteen names',
    'trustedsec/defensive-scripts HAFNIUM/LogParser Queries/known_webshell_success.sql',
  ],
  falsePositives: ['Scanners of your own, or of a national CERT that warned owners in March 2021.'],
  run(input) {
    const scanning = searchers(input)
    const perActor = new Map<string, ScriptRequests[]>()
    for (const requests of scriptRequests(input)) {
      if (requests.path.kind !== 'exchange' || requests.actor === '') continue
      const key = actorKey(requests)
      const missed = requests.marks.every(
        ({ kind }) => kind === NOT_THERE || (kind === FAILED && scanning.has(key)),
      )
      if (missed) perActor.set(key, [...(perActor.get(key) ?? []), requests])
    }
    return [...perActor].map(([key, all]) => finding(input, all, scanning.has(key)))
  },
}

function finding(
  input: AnalysisInput,
  all: readonly ScriptRequests[],
  searching: boolean,
): Finding {
  const { table } = input
  const marks = all.flatMap(({ marks: own }) => own).sort((a, b) => a.row - b.row)
  const rows = marks.map((mark) => mark.row)
  const host = table.hosts[all[0]?.host ?? 0] ?? ''
  const actors = [all[0]?.actor ?? '']
  return {
    id: findingId(shellScan.id, host, actors, ''),
    detection: shellScan.id,
    title: shellScan.title,
    host,
    level: searching ? 'low' : 'informational',
    rung: null,
    phase: 'probe',
    technique: shellScan.technique,
    actors,
    subject: '',
    ...span(table, rows),
    count: rows.length,
    rows: sample(marks).map(({ row }) => evidenceRow(table, row, 'asked for; not there')),
    entries: distinctEntries(table, rows),
    reason: `${counted(all.length, 'page')} asked for, none of them there (${counted(rows.length, 'record')}).`,
    why: 'After March 2021 many searched the Internet for pages that others had planted. That none was there speaks for the server.',
    falsePositives: shellScan.falsePositives,
    counterEvidence: ['Not one of these requests was answered with a success.'],
    todo: 'Nothing for these requests. Look whether any other finding names the same address.',
    references: shellScan.references,
    confidence: [],
  }
}
