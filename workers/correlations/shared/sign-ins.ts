import type { EventTable } from '../../../src/model/event-table.js'
import { FAMILIES } from '../../../src/model/families.js'
import { MICROSECONDS_PER_HOUR } from '../../../src/model/units.js'
import { actorOf } from '../../verdict/finding-parts.js'
import type { AnalysisInput } from '../../verdict/analysis.js'
import { bareName, isPersonal } from './accounts.js'

/** What one address tried in one hour of the clock, and what came of it. */
export interface TriedHour {
  readonly host: number
  readonly client: string
  /** Rows of failures, in order. Security tells again of what the web server refused. */
  readonly failed: number[]
  /** Of those, Security's. */
  events: number
  /** Accounts that failed, numbered, a name with and without its domain as one; each with how often. */
  readonly accounts: Map<number, number>
  /** Rows of the sign-in form that were followed by the form once more. */
  readonly formFailed: number[]
  /** Failures for accounts that do not exist. */
  unknown: number
  /** Accounts of people that were answered without a failure before: the address is shared. */
  readonly innocent: Set<number>
  /** The first row at which an account that had failed was answered; -1 for none. */
  success: number
}

/** What a row is, by its family. */
const WEB = 1
const EVENT = 2
const MAIL = 3
const KIND = Uint8Array.from(FAMILIES, ({ id, group }) =>
  group === 'iis' || group === 'httpproxy'
    ? WEB
    : id === 'evtx-security'
      ? EVENT
      : id === 'smtp'
        ? MAIL
        : 0,
)

const FORM = 1
const FORM_AGAIN = 2
const INSIDE = 3
const OTHER = 4
const LOGON_FAILED = 4625

/**
 * Failed sign-ins by address and hour: requests refused with 401 that name an account, the form of web
 * mail sent and shown again, Security's 4625, SMTP's refused logons. `done` takes each hour in which an
 * address failed at all. One pass; what is kept is of one hour.
 */
export function eachTriedHour(input: AnalysisInput, done: (tried: TriedHour) => void): void {
  new SignIns(input, done).run()
}

class SignIns {
  private readonly table: EventTable
  /** Of the hour that is being read, by the client's string: the place in `open`, from 1. */
  private readonly places: Uint32Array
  private readonly open: TriedHour[] = []
  /** 1: no person's; else the account's number without its domain, and 2. */
  private readonly accounts: Uint32Array
  private readonly byName = new Map<string, number>()
  private readonly targets: Uint8Array
  private readonly actions: Uint8Array
  /** Row of the form that a client sent and that has had no consequence yet, from 1. */
  private readonly pending: Uint32Array
  private readonly sent: number[] = []

  constructor(
    private readonly input: AnalysisInput,
    private readonly done: (tried: TriedHour) => void,
  ) {
    const count = input.table.strings.length
    this.table = input.table
    this.places = new Uint32Array(count)
    this.pending = new Uint32Array(count)
    this.accounts = new Uint32Array(count)
    this.targets = new Uint8Array(count)
    this.actions = new Uint8Array(count)
  }

  run(): void {
    const { length, time, family, status, user, client, target } = this.table
    const { places, targets } = this
    let end = -Infinity
    for (let row = 0; row < length; row++) {
      const kind = KIND[family[row] as number] as number
      if (kind === 0) continue
      const at = time[row] as number
      if (!(at < end)) {
        this.close()
        if (Number.isNaN(at)) break
        end = (Math.floor(at / MICROSECONDS_PER_HOUR) + 1) * MICROSECONDS_PER_HOUR
      }
      if (kind === WEB) {
        // Most requests are none of a sign-in and of an address that failed with none.
        if (status[row] === 401 ? user[row] === 0 : places[client[row] as number] === 0) {
          if (status[row] === 401 || targets[target[row] as number] === OTHER) continue
        }
        this.readRequest(row)
      } else if (kind === EVENT) this.readEvent(row)
      else this.readMail(row)
    }
    this.close()
  }

  private readRequest(row: number): void {
    const { status: statuses, user: users, client: clients, target: targets } = this.table
    const status = statuses[row] as number
    const user = users[row] as number
    const client = clients[row] as number
    if (status === 401) {
      if (user !== 0 && this.personOf(user) >= 0) this.fail(row, client, user, false)
      return
    }
    const target = this.targetKind(targets[row] as number)
    if (target !== OTHER && status > 0) this.readForm(row, client, user, target)
    if (user === 0 || status < 200 || status >= 400 || target === FORM) return
    const place = this.places[client] as number
    if (place > 0) this.succeed(this.open[place - 1] as TriedHour, row, user)
  }

