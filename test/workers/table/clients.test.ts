import { describe, expect, it } from 'vitest'
import { allocateColumns, type EventTable } from '../../../src/model/event-table.js'
import { familyIndex } from '../../../src/model/families.js'
import { ascribeClients } from '../../../workers/table/clients.js'

/** Rows of IIS as [connection, X-Forwarded-For]. */
function tableOf(rows: readonly (readonly [string, string])[]): EventTable {
  const columns = allocateColumns(rows.length)
  columns.length = rows.length
  const strings = ['']
  const intern = (text: string) => {
    const at = strings.indexOf(text)
    return at < 0 ? strings.push(text) - 1 : at
  }
  rows.forEach(([client, forwarded], row) => {
    columns.client[row] = intern(client)
    columns.forwarded[row] = intern(forwarded)
    columns.family[row] = familyIndex('iis-front')
  })
  const empty = { entry: new Uint32Array(rows.length), host: new Uint16Array(rows.length) }
  return { ...columns, ...empty, strings, hosts: ['MX'] }
}
const clientsOf = (table: EventTable) =>
  Array.from(table.client, (client) => table.strings[client] ?? '')
const many = (client: string, forwarded: string, count: number) =>
  Array.from({ length: count }, () => [client, forwarded] as const)

describe('whom a row is ascribed to', () => {
  it('believes X-Forwarded-For of the address that makes nearly all requests', () => {
    const table = tableOf([...many('10.0.0.9', '203.0.113.7', 40), ['198.51.100.1', '192.0.2.1']])
    expect(ascribeClients(table, [new Set()])[0]).toContain('10.0.0.9 stands before')
    expect(new Set(clientsOf(table))).toEqual(new Set(['203.0.113.7', '198.51.100.1']))
  })

  it('does not believe the header of just any client', () => {
    const table = tableOf([...many('203.0.113.7', '', 30), ...many('198.51.100.1', '10.1.1.1', 30)])
    expect(ascribeClients(table, [new Set()])).toEqual([''])
    expect(clientsOf(table)).not.toContain('10.1.1.1')
  })

  it('says that it cannot tell who where a balancer names nobody', () => {
    const table = tableOf(many('10.0.0.9', '', 40))
    expect(ascribeClients(table, [new Set()])[0]).toMatch(/^who: cannot tell/)
  })

  it('takes a busy public address for a client, not for a balancer', () => {
    const table = tableOf(many('203.0.113.7', '', 40))
    expect(ascribeClients(table, [new Set()])).toEqual([''])
  })

  it('leaves the server itself out of the count', () => {
    const rows = [
      ...many('10.0.0.5', '', 500),
      ...many('203.0.113.7', '', 15),
      ...many('203.0.113.8', '', 15),
    ]
    const table = tableOf(rows)
    expect(ascribeClients(table, [new Set(['10.0.0.5'])])).toEqual([''])
  })
})
