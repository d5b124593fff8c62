import type { EventTable } from '../../src/model/event-table.js'
import { FAMILIES } from '../../src/model/families.js'
import { MICROSECONDS_PER_MILLISECOND, type Microseconds } from '../../src/model/units.js'

/** What of a row a value stands for. A stem is a request's path, a file one on disk. */
export type SeenKind = 'address' | 'account' | 'agent' | 'stem' | 'file'

/** First and last time that rows state of a value; NaN where none does. */
export interface Seen {
  readonly first: Microseconds
  readonly last: Microseconds
  /** Records, those that folded rows stand for with them. */
  readonly records: number
  /** Names of hosts, in their order. */
  readonly hosts: readonly string[]
}

const COLUMNS = {
  address: 'client',
  account: 'user',
  agent: 'agent',
  stem: 'target',
  file: 'target',
} as const satisfies Record<SeenKind, keyof EventTable>
const REQUESTS = new Set(['iis', 'httpproxy', 'ecp', 'exchange'])
const DISK = new Set(['files', 'ntfs', 'system'])
const IS_REQUEST = Uint8Array.from(FAMILIES, ({ group }) => (REQUESTS.has(group) ? 1 : 0))
const IS_DISK = Uint8Array.from(FAMILIES, ({ group }) => (DISK.has(group) ? 1 : 0))

/** Since when and until when a value as it stands in rows was seen: one pass. Case counts. */
export function seen(table: EventTable, kind: SeenKind, value: string): Seen {
  const wanted = table.strings.indexOf(value)
  const column = table[COLUMNS[kind]]
  const families = kind === 'stem' ? IS_REQUEST : kind === 'file' ? IS_DISK : null
  const { length, time, family, host, further, span } = table
  const onHost = new Uint8Array(table.hosts.length)
  let first = NaN
  let last = NaN
  let records = 0
  if (wanted > 0) {
    for (let row = 0; row < length; row++) {
      if (column[row] !== wanted) continue
      if (families !== null && families[family[row] as number] === 0) continue
      records += 1 + (further[row] as number)
      onHost[host[row] as number] = 1
      const at = time[row] as number
      if (Number.isNaN(at)) continue
      if (Number.isNaN(first)) first = at
      const end = at + (span[row] as number) * MICROSECONDS_PER_MILLISECOND
      if (!(end <= last)) last = end
    }
  }
  return { first, last, records, hosts: table.hosts.filter((_, index) => onHost[index] === 1) }
}
