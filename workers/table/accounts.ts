import type { EventTable } from '../../src/model/event-table.js'
import { FAMILIES } from '../../src/model/families.js'
import type { Account } from '../protocol.js'

/** Accounts that the page is given; those beyond are said to be left out. */
const MOST_ACCOUNTS = 20_000
/** Addresses told of one account; a spray has thousands, which only count. */
const TOLD_ADDRESSES = 8
/** Distinct addresses remembered of one account. */
const MOST_ADDRESSES = 5_000

const UNAUTHORIZED = 401
/** ECP's server log names requests where others name accounts. */
const REQUEST_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface Seen {
  events: number
  first: number
  last: number
  failures: number
  addresses: Map<number, number>
  families: Set<number>
}

/** Everybody whom logs name on a host, in order of the name; forms that differ in case are one. */
export function accounts(
  table: EventTable,
  host: string,
): { readonly accounts: readonly Account[]; readonly leftOut: number } {
  const wanted = table.hosts.indexOf(host)
  const idOf = canonical(table)
  const failed = failedActions(table)
  const seen = new Map<number, Seen>()
  for (let row = 0; row < table.length; row++) {
    const user = table.user[row] as number
    if (user === 0 || table.host[row] !== wanted) continue
    const id = idOf(user)
    if (id === 0) continue
    const one = seen.get(id) ?? fresh()
    seen.set(id, one)
    const time = table.time[row] as number
    const records = 1 + (table.further[row] as number)
    one.events += records
    if (!(time >= one.first)) one.first = Number.isNaN(time) ? one.first : time
    if (!(time <= one.last)) one.last = Number.isNaN(time) ? one.last : time
    if (table.status[row] === UNAUTHORIZED || failed[table.action[row] as number] === 1)
      one.failures += records
    const client = table.client[row] as number
    if (client !== 0 && (one.addresses.size < MOST_ADDRESSES || one.addresses.has(client)))
      one.addresses.set(client, (one.addresses.get(client) ?? 0) + records)
    one.families.add(table.family[row] as number)
  }
  const all = [...seen].map(([id, one]) => told(table, table.strings[id] ?? '', one))
  all.sort((a, b) => (a.name < b.name ? -1 : 1))
  return { accounts: all.slice(0, MOST_ACCOUNTS), leftOut: Math.max(0, all.length - MOST_ACCOUNTS) }
}

function fresh(): Seen {
  return {
    events: 0,
    first: NaN,
    last: NaN,
    failures: 0,
    addresses: new Map(),
    families: new Set(),
  }
}

function told(table: EventTable, name: string, seen: Seen): Account {
  const addresses = [...seen.addresses]
    .map(([client, events]) => ({ address: table.strings[client] ?? '', events }))
    .sort((a, b) => b.events - a.events || (a.address < b.address ? -1 : 1))
  return {
    name,
    events: seen.events,
    failures: seen.failures,
    first: seen.first,
    last: seen.last,
    addressCount: addresses.length,
    addresses: addresses.slice(0, TOLD_ADDRESSES),
    families: [...seen.families].sort((a, b) => a - b).map((index) => FAMILIES[index]?.label ?? ''),
  }
}

/** Index of the first string that is the same name but for case; 0 for what names nobody. */
function canonical(table: EventTable): (user: number) => number {
  const known = new Map<number, number>()
  const byName = new Map<string, number>()
  return (user) => {
    const cached = known.get(user)
    if (cached !== undefined) return cached
    const name = (table.strings[user] ?? '').trim().toLowerCase()
    let id = 0
    if (name !== '' && name !== '-' && !REQUEST_ID.test(name)) {
      id = byName.get(name) ?? user
      byName.set(name, id)
    }
    known.set(user, id)
    return id
  }
}

/** 1 for each string that, as an action, says that somebody was not let in. */
function failedActions({ strings }: EventTable): Uint8Array {
  return Uint8Array.from(strings, (text) =>
    /^(?:logon|sign-in) failed|^AUTH failed/i.test(text) ? 1 : 0,
  )
}
