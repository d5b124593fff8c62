import { FAMILIES } from '../../src/model/families.js'
import type { Finding } from '../../src/model/finding.js'
import { MICROSECONDS_PER_DAY, MICROSECONDS_PER_HOUR } from '../../src/model/units.js'
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
import { ONE_GO } from './shared/telling.js'
import { TellingTimes } from './shared/telling-times.js'

/** Whoever clears up does so in the attack or soon after its last step. */
const AFTERWARDS = 24 * MICROSECONDS_PER_HOUR
/** Scripts that make room take logs that are weeks old; these were of the last week. */
const FRESH = 7 * MICROSECONDS_PER_DAY

export const tracesRemoved: Correlation = {
  id: 'LOG-REMOVED',
  title: 'Log removed during the attack',
  technique: 'T1070',
  references: [
    'https://learn.microsoft.com/en-us/windows/security/threat-protection/auditing/event-1102',
    'https://attack.mitre.org/techniques/T1070/',
  ],
  falsePositives: ['An administrator who cleared logs to see what happens next.'],
  run(input, findings) {
    const telling = new TellingTimes(findings)
    const removed = removals(input, telling)
    return input.table.hosts.flatMap((_, host) => {
      const rows = removed.filter((row) => input.table.host[row] === host)
      return rows.length > 0 ? [finding(input, host, rows, telling)] : []
    })
  },
}

const EVENTS = FAMILIES.map(({ group }) => group === 'evtx')
const DISK = FAMILIES.map(({ group }) => group === 'ntfs')
const CLEARED = new Set(['Security log cleared', 'Event log cleared'])
const CLEARED_IDS = new Set([104, 1102])
const SAYS_OTHER = 1
const SAYS_CLEARED = 2
const SAYS_DELETED = 3
const SAYS = ['an event log was cleared', 'a log of the web server was deleted']

/** Rows within the attack, or within a day of its end. */
function removals({ table }: AnalysisInput, telling: TellingTimes): number[] {
  const { length, time, family, status, action, target, strings, host, hosts } = table
  const from = hosts.map((name) => telling.firstOf(name))
  const to = hosts.map((name) => telling.lastOf(name) + AFTERWARDS)
  if (from.every((first) => Number.isNaN(first))) return []
  // 0: not asked yet.
  const words = new Uint8Array(strings.length)
  const rows: number[] = []
  for (let row = 0; row < length; row++) {
    const kind = family[row] as number
    const isEvent = EVENTS[kind] === true
    if (!isEvent && DISK[kind] !== true) continue
    if (isEvent && !CLEARED_IDS.has(status[row] as number)) continue
    const at = time[row] as number
    const where = host[row] as number
    if (!(at >= (from[where] as number) && at <= (to[where] as number))) continue
    const said = action[row] as number
    words[said] ||= kindOf(strings[said] ?? '')
    const wanted = isEvent ? SAYS_CLEARED : SAYS_DELETED
    if (words[said] !== wanted) continue
    if (isEvent || isFreshLog(strings[target[row] as number] ?? '', at)) rows.push(row)
  }
  return rows
}

/** `u_ex210228.log`, `u_ex21022803_x.log`: the day that a log of IIS is of. */
const LOG = /(?:^|[\\/])w3svc\d{1,10}[\\/][u_]{0,2}(?:ex|nc|in)(\d\d)(\d\d)(\d\d)\w{0,8}\.log$/i

function kindOf(words: string): number {
  if (CLEARED.has(words)) return SAYS_CLEARED
  return /^File (?:.*, )?deleted/.test(words) ? SAYS_DELETED : SAYS_OTHER
}

function isFreshLog(path: string, at: number): boolean {
  const [, year = '', month = '', day = ''] = LOG.exec(path) ?? []
  if (year === '') return false
  const of = Date.UTC(2000 + Number(year), Number(month) - 1, Number(day)) * 1_000
  return at - of <= FRESH
}

function finding(
  input: AnalysisInput,
  host: number,
  rows: readonly number[],
  telling: TellingTimes,
): Finding {
  const { table } = input
  const name = table.hosts[host] ?? ''
  const marks = rows.map((row) => ({ row, kind: EVENTS[table.family[row] as number] ? 0 : 1 }))
  const near = rows.some((row) => telling.isWithin(name, table.time[row] as number, ONE_GO))
  const parts = SAYS.map((says, kind) => ({
    says,
    all: marks.filter((mark) => mark.kind === kind),
  }))
  return {
    id: findingId(tracesRemoved.id, name, [], ''),
    detection: tracesRemoved.id,
    title: tracesRemoved.title,
    host: name,
    level: near ? 'high' : 'medium',
    rung: null,
    phase: 'after',
    technique: tracesRemoved.technique,
    actors: [],
    subject: '',
    ...span(table, rows),
    count: rows.length,
    rows: sample(marks).map(({ row, kind }) => evidenceRow(table, row, SAYS[kind] ?? '')),
    entries: distinctEntries(table, rows),
    reason: `${parts
      .filter(({ all }) => all.length > 0)
      .map(({ says, all }) => `${says} (${counted(all.length, 'record')})`)
      .join(
        '; ',
      )}, ${near ? 'in the half hour of' : 'within a day of'} a record that proves a break-in.`,
    why: 'What the log held is gone: that nothing more is found in those hours says nothing.',
    falsePositives: tracesRemoved.falsePositives,
    counterEvidence: [],
    todo: 'Look for the same records elsewhere: a central log server, a backup, shadow copies.',
    references: tracesRemoved.references,
    confidence: [],
  }
}
