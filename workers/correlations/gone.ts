import type { Finding, Level } from '../../src/model/finding.js'
import { formatDayInWords, formatIso } from '../../src/model/time.js'
import type { AnalysisInput } from '../verdict/analysis.js'
import {
  counted,
  distinctEntries,
  evidenceRow,
  findingId,
  latest,
  sample,
  span,
} from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'
import { pageFiles, type PageFile } from './shared/page-files.js'
import { FETCHED_OK, NOT_THERE, scriptRequests, SENT_OK } from './shared/script-requests.js'

export const GONE_ID = 'WS-GONE'

export const gone: Correlation = {
  id: GONE_ID,
  title: 'Page that answered, and is gone',
  technique: 'T1070.004',
  references: [
    'https://www.cisa.gov/news-events/cybersecurity-advisories/aa21-062a',
    'https://learn.microsoft.com/en-us/windows/win32/api/winioctl/ns-winioctl-usn_record_v2',
  ],
  falsePositives: [
    'An administrator or an antivirus that took the page away: the page was there all the same.',
  ],
  run(input) {
    const files = new Map(pageFiles(input).map((file) => [keyOf(file.host, file.page), file]))
    return livesOf(input).flatMap((life) => {
      const finding = judge(input, life, files.get(keyOf(life.host, life.page)))
      return finding ? [finding] : []
    })
  },
}

/** What all requests tell of one page; rows in order of time. */
interface Life {
  readonly host: number
  readonly page: string
  readonly answered: number[]
  readonly missing: number[]
  sent: number
}

/** Below `/owa` the front end answers 302 for a page that is not there, elsewhere IIS answers 404. */
const MISSING = new Set([302, 404])

function livesOf(input: AnalysisInput): Life[] {
  const lives = new Map<string, Life>()
  for (const { host, path, marks } of scriptRequests(input)) {
    if (path.kind !== 'exchange') continue
    const key = keyOf(host, path.script)
    const life = lives.get(key) ?? { host, page: path.script, answered: [], missing: [], sent: 0 }
    lives.set(key, life)
    for (const { row, kind } of marks) {
      if (kind === SENT_OK || kind === FETCHED_OK) life.answered.push(row)
      else if (kind === NOT_THERE && MISSING.has(input.table.status[row] ?? 0))
        life.missing.push(row)
      if (kind === SENT_OK) life.sent++
    }
  }
  return [...lives.values()].filter(({ answered }) => answered.length > 0)
}

const ANSWERED = 0
const DELETED = 1
const REMOVED = 2
const NOT_FOUND = 3
const SAYS = [
  'asked for, and it answered',
  'the file is deleted',
  'an antivirus acted on it',
  'no longer there',
]

function judge(input: AnalysisInput, life: Life, file: PageFile | undefined): Finding | null {
  const { table } = input
  const { host, page, sent } = life
  const answered = life.answered.sort((a, b) => a - b)
  const last = latest(answered.map((row) => table.time[row] as number))
  const deleted = file?.deleted ?? []
  const removed = file?.removed ?? []
  const missing = life.missing.filter((row) => (table.time[row] as number) > last)
  if (deleted.length + removed.length + missing.length === 0) return null
  const onDisk = deleted.length + removed.length > 0
  const marks = [
    ...answered.map((row) => ({ row, kind: ANSWERED })),
    ...deleted.map((row) => ({ row, kind: DELETED })),
    ...removed.map((row) => ({ row, kind: REMOVED })),
    ...missing.map((row) => ({ row, kind: NOT_FOUND })),
  ].sort((a, b) => a.row - b.row)
  const rows = marks.map(({ row }) => row)
  const name = table.hosts[host] ?? ''
  const level: Level = sent > 0 ? 'high' : 'medium'
  const parts = [
    deleted.length > 0 ? 'the file is deleted' : '',
    removed.length > 0 ? 'an antivirus acted on it' : '',
    missing.length > 0
      ? `later requests did not find it (${counted(missing.length, 'record')})`
      : '',
  ].filter((part) => part !== '')
  return {
    id: findingId(gone.id, name, [], page),
    detection: gone.id,
    title: gone.title,
    host: name,
    level,
    // A page of which only a log tells is proven by what was sent to it, or not at all.
    rung: onDisk ? 'backdoored' : null,
    phase: 'backdoor',
    technique: gone.technique,
    actors: [],
    subject: page,
    ...span(table, rows),
    count: rows.length,
    rows: sample(marks).map(({ row, kind }) => evidenceRow(table, row, SAYS[kind] ?? '')),
    entries: distinctEntries(table, rows),
    reason: `${page} had ${counted(answered.length, 'answer')}, the last on ${formatDayInWords(last)} ${formatIso(last).slice(11, 16)} UTC; since then ${parts.join(', and ')}.`,
    why: 'A page that answered and was taken away was a back door, and somebody knew that it was. What it did in between stays done.',
    falsePositives: gone.falsePositives,
    counterEvidence: onDisk ? [] : ['No record of the disk tells of the page.'],
    todo: 'Ask who took it away and when. Look in backups and in quarantine for a copy.',
    references: gone.references,
    confidence: [],
  }
}

function keyOf(host: number, page: string): string {
  return `${String(host)}\n${page}`
}
