import { FLAG_NOISE } from '../../src/model/event-table.js'
import { FAMILIES } from '../../src/model/families.js'
import type { Finding } from '../../src/model/finding.js'
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
import { isPersonal } from './shared/accounts.js'

/** Requests for mail that a mailbox's own programs make in days; below, nothing stands out. */
const LEAST = 5_000
/** So many times what the middle one of all makes. */
const TIMES_MIDDLE = 20
/** Fewer addresses than this have no middle. */
const ENOUGH_ADDRESSES = 10
/** More are a habit of the place. */
const MOST = 5
/** There are fewer strings than this. */
const PAIR = 2 ** 26

/** Exchange Web Services, over which mail is read in bulk; the back end's own log counts it once more. */
const READS_MAIL = FAMILIES.map(({ id, group }) =>
  id === 'httpproxy-ews' ? 2 : group === 'iis' && id !== 'iis-back' ? 1 : 0,
)
const WEB_SERVICES = /^\/ews\/exchange\.asmx/i

export const volume: Correlation = {
  id: 'CR-05',
  title: 'One account reads far more mail than others',
  technique: 'T1114.002',
  references: ['https://attack.mitre.org/techniques/T1114/002/'],
  falsePositives: [
    'Backup, archive, telephone and meeting-room software, which signs in with one account for all.',
    'A new computer that fetches a big mailbox for the first time.',
  ],
  run(input) {
    const counts = countAddresses(input)
    const busy = counts.filter((count) => count > 0).sort()
    if (busy.length < ENOUGH_ADDRESSES) return []
    const middle = busy[busy.length >> 1] ?? 0
    const least = Math.max(LEAST, TIMES_MIDDLE * middle)
    const pairs = pairsOf(input, counts, least)
    return [...pairs.values()]
      .filter(({ count }) => count >= least)
      .sort((a, b) => b.count - a.count || (a.rows[0] ?? 0) - (b.rows[0] ?? 0))
      .slice(0, MOST)
      .map(({ rows, count }) => finding(input, rows, { count, middle, addresses: busy.length }))
  },
}

/** Records by address, as its string is numbered. */
function countAddresses(input: AnalysisInput): Float64Array {
  const counts = new Float64Array(input.table.strings.length)
  eachRead(input, (client, _, records) => {
    counts[client]! += records
  })
  return counts
}

interface Pair {
  readonly rows: number[]
  count: number
}

/** Of addresses that make enough: each account's share. */
function pairsOf(input: AnalysisInput, counts: Float64Array, least: number): Map<number, Pair> {
  const pairs = new Map<number, Pair>()
  if (!counts.some((count) => count >= least)) return pairs
  const { user } = input.table
  eachRead(input, (client, row, records) => {
    if ((counts[client] as number) < least) return
    const key = client * PAIR + (user[row] as number)
    const pair = pairs.get(key) ?? { rows: [], count: 0 }
    pairs.set(key, pair)
    pair.rows.push(row)
    pair.count += records
  })
  return pairs
}

function eachRead(
  { table, ownAddresses }: AnalysisInput,
  take: (client: number, row: number, records: number) => void,
): void {
  const { length, family, flags, user, client, target, strings, further, host, status } = table
  // 0: not asked yet, 1: no, 2: yes.
  const targets = new Uint8Array(strings.length)
  const people = new Uint8Array(strings.length)
  const outside = new Uint8Array(strings.length)
  for (let row = 0; row < length; row++) {
    const reads = READS_MAIL[family[row] as number] as number
    if (reads === 0 || user[row] === 0 || ((flags[row] as number) & FLAG_NOISE) !== 0) continue
    if ((status[row] as number) >= 300) continue
    if (reads === 1) {
      const at = target[row] as number
      targets[at] ||= WEB_SERVICES.test(strings[at] ?? '') ? 2 : 1
      if (targets[at] === 1) continue
    }
    const who = user[row] as number
    people[who] ||= isPersonal(strings[who] ?? '') ? 2 : 1
    if (people[who] === 1) continue
    const from = client[row] as number
    const own = ownAddresses[host[row] as number]
    outside[from] ||= actorOf(strings[from] ?? '', own) === '' ? 1 : 2
    if (outside[from] === 1) continue
    take(from, row, 1 + (further[row] as number))
  }
}

interface Stands {
  readonly count: number
  readonly middle: number
  readonly addresses: number
}

function finding(
  { table }: AnalysisInput,
  rows: readonly number[],
  { count, middle, addresses }: Stands,
): Finding {
  const [first = 0] = rows
  const host = table.hosts[table.host[first] ?? 0] ?? ''
  const client = table.strings[table.client[first] ?? 0] ?? ''
  const account = table.strings[table.user[first] ?? 0] ?? ''
  return {
    id: findingId(volume.id, host, [client], account),
    detection: volume.id,
    title: volume.title,
    host,
    level: 'low',
    rung: null,
    phase: 'after',
    technique: volume.technique,
    actors: [client],
    subject: account,
    ...span(table, rows),
    count,
    rows: sample(rows.map((row) => ({ row, kind: 0 }))).map(({ row }) =>
      evidenceRow(table, row, 'mail asked for over Exchange Web Services'),
    ),
    entries: distinctEntries(table, rows),
    reason: `${counted(count, 'record')} of mail asked for by one address and account; the middle one of ${counted(addresses, 'address', 'addresses')} makes ${counted(middle, 'record')}.`,
    why: 'Who copies whole mailboxes makes far more requests than who reads mail.',
    falsePositives: volume.falsePositives,
    counterEvidence: [],
    todo: 'Ask which program signs in with this account from this address.',
    references: volume.references,
    confidence: [],
  }
}
