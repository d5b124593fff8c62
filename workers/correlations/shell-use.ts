import type { Finding, Level, Phase, Rung } from '../../src/model/finding.js'
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
  countKind,
  FAILED,
  FETCHED_OK,
  NOT_THERE,
  scriptRequests,
  searchers,
  SENT_OK,
  type RequestMark,
  type ScriptRequests,
} from './shared/script-requests.js'
import { isReportedName } from '../web-path.js'

const SAYS = ['sent to, and answered', 'fetched, and answered', 'ran and failed', 'not there']
/** Addresses that use a page of one's own software are many; those of a planted page are few. */
const RARE_ACTORS = 3

export const SHELL_USE_ID = 'WS-USE'

export const shellUse: Correlation = {
  id: SHELL_USE_ID,
  title: 'Script that Exchange does not ship, asked for',
  technique: 'T1505.003',
  references: [
    'https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/',
    '2021-march-exchange (Norwegian incident, 11 March 2021): POST and GET of planted pages',
    'https://www.cisa.gov/news-events/cybersecurity-advisories/aa21-062a',
  ],
  falsePositives: [
    'Scanners that look for pages left by others; one that answers is there all the same.',
    'A page that an administrator added on purpose.',
  ],
  run(input) {
    const scanning = searchers(input)
    const spread = actorsPerScript(input)
    const firsts = firstPerScript(input)
    return scriptRequests(input).flatMap((requests) => {
      const judged = judge(requests, scanning.has(actorKey(requests)), spread)
      const first = firsts.get(scriptKey(requests))
      return judged ? [finding(input, requests, judged, first?.kind === SENT_OK)] : []
    })
  },
}

interface Judged {
  readonly level: Level
  readonly rung: Rung | null
  readonly phase: Phase
  readonly against: readonly string[]
}

function judge(
  requests: ScriptRequests,
  searching: boolean,
  spread: ReadonlyMap<string, number>,
): Judged | null {
  const sent = countKind(requests, SENT_OK) > 0
  const fetched = countKind(requests, FETCHED_OK) > 0
  const failed = countKind(requests, FAILED) > 0
  const against = searching
    ? ['The same address asked for many such pages: it searched for what others had left.']
    : []
  if (requests.path.kind === 'other') {
    const rare = (spread.get(scriptKey(requests)) ?? 0) <= RARE_ACTORS
    if (!sent || !rare || requests.actor === '') return null
    const level = isReportedName(requests.path.script) ? 'medium' : 'low'
    return { level, rung: null, phase: 'use', against }
  }
  if (sent) return { level: 'critical', rung: 'used', phase: 'use', against }
  if (fetched) return { level: 'high', rung: null, phase: 'use', against }
  return failed && !searching ? { level: 'medium', rung: null, phase: 'use', against } : null
}

function finding(
  input: AnalysisInput,
  requests: ScriptRequests,
  judged: Judged,
  sentFirst: boolean,
): Finding {
  const { table } = input
  const rows = requests.marks.map((mark) => mark.row)
  const host = table.hosts[requests.host] ?? ''
  const actors = requests.actor === '' ? [] : [requests.actor]
  const subject = requests.path.script
  return {
    id: findingId(SHELL_USE_ID, host, actors, subject),
    detection: SHELL_USE_ID,
    title: judged.rung === 'used' ? 'Web shell used' : shellUse.title,
    host,
    level: judged.level,
    rung: judged.rung,
    phase: judged.phase,
    technique: shellUse.technique,
    actors,
    subject,
    ...span(table, rows),
    count: rows.length,
    rows: sample(requests.marks).map(({ row, kind }) => evidenceRow(table, row, SAYS[kind] ?? '')),
    entries: distinctEntries(table, rows),
    reason: `${subject}: ${tally(requests)}.${sentFirst ? SENT_FIRST : ''}`,
    why: WHY,
    falsePositives: shellUse.falsePositives,
    counterEvidence: judged.against,
    todo: TODO,
    references: shellUse.references,
    confidence: [],
  }
}

/** People come to a page by a link: they fetch it before they send it anything. */
const SENT_FIRST = ' The first request for it by anybody sent it something.'

const WHY =
  'The page is none of Exchange’s own. A client that sends data to it and gets a success back is giving orders to whatever was planted there.'
const TODO =
  'Find the file on disk, keep a copy with its times, then remove it. Look at what else these addresses did, and at what the web server’s processes started.'

function tally(requests: ScriptRequests): string {
  return [SENT_OK, FETCHED_OK, FAILED, NOT_THERE]
    .map((kind) => ({ kind, count: countKind(requests, kind) }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${SAYS[kind] ?? ''} (${counted(count, 'record')})`)
    .join('; ')
}

function scriptKey(requests: ScriptRequests): string {
  return `${String(requests.host)}\n${requests.path.script}`
}

/** The first request for each script by anybody. */
function firstPerScript(input: AnalysisInput): Map<string, RequestMark> {
  const firsts = new Map<string, RequestMark>()
  for (const requests of scriptRequests(input)) {
    const key = scriptKey(requests)
    const [first] = requests.marks
    const known = firsts.get(key)
    if (first && (!known || first.row < known.row)) firsts.set(key, first)
  }
  return firsts
}

function actorsPerScript(input: AnalysisInput): Map<string, number> {
  const counts = new Map<string, number>()
  for (const requests of scriptRequests(input)) {
    const key = scriptKey(requests)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
