import type { Finding, Level } from '../../src/model/finding.js'
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
import { eachTriedHour, type TriedHour } from './shared/sign-ins.js'

/** Nobody has ten accounts; a household or a shared telephone has three. */
const SPRAY_ACCOUNTS = 10
const SPRAY_FAILURES = 20
/** Accounts are locked after five to ten failures: who sprays stays below. */
const SPRAY_EACH = 5
/** A forgetful user gives up, or is locked out, long before; a telephone with an old password asks a few times an hour. */
const FORM_FAILURES = 30
/** Refused logons an hour, for one or few accounts, that no person makes; telephones with an old password stay below. */
const BRUTE_FAILURES = 200
const UNKNOWN_FAILURES = 20
const UNKNOWN_SHARE = 0.5
/** So many who sign in without a failure show an office or a load balancer behind the address. */
const SHARED_BY = 3

type Way = 'spray' | 'form' | 'brute' | 'unknown'

interface Kind {
  readonly id: string
  readonly title: string
  readonly technique: string
  readonly level: Level
  readonly says: string
  readonly why: string
}

const KINDS: Readonly<Record<Way, Kind>> = {
  spray: {
    id: 'CR-01',
    title: 'Few passwords tried on many accounts',
    technique: 'T1110.003',
    level: 'medium',
    says: 'a logon was refused',
    why: 'One address failed with many accounts, each only a few times: that stays below the limit at which accounts are locked.',
  },
  form: {
    id: 'CR-02',
    title: 'Passwords guessed at the sign-in page',
    technique: 'T1110.001',
    level: 'medium',
    says: 'the sign-in page was sent, and shown again',
    why: 'One address sent the sign-in page more often in an hour than anybody mistypes a password.',
  },
  brute: {
    id: 'CR-02b',
    title: 'Passwords guessed, one account',
    technique: 'T1110.001',
    level: 'low',
    says: 'a logon was refused',
    why: 'One address was refused so often in an hour that a program must have done it. That may be a program of your own with an old password.',
  },
  unknown: {
    id: 'CR-03',
    title: 'Names of accounts tried',
    technique: 'T1087',
    level: 'low',
    says: 'a logon was refused: no such account',
    why: 'Most of the accounts that were tried do not exist: somebody looks for those that do.',
  },
}

export const guessing: Correlation = {
  id: 'CR-01',
  title: 'Passwords guessed',
  technique: 'T1110',
  references: [
    'https://attack.mitre.org/techniques/T1110/',
    'https://learn.microsoft.com/en-us/windows/security/threat-protection/auditing/event-4625',
  ],
  falsePositives: [
    'An office, a proxy or a load balancer behind one address, after passwords were changed.',
    'A program or scanner of your own with old passwords.',
  ],
  run(input) {
    const found = new Map<string, Guesses>()
    eachTriedHour(input, (tried) => {
      for (const way of waysOf(tried)) take(found, way, tried)
    })
    return [...found.values()].map((guesses) => finding(input, guesses))
  },
}

/** All hours of one address that show one way of guessing. */
interface Guesses {
  readonly way: Way
  readonly host: number
  readonly client: string
  readonly rows: number[]
  readonly accounts: Map<number, number>
  hours: number
  success: number
}

function waysOf(tried: TriedHour): Way[] {
  const { failed, events, formFailed, accounts, unknown, innocent } = tried
  const ways: Way[] = []
  if (events >= UNKNOWN_FAILURES && unknown > events * UNKNOWN_SHARE) ways.push('unknown')
  // A log without addresses tells nobody apart.
  if (tried.client === '' || innocent.size >= SHARED_BY) return ways
  const refused = Math.max(events, failed.length - events)
  const failures = refused + formFailed.length
  if (
    accounts.size >= SPRAY_ACCOUNTS &&
    failures >= SPRAY_FAILURES &&
    failures <= accounts.size * SPRAY_EACH
  )
    ways.push('spray')
  else if (formFailed.length >= FORM_FAILURES) ways.push('form')
  else if (refused >= BRUTE_FAILURES) ways.push('brute')
  return ways
}

function take(found: Map<string, Guesses>, way: Way, tried: TriedHour): void {
  const { host, client, accounts, success } = tried
  const key = [way, host, client].join('\n')
  let guesses = found.get(key)
  if (!guesses) {
    guesses = { way, host, client, rows: [], accounts: new Map(), hours: 0, success: -1 }
    found.set(key, guesses)
  }
  for (const row of tried.failed) guesses.rows.push(row)
  for (const row of tried.formFailed) guesses.rows.push(row)
  for (const [account, times] of accounts)
    guesses.accounts.set(account, (guesses.accounts.get(account) ?? 0) + times)
  guesses.hours++
  if (guesses.success < 0) guesses.success = success
}

function finding(input: AnalysisInput, guesses: Guesses): Finding {
  const { table } = input
  const { way, host, client, accounts, hours, success } = guesses
  const kind = KINDS[way]
  const name = table.hosts[host] ?? ''
  const actors = client === '' ? [] : [client]
  const rows = guesses.rows.sort((a, b) => a - b)
  const marks = rows.map((row) => ({ row, kind: 0 }))
  if (success >= 0) marks.push({ row: success, kind: 1 })
  marks.sort((a, b) => a.row - b.row)
  const broke = success >= 0 && way !== 'unknown' && way !== 'brute'
  return {
    id: findingId(kind.id, name, actors, ''),
    detection: kind.id,
    title: kind.title,
    host: name,
    level: broke ? 'high' : kind.level,
    rung: null,
    phase: 'probe',
    technique: kind.technique,
    actors,
    subject: '',
    ...span(
      table,
      marks.map(({ row }) => row),
    ),
    count: rows.length,
    rows: sample(marks).map((mark) =>
      evidenceRow(table, mark.row, mark.kind === 1 ? 'then the account was let in' : kind.says),
    ),
    entries: distinctEntries(table, rows),
    reason: `${counted(rows.length, 'failure')} in ${counted(hours, 'hour')}${accounts.size > 0 ? ` with ${counted(accounts.size, 'account')}` : ''}${broke ? '; one of them was let in afterwards' : ''}.`,
    why: kind.why,
    falsePositives: guessing.falsePositives,
    counterEvidence: broke
      ? ['Whoever mistypes a password and then gets it right leaves the same records.']
      : success < 0
        ? ['None of these accounts was let in from this address in those hours.']
        : [],
    todo: broke
      ? 'Ask the account’s owner whether it was them. If not: new password, end its sessions, look at its rules and devices.'
      : 'Look whether the address is one of your own. Look whether an account was let in from it later.',
    references: guessing.references,
    confidence: [],
  }
}
