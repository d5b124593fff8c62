import { FAMILIES } from '../../src/model/families.js'
import type { Finding } from '../../src/model/finding.js'
import { MICROSECONDS_PER_MINUTE } from '../../src/model/units.js'
import { isPublic } from '../detections/shared/address.js'
import type { AnalysisInput } from '../verdict/analysis.js'
import {
  actorOf,
  counted,
  distinctEntries,
  evidenceRow,
  findingId,
  sample,
  span,
} from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'

/** A cookie's block takes up to 256 tries a byte, sixteen bytes a block: no browser asks so often. */
const LEAST = 500
const WITHIN = 10 * MICROSECONDS_PER_MINUTE
/** What a cookie that cannot be read gets: the logon page, or "logon timed out". */
const REFUSED = new Set([302, 440])

export const paddingOracle: Correlation = {
  id: 'PO-ORACLE',
  title: 'Cookie guessed byte by byte (ProxyOracle, heuristic)',
  technique: 'T1539',
  references: [
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-31196',
    'Heuristic of ours: no public rule is known',
  ],
  falsePositives: [
    'A monitor that asks for the mailbox page without a logon, many times a minute, from outside.',
  ],
  run(input) {
    return [...refusals(input)].flatMap(([, rows]) =>
      isBurst(input, rows) ? [finding(input, rows)] : [],
    )
  },
}

/** Rows of refused requests for Outlook on the web itself, by host and client, in order of time. */
function refusals({ table, ownAddresses }: AnalysisInput): Map<string, number[]> {
  const isRequest = FAMILIES.map(({ id, group }) => group === 'iis' && id !== 'iis-back')
  // 0: not asked yet, 1: another page, 2: Outlook on the web.
  const asked = new Uint8Array(table.strings.length)
  const byClient = new Map<string, number[]>()
  for (let row = 0; row < table.length; row++) {
    if (!REFUSED.has(table.status[row] ?? 0) || !isRequest[table.family[row] ?? 0]) continue
    if (table.user[row] !== 0) continue
    const target = table.target[row] ?? 0
    if (asked[target] === 0) asked[target] = /^\/owa\/?$/i.test(table.strings[target] ?? '') ? 2 : 1
    if (asked[target] === 1) continue
    const host = table.host[row] ?? 0
    const actor = actorOf(table.strings[table.client[row] ?? 0] ?? '', ownAddresses[host])
    if (actor === '' || !isPublic(actor)) continue
    const key = `${String(host)} ${actor}`
    const known = byClient.get(key)
    if (known) known.push(row)
    else byClient.set(key, [row])
  }
  return byClient
}

function isBurst({ table }: AnalysisInput, rows: readonly number[]): boolean {
  const time = (at: number): number => table.time[rows[at] ?? -1] ?? NaN
  return rows.some((_, at) => time(at + LEAST - 1) - time(at) <= WITHIN)
}

function finding(input: AnalysisInput, rows: readonly number[]): Finding {
  const { table } = input
  const first = rows[0] ?? 0
  const host = table.hosts[table.host[first] ?? 0] ?? ''
  const actors = [table.strings[table.client[first] ?? 0] ?? '']
  return {
    id: findingId(paddingOracle.id, host, actors, ''),
    detection: paddingOracle.id,
    title: paddingOracle.title,
    host,
    level: 'medium',
    rung: null,
    phase: 'probe',
    technique: paddingOracle.technique,
    actors,
    subject: '',
    ...span(table, rows),
    count: rows.length,
    rows: sample(rows.map((row) => ({ row, kind: 0 }))).map(({ row }) =>
      evidenceRow(table, row, 'refused without a logon'),
    ),
    entries: distinctEntries(table, rows),
    reason: `${counted(rows.length, 'request')} for the mailbox page refused, at least ${String(LEAST)} of them within ten minutes.`,
    why: 'The server’s answer told whether a changed cookie could still be read. Who asked often enough could read the password in it.',
    falsePositives: paddingOracle.falsePositives,
    counterEvidence: ['The log does not hold the cookies: other reasons give the same answers.'],
    todo: 'Look whether the address first had somebody’s cookie stolen by a link (PO-01), and reset that password.',
    references: paddingOracle.references,
    confidence: [],
  }
}
