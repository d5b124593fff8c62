import type { EvidenceRow, Finding } from '../../src/model/finding.js'
import { formatDayInWords, formatIso } from '../../src/model/time.js'
import { MICROSECONDS_PER_HOUR, MICROSECONDS_PER_MINUTE } from '../../src/model/units.js'
import type { AnalysisInput } from '../verdict/analysis.js'
import {
  actorOf,
  counted,
  distinctEntries,
  earliest,
  evidenceRow,
  findingId,
  sample,
  span,
} from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'
import { archiveClock } from './shared/archive-clock.js'
import { makerAtLocal, makersAt, makersOf, type Makers } from './shared/makers.js'
import { pageFiles, type PageFile } from './shared/page-files.js'
import { FETCHED_OK, scriptRequests, SENT_OK, type RequestMark } from './shared/script-requests.js'

export const born: Correlation = {
  id: 'WF-BORN',
  title: 'Page written by a request',
  technique: 'T1505.003',
  references: [
    'https://learn.microsoft.com/en-us/windows/win32/sysinfo/file-times',
    '2021-march-exchange (Norwegian incident, 11 March 2021): a page’s birth within a second of SetObject',
  ],
  falsePositives: [
    'An administrator or an update that put the page there in the very minute of an attack.',
  ],
  run(input) {
    const files = pageFiles(input).filter(({ births }) => births.length > 0)
    if (files.length === 0) return []
    const makers = makersOf(input)
    const uses = usesOf(input)
    return files.flatMap((file) => {
      const own = makers[file.host]
      const used = uses.get(keyOf(file.host, file.page)) ?? []
      return own ? judge(input, file, own, used) : []
    })
  },
}

const BORN = 0
const MADE = 1
const USED = 2
const SAYS = ['the page came to be', 'a request of the attack, then', 'asked for, and it answered']

/** Requests that a page answered, in order of time. */
function usesOf(input: AnalysisInput): Map<string, RequestMark[]> {
  const uses = new Map<string, RequestMark[]>()
  for (const { host, path, marks } of scriptRequests(input)) {
    const key = keyOf(host, path.script)
    const known = uses.get(key) ?? []
    uses.set(key, known)
    for (const mark of marks)
      if (mark.kind === SENT_OK || mark.kind === FETCHED_OK) known.push(mark)
  }
  for (const marks of uses.values()) marks.sort((a, b) => a.row - b.row)
  return uses
}

function judge(
  input: AnalysisInput,
  file: PageFile,
  makers: Makers,
  used: readonly RequestMark[],
): Finding[] {
  const { time } = input.table
  const own = new Set(used.map(({ row }) => row))
  const made = new Set<number>()
  for (const row of file.births)
    for (const maker of makersAt(makers, time[row] as number)) if (!own.has(maker)) made.add(maker)
  const rows = [...made].sort((a, b) => a - b)
  if (rows.length > 0) return [finding(input, file, rows, used, '')]
  const undated = file.births.find((row) => Number.isNaN(time[row]))
  const stated = undated === undefined ? NaN : archiveClock(input, undated)
  const fit = Number.isNaN(stated) ? null : makerAtLocal(makers, stated)
  return fit ? [finding(input, file, [fit.row], used, zoneInWords(fit.offset))] : []
}

function finding(
  input: AnalysisInput,
  { host, page, path, births }: PageFile,
  made: readonly number[],
  used: readonly RequestMark[],
  zone: string,
): Finding {
  const { table } = input
  const name = table.hosts[host] ?? ''
  const rows = [...births, ...made].sort((a, b) => a - b)
  const birth = earliest(births.map((row) => table.time[row] as number))
  const before = used.filter(({ row }) => (table.time[row] as number) < birth - EARLIER)
  const clients = made.map((row) => table.strings[table.client[row] ?? 0] ?? '')
  const actors = [
    ...new Set(clients.map((client) => actorOf(client, input.ownAddresses[host]))),
  ].filter((actor) => actor !== '')
  const marks = [
    ...births.map((row) => ({ row, kind: BORN })),
    ...made.map((row) => ({ row, kind: MADE })),
    ...used.map(({ row }) => ({ row, kind: USED })),
  ].sort((a, b) => a.row - b.row)
  return {
    id: findingId(born.id, name, actors, path),
    detection: born.id,
    title: born.title,
    host: name,
    level: zone === '' ? 'critical' : 'medium',
    rung: zone === '' ? 'backdoored' : null,
    phase: 'backdoor',
    technique: born.technique,
    actors: actors.sort(),
    subject: path,
    ...span(table, rows),
    count: rows.length,
    rows: sample(marks).map(({ row, kind }): EvidenceRow =>
      evidenceRow(table, row, SAYS[kind] ?? ''),
    ),
    entries: distinctEntries(table, rows),
    reason: reason(table.time, page, birth, made, used),
    why: 'The page came to be while a request of the attack ran. The two records are of two kinds, and neither knows of the other.',
    falsePositives: born.falsePositives,
    counterEvidence: [
      ...(zone === ''
        ? []
        : [`The archive states the file’s time without a zone: it fits if the clock was ${zone}.`]),
      ...(before.length === 0
        ? []
        : [
            `${counted(before.length, 'request')} had an answer before the file’s stated birth: its times were set, or it replaced another.`,
          ]),
    ],
    todo: 'Keep a copy of the page with its times. Look what else came to be in the same minutes.',
    references: born.references,
    confidence: [],
  }
}

/** Times of log and disk differ by so much at most where both are right. */
const EARLIER = 2 * MICROSECONDS_PER_MINUTE

function reason(
  time: Float64Array,
  page: string,
  birth: number,
  made: readonly number[],
  used: readonly RequestMark[],
): string {
  const [first] = used
  const when = Number.isNaN(birth) ? '' : ` on ${minute(birth)}`
  const uses = first
    ? `; ${counted(used.length, 'request')} had an answer from it, the first on ${minute(time[first.row] as number)}`
    : '; no request for it that had an answer is in these logs'
  return `${page} came to be${when}, within two minutes of ${counted(made.length, 'request')} of the attack${uses}.`
}

function minute(time: number): string {
  return `${formatDayInWords(time)} ${formatIso(time).slice(11, 19)} UTC`
}

/** `UTC`, `2 h ahead of UTC`, `3.5 h behind UTC`. */
function zoneInWords(offset: number): string {
  if (offset === 0) return 'UTC'
  const hours = Math.abs(offset) / MICROSECONDS_PER_HOUR
  return `${String(hours)} h ${offset > 0 ? 'ahead of' : 'behind'} UTC`
}

function keyOf(host: number, page: string): string {
  return `${String(host)}\n${page}`
}
