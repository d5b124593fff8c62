import type { Finding } from '../../src/model/finding.js'
import { DETECTIONS } from '../detections/index.js'
import type { AnalysisInput } from '../verdict/analysis.js'
import {
  counted,
  distinctEntries,
  earliest,
  evidenceRow,
  findingId,
  sample,
  span,
} from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'

const NAMES = 'PL-21'

/** Names that say nothing alone, of files that came after a break-in. */
export const stagedBeside: Correlation = {
  id: 'PL-21-AFTER',
  title: 'Archive or dump that came after the break-in',
  technique: 'T1560.001',
  references: ['microsoft/CSS-Exchange@f88378b1 Security/src/Test-ProxyLogon.ps1 (MIT)'],
  falsePositives: [
    'Antivirus, backup and management software keep archives in ProgramData, before a break-in and after it.',
  ],
  run(input, soFar) {
    const since = breakIns(soFar)
    const byHost = new Map<number, number[]>()
    const wanted = DETECTIONS.findIndex(({ id }) => id === NAMES)
    for (let at = 0; at < input.hits.length; at += 3) {
      if (input.hits[at + 1] !== wanted) continue
      const row = input.hits[at] ?? 0
      const host = input.table.host[row] ?? 0
      const from = since.get(input.table.hosts[host] ?? '') ?? NaN
      if ((input.table.time[row] ?? NaN) >= from) {
        const known = byHost.get(host)
        if (known) known.push(row)
        else byHost.set(host, [row])
      }
    }
    return [...byHost].map(([host, rows]) => finding(input, host, rows))
  },
}

/** When each host was first broken into, by name. */
function breakIns(findings: readonly Finding[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const { host, rung, firstTime } of findings) {
    if (rung === null || rung === 'targeted') continue
    times.set(host, earliest([times.get(host) ?? NaN, firstTime]))
  }
  return times
}

function finding(input: AnalysisInput, hostIndex: number, rows: readonly number[]): Finding {
  const { table } = input
  const host = table.hosts[hostIndex] ?? ''
  return {
    id: findingId(stagedBeside.id, host, [], ''),
    detection: stagedBeside.id,
    title: stagedBeside.title,
    host,
    level: 'medium',
    rung: null,
    phase: 'after',
    technique: stagedBeside.technique,
    actors: [],
    subject: '',
    ...span(table, rows),
    count: rows.length,
    rows: sample(rows.map((row) => ({ row, kind: 0 }))).map(({ row }) =>
      evidenceRow(table, row, 'a name of something packed or dumped'),
    ),
    entries: distinctEntries(table, rows),
    reason: `${counted(rows.length, 'record')} of such files since the first sign of a break-in.`,
    why: 'Attackers pack what they carry off and dump passwords once they are in. Files of such names that came later are worth a look.',
    falsePositives: stagedBeside.falsePositives,
    counterEvidence: ['A name says nothing of what a file holds.'],
    todo: 'Sort these files by time, and open those of the hours after the break-in.',
    references: stagedBeside.references,
    confidence: [],
  }
}