  /** The form is shown again to whom it refuses, and leads inside whom it lets in. */
  private readForm(row: number, client: number, user: number, target: number): void {
    if (target === FORM) {
      if (this.table.strings[this.table.action[row] as number]?.toUpperCase() !== 'POST') return
      this.pending[client] = row + 1
      this.sent.push(client)
      return
    }
    const sent = this.pending[client] as number
    if (sent === 0) return
    this.pending[client] = 0
    const account = this.table.user[sent - 1] as number
    if (target === FORM_AGAIN) {
      const tried = this.tried(sent - 1, client)
      if (!tried) return
      tried.formFailed.push(sent - 1)
      this.count(tried, account)
      return
    }
    const place = this.places[client] as number
    const who = account === 0 ? user : account
    if (place > 0 && who !== 0) this.succeed(this.open[place - 1] as TriedHour, row, who)
  }

  private readEvent(row: number): void {
    if (this.table.status[row] !== LOGON_FAILED) return
    const user = this.table.user[row] as number
    const action = this.table.action[row] as number
    this.actions[action] ||= /no such account/.test(this.table.strings[action] ?? '') ? 2 : 1
    const client = this.table.client[row] as number
    this.fail(row, client, user, this.actions[action] === 2)
    const place = this.places[client] as number
    if (place > 0) (this.open[place - 1] as TriedHour).events++
  }

  private readMail(row: number): void {
    const action = this.table.action[row] as number
    this.actions[action] ||= this.table.strings[action] === 'Logon failed' ? 2 : 1
    if (this.actions[action] === 2) this.fail(row, this.table.client[row] as number, 0, false)
  }

  private fail(row: number, client: number, user: number, unknown: boolean): void {
    const tried = this.tried(row, client)
    if (!tried) return
    tried.failed.push(row)
    if (unknown) tried.unknown++
    this.count(tried, user)
  }

  private count({ accounts }: TriedHour, user: number): void {
    const person = user === 0 ? -1 : this.personOf(user)
    if (person >= 0) accounts.set(person, (accounts.get(person) ?? 0) + 1)
  }

  private succeed(tried: TriedHour, row: number, user: number): void {
    const person = this.personOf(user)
    if (person < 0) return
    if (!tried.accounts.has(person)) tried.innocent.add(person)
    else if (tried.success < 0) tried.success = row
  }

  /** null for the server itself. */
  private tried(row: number, client: number): TriedHour | null {
    const place = this.places[client] as number
    if (place > 0) return this.open[place - 1] as TriedHour
    const host = this.table.host[row] as number
    const address = this.table.strings[client] ?? ''
    const actor = actorOf(address, this.input.ownAddresses[host])
    if (actor === '' && address !== '') return null
    const made = {
      host,
      client: actor,
      failed: [],
      events: 0,
      accounts: new Map<number, number>(),
      formFailed: [],
      unknown: 0,
      innocent: new Set<number>(),
      success: -1,
    }
    this.open.push(made)
    this.places[client] = this.open.length
    this.keys.push(client)
    return made
  }

  private readonly keys: number[] = []

  private close(): void {
    for (const tried of this.open) this.done(tried)
    for (const client of this.keys) this.places[client] = 0
    for (const client of this.sent) this.pending[client] = 0
    this.open.length = 0
    this.keys.length = 0
    this.sent.length = 0
  }

  /** -1 where it is no person's. */
  private personOf(user: number): number {
    this.accounts[user] ||= this.judgeAccount(this.table.strings[user] ?? '')
    return this.accounts[user] - 2
  }

  private judgeAccount(account: string): number {
    if (!isPersonal(account)) return 1
    const name = bareName(account)
    const known = this.byName.get(name)
    if (known !== undefined) return known
    const made = this.byName.size + 2
    this.byName.set(name, made)
    return made
  }

  private targetKind(target: number): number {
    this.targets[target] ||= kindOfTarget(this.table.strings[target] ?? '')
    return this.targets[target]
  }
}

function kindOfTarget(target: string): number {
  if (target.length > 40) return OTHER
  const path = target.toLowerCase()
  if (path === '/owa/auth.owa' || path === '/owa/auth/owaauth.dll') return FORM
  if (path === '/owa/auth/logon.aspx') return FORM_AGAIN
  return path === '/owa/' || path === '/ecp/' || path === '/owa' || path === '/ecp' ? INSIDE : OTHER
}
