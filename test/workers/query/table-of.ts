import { allocateColumns, type EventTable } from '../../../src/model/event-table.js'
import { familyIndex, type FamilyId } from '../../../src/model/families.js'

export interface PlainRow {
  readonly time?: number | undefined
  readonly log?: FamilyId
  readonly client?: string
  readonly forwarded?: string
  readonly user?: string
  readonly agent?: string
  readonly action?: string
  readonly target?: string
  readonly status?: number
  readonly flags?: number
  readonly further?: number
  readonly span?: number
  readonly entry?: number
  readonly offset?: number
  readonly host?: number
}

export const HOSTS = ['MAIL1', 'MAIL2']
const TEXTS = ['client', 'forwarded', 'user', 'agent', 'action', 'target'] as const

/** A merged table of rows that come in order of time, those without one last. */
export function tableOf(rows: readonly PlainRow[]): EventTable {
  const columns = allocateColumns(rows.length)
  const strings = ['']
  const numbers = new Map([['', 0]])
  const entry = new Uint32Array(rows.length)
  const host = new Uint16Array(rows.length)
  rows.forEach((row, at) => {
    columns.time[at] = row.time ?? NaN
    columns.family[at] = familyIndex(row.log ?? 'iis-front')
    columns.status[at] = row.status ?? 0
    columns.flags[at] = row.flags ?? 0
    columns.further[at] = row.further ?? 0
    columns.span[at] = row.span ?? 0
    columns.offset[at] = row.offset ?? at * 100
    columns.size[at] = 99
    entry[at] = row.entry ?? 0
    host[at] = row.host ?? 0
    for (const name of TEXTS) {
      const text = row[name] ?? ''
      let number = numbers.get(text)
      if (number === undefined) numbers.set(text, (number = strings.push(text) - 1))
      columns[name][at] = number
    }
  })
  columns.length = rows.length
  return { ...columns, entry, host, strings, hosts: HOSTS }
}
