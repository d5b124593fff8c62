import { describeBuild } from '../../src/model/builds.js'
import { CAMPAIGNS, type Fix } from '../../src/model/campaigns.js'
import type { Finding } from '../../src/model/finding.js'
import { formatDayInWords } from '../../src/model/time.js'
import type { Microseconds } from '../../src/model/units.js'
import { DETECTIONS } from '../detections/index.js'
import { buildHistory, type BuildHistory } from '../verdict/builds-history.js'
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
  run(input, findings) {
    return scriptRequests(input)
      .filter(({ path }) => path.kind === 'exchange')
      .flatMap((requests) => {
        const times = requests.marks
          .filter(({ kind }) => kind === SENT_OK)
          .map(({ row }) => input.table.time[row] ?? NaN)
        const fix = fixInQuestion(input, requests.host, findings, earliest(times))
        const history = buildHistory(input, requests.host, fix)
        const from = history.alwaysFixed ? (history.sightings[0]?.first ?? NaN) : history.patched
        const marks = requests.marks.filter(
          ({ row, kind }) => kind === SENT_OK && (input.table.time[row] ?? NaN) >= from,
        )
        return marks.length > 0 ? [finding(input, requests, marks, history)] : []
      })
  },
}

/** The fix of the chain that the host was attacked by; where none shows, of the last known at the time. */
function fixInQuestion(
  { table }: AnalysisInput,
  host: number,
  findings: readonly Finding[],
  time: Microseconds,
): Fix {
  const name = table.hosts[host] ?? ''
  const attackedBy = new Set(
    findings
      .filter((finding) => finding.host === name && finding.rung !== null)
      .map(({ detection }) => DETECTIONS.find(({ id }) => id === detection)?.chain ?? null),
  )
  const dated = CAMPAIGNS.filter(({ fix }) => fix !== null)
  const attack = dated.find(({ chain }) => attackedBy.has(chain))
  const known = dated.filter(({ from }) => from <= time).at(-1)
  return (attack ?? known ?? CAMPAIGNS[0]).fix ?? CAMPAIGNS[0].fix
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
