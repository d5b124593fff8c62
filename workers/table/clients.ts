import { FLAG_NOISE, type EventTable } from '../../src/model/event-table.js'
import { FAMILIES } from '../../src/model/families.js'
import { actorOf } from '../verdict/finding-parts.js'

/** An address with more of a host's outside requests than this stands before it. */
const BALANCER_SHARE = 0.9
/** Fewer requests than this say nothing of shares. */
const ENOUGH_REQUESTS = 20

const INTERNAL =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:)/i

/**
 * Ascribes IIS rows to the client that a load balancer names: where one address makes over 90 % of a
 * host's outside requests, its rows take the first address of X-Forwarded-For. Anybody else's header
 * is only their word. Returns a note per host: whom the addresses mean, '' where they stand as logged.
 */
export function ascribeClients(
  table: EventTable,
  ownAddresses: readonly ReadonlySet<string>[],
): string[] {
  const isIis = Uint8Array.from(FAMILIES, ({ group }) => (group === 'iis' ? 1 : 0))
  return table.hosts.map((_, host) => {
    const own = ownAddresses[host]
    const requests = countRequests(table, host, isIis)
    const { top, total } = busiest(table, requests, own)
    if (total < ENOUGH_REQUESTS || (requests[top] ?? 0) <= total * BALANCER_SHARE) return ''
    const address = table.strings[top] ?? ''
    const forwarded = takeForwarded(table, host, top, isIis)
    if (forwarded > 0) {
      return `${address} stands before the server: clients are those that its X-Forwarded-For names`
    }
    if (!INTERNAL.test(address)) return ''
    return `who: cannot tell – ${address} stands before the server and makes nearly all requests; log X-Forwarded-For in IIS, or read that machine's own logs`
  })
}

/** Requests that clients outside monitoring made to a host, by the client's string. */
function countRequests(
  { length, host: hosts, family, flags, client, further, strings }: EventTable,
  host: number,
  isIis: Uint8Array,
): Uint32Array {
  const requests = new Uint32Array(strings.length)
  for (let row = 0; row < length; row++) {
    const counts = hosts[row] === host && isIis[family[row] as number] === 1
    if (counts && ((flags[row] as number) & FLAG_NOISE) === 0) {
      requests[client[row] as number]! += 1 + (further[row] as number)
    }
  }
  return requests
}

function busiest(
  table: EventTable,
  requests: Uint32Array,
  own: ReadonlySet<string> | undefined,
): { top: number; total: number } {
  let top = 0
  let total = 0
  for (let client = 1; client < requests.length; client++) {
    const count = requests[client] as number
    if (count === 0 || actorOf(table.strings[client] ?? '', own) === '') continue
    total += count
    if (top === 0 || count > (requests[top] as number)) top = client
  }
  return { top, total }
}

/** How many rows took the address that the balancer names. */
function takeForwarded(
  table: EventTable,
  host: number,
  balancer: number,
  isIis: Uint8Array,
): number {
  let taken = 0
  for (let row = 0; row < table.length; row++) {
    if (table.host[row] !== host || table.client[row] !== balancer) continue
    const forwarded = table.forwarded[row] as number
    if (forwarded === 0 || isIis[table.family[row] as number] === 0) continue
    table.client[row] = forwarded
    taken++
  }
  return taken
}
