import { describeBuild } from '../../src/model/builds.js'
import type { Finding } from '../../src/model/finding.js'
import { formatDayInWords } from '../../src/model/time.js'
import { buildHistory, type BuildHistory } from '../verdict/builds-history.js'
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
  scriptRequests,
  SENT_OK,
  type RequestMark,
  type ScriptRequests,
} from './shared/script-requests.js'

export const useAfterPatch: Correlation = {
  id: 'WS-USE-AFTER-PATCH',
  title: 'Web shell used after the patch',
  technique: 'T1505.003',
  references: [
    'microsoft/CSS-Exchange@f88378b1 Shared/Get-ExchangeBuildVersionInformation.ps1 (MIT)',
    'https://www.cisa.gov/news-events/cybersecurity-advisories/aa21-062a',
  ],
  falsePositives: ['A page that an administrator added on purpose.'],
  run(input) {
    return input.table.hosts.flatMap((_, host) => {
      const history = buildHistory(input, host)
      const from = history.alwaysFixed ? (history.sightings[0]?.first ?? NaN) : history.patched
      if (Number.isNaN(from)) return []
      return scriptRequests(input)
        .filter((requests) => requests.host === host && requests.path.kind === 'exchange')
        .flatMap((requests) => {
          const marks = requests.marks.filter(
            ({ row, kind }) => kind === SENT_OK && (input.table.time[row] ?? NaN) >= from,
          )
          return marks.length > 0 ? [finding(input, requests, marks, history)] : []
        })
    })
  },
}

function finding(
  input: AnalysisInput,
  requests: ScriptRequests,
  marks: readonly RequestMark[],
  history: BuildHistory,
): Finding {
  const { table } = input
  const rows = marks.map((mark) => mark.row)
  const host = table.hosts[requests.host] ?? ''
  const actors = requests.actor === '' ? [] : [requests.actor]
  const subject = requests.path.script
  return {
    id: findingId(useAfterPatch.id, host, actors, subject),
    detection: useAfterPatch.id,
    title: useAfterPatch.title,
    host,
    level: 'critical',
    rung: 'used',
    phase: 'after',
    technique: useAfterPatch.technique,
    actors,
    subject,
    ...span(table, rows),
    count: rows.length,
    rows: sample(marks).map(({ row }) => evidenceRow(table, row, 'sent to after the patch')),
    entries: distinctEntries(table, rows),
    reason: `${subject}: ${counted(rows.length, 'record')} sent to and answered ${since(history)}.`,
    why: 'The patch shuts the hole, not the back door. Whoever knew the page went on using it.',
    falsePositives: useAfterPatch.falsePositives,
    counterEvidence: [],
    todo: 'The server was under control after the patch: keep its disks, reset the passwords that it knew, and rebuild it.',
    references: useAfterPatch.references,
    confidence: [],
  }
}

function since(history: BuildHistory): string {
  if (history.alwaysFixed)
    return 'while every build that the logs state already held the fix; when it was installed they do not say'
  const fixed = history.sightings.find((seen) => seen.fixed && seen.last >= history.patched)
  return `after ${formatDayInWords(history.patched)}, when ${describeBuild(fixed?.build ?? '')} first shows`
}
