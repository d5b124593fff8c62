import { AddressReader } from '../shared/address.js'
import { decimal, isMethod, looksLikeDate, looksLikeTime, statusOf } from '../shared/bytes.js'
import type { Tokens } from './tokens.js'

/** Fields that a client writes, in which a blank or an injected field can stand. */
const FREE_TEXT = new Set([
  'cs-uri-stem',
  'cs-uri-query',
  'cs-username',
  'cs(user-agent)',
  'cs(referer)',
  'cs(cookie)',
  'cs-host',
])

/** Which field stands where, by the names of one `#Fields` line; -1 where a field is missing. */
export class W3cColumns {
  readonly count: number
  readonly date: number
  readonly time: number
  readonly method: number
  readonly stem: number
  readonly query: number
  readonly port: number
  readonly user: number
  readonly client: number
  readonly serverAddress: number
  readonly agent: number
  readonly status: number
  readonly forwarded: number
  /** First and last field of free text; fields outside can be found by counting from the ends. */
  readonly firstFree: number
  readonly lastFree: number
  readonly duplicates: readonly string[]
  private readonly byName = new Map<string, number>()

  constructor(
    names: readonly string[],
    /** Told from the shapes of values, for want of a header. */
    readonly assumed: boolean,
  ) {
    this.count = names.length
    const duplicates: string[] = []
    names.forEach((name, index) => {
      const lower = name.toLowerCase()
      if (this.byName.has(lower)) duplicates.push(name)
      else this.byName.set(lower, index)
    })
    this.duplicates = duplicates
    this.date = this.indexOf('date')
    this.time = this.indexOf('time')
    this.method = this.indexOf('cs-method')
    this.stem = this.indexOf('cs-uri-stem')
    this.query = this.indexOf('cs-uri-query')
    this.port = this.indexOf('s-port')
    this.user = this.indexOf('cs-username')
    this.client = this.indexOf('c-ip')
    this.serverAddress = this.indexOf('s-ip')
    this.agent = this.indexOf('cs(user-agent)')
    this.status = this.indexOf('sc-status')
    this.forwarded = [...this.byName].find(([name]) => /x-forwarded-for\)?$/.test(name))?.[1] ?? -1
    const free = [...this.byName].flatMap(([name, at]) => (FREE_TEXT.has(name) ? [at] : []))
    this.firstFree = free.length > 0 ? Math.min(...free) : -1
    this.lastFree = free.length > 0 ? Math.max(...free) : -1
  }

  indexOf(name: string): number {
    return this.byName.get(name.toLowerCase()) ?? -1
  }

  /** The fields as the kernel of assembly/w3c.ts orders them. */
  get plan(): readonly number[] {
    const { date, time, client, forwarded, user, agent, method, stem, port, status } = this
    const { serverAddress } = this
    return [date, time, client, forwarded, user, agent, method, stem, port, status, serverAddress]
  }

  /** A row of an HTTP log can be made of it. */
  get usable(): boolean {
    return this.time >= 0 && this.stem >= 0
  }
}

const address = new AddressReader()

/**
 * Columns of a row without a header: date and time, then the method with the path behind it, then
 * port, account and client address, then the status; what stands between is told by how much of it
 * there is. null where the row has not that shape.
 */
export function columnsByShape(bytes: Uint8Array, tokens: Tokens): W3cColumns | null {
  const { starts, ends, count } = tokens
  const start = (index: number): number => starts[index] ?? 0
  const end = (index: number): number => ends[index] ?? 0
  if (count < 9) return null
  if (!looksLikeDate(bytes, start(0), end(0)) || !looksLikeTime(bytes, start(1), end(1)))
    return null
  const names = ['date', 'time']
  let at = 2
  for (; at < count && at < 6 && !isPath(bytes, start(at + 1)); at++) {
    if (address.read(bytes, start(at), end(at))) names.push('s-ip')
    else names.push(names.includes('s-sitename') ? 's-computername' : 's-sitename')
  }
  if (at + 5 >= count || !isMethod(bytes, start(at), end(at))) return null
  if (!isPath(bytes, start(at + 1))) return null
  if (decimal(bytes, start(at + 3), end(at + 3)) < 0) return null
  if (!address.read(bytes, start(at + 5), end(at + 5))) return null
  names.push('cs-method', 'cs-uri-stem', 'cs-uri-query', 's-port', 'cs-username', 'c-ip')
  at += 6
  let status = at
  while (status < count && !isStatusAt(bytes, tokens, status)) status++
  if (status === count) return null
  if (status > at && bytes[start(at)] === 0x48 && isHttpVersion(bytes, start(at), end(at))) {
    names.push('cs-version')
    at++
  }
  const between = BETWEEN[status - at]
  if (!between) return null
  names.push(...between, 'sc-status')
  const after = count - status - 1
  names.push(...['sc-substatus', 'sc-win32-status'].slice(0, after))
  let numbers = 0
  while (numbers < after - 2) {
    const token = status + 3 + numbers
    if (decimal(bytes, start(token), end(token)) < 0) break
    numbers++
  }
  names.push(...(NUMBERS[numbers] ?? []))
  if (names.length < count) names.push('x-forwarded-for')
  for (let extra = 1; names.length < count; extra++) names.push(`custom-${String(extra)}`)
  return new W3cColumns(names, true)
}

/** Fields between client address and status, by their number. */
const BETWEEN: readonly (readonly string[])[] = [
  [],
  ['cs(user-agent)'],
  ['cs(user-agent)', 'cs(referer)'],
  ['cs(user-agent)', 'cs(cookie)', 'cs(referer)'],
  ['cs(user-agent)', 'cs(cookie)', 'cs(referer)', 'cs-host'],
]

/** Fields after sc-win32-status, by their number. */
const NUMBERS: readonly (readonly string[])[] = [
  [],
  ['time-taken'],
  ['sc-bytes', 'time-taken'],
  ['sc-bytes', 'cs-bytes', 'time-taken'],
]

function isPath(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === 0x2f
}

function isHttpVersion(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 8 && bytes[start + 4] === 0x2f
}

/** A status, and numbers behind it as far as two fields go. */
function isStatusAt(bytes: Uint8Array, tokens: Tokens, at: number): boolean {
  const number = (index: number): boolean =>
    index >= tokens.count ||
    /^\d{1,10}$/.test(
      String.fromCharCode(
        ...bytes.subarray(tokens.starts[index], tokens.ends[index]).subarray(0, 16),
      ),
    )
  if (statusOf(bytes, tokens.starts[at] ?? 0, tokens.ends[at] ?? 0) === 0) return false
  return number(at + 1) && number(at + 2)
}
