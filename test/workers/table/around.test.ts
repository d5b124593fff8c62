import { describe, expect, it } from 'vitest'
import { allocateColumns, FLAG_FOLDED, type EventTable } from '../../../src/model/event-table.js'
import { familyIndex, type FamilyId } from '../../../src/model/families.js'
import { chainRows, logsAround } from '../../../workers/table/around.js'

const MINUTE = 60_000_000
const MIB = 1 << 20

interface Row {
  readonly minute: number
  readonly entry: number
  readonly offset?: number
  readonly size?: number
  readonly family?: FamilyId
  readonly host?: number
  readonly further?: number
}

/** Rows in order of their minute; those without a place stand at offset 0. */
function tableOf(rows: readonly Row[]): EventTable {
  const columns = allocateColumns(rows.length)
  columns.length = rows.length
  const entry = new Uint32Array(rows.length)
  const host = new Uint16Array(rows.length)
  rows.forEach((row, at) => {
    columns.time[at] = row.minute * MINUTE
    columns.offset[at] = row.offset ?? 0
    columns.size[at] = row.size ?? 10
    columns.family[at] = familyIndex(row.family ?? 'httpproxy-ecp')
    columns.further[at] = row.further ?? 0
    if (row.further) columns.flags[at] = FLAG_FOLDED
    columns.action[at] = 1
    entry[at] = row.entry
    host[at] = row.host ?? 0
  })
  return { ...columns, entry, host, strings: ['', 'POST'], hosts: ['EX1', 'EX2'] }
}

describe('the logs around a record', () => {
  it('are the host’s others, each with the stretch that its rows of ten minutes take', () => {
    const table = tableOf([
      { minute: 90, entry: 1, offset: 0 },
      { minute: 96, entry: 1, offset: 500, size: 20 },
      { minute: 97, entry: 2, family: 'ews', offset: 40, size: 7 },
      { minute: 98, entry: 3, host: 1 },
      { minute: 99, entry: 4, family: 'web-root' },
      { minute: 100, entry: 0, family: 'iis-front' },
      { minute: 101, entry: 1, offset: 300, size: 20 },
      { minute: 106, entry: 2, family: 'ews', offset: 900 },
    ])
    expect(logsAround(table, 0, 100 * MINUTE)).toEqual({
      stretches: [
        { entry: 1, from: 300, to: 520, window: 5 * MINUTE },
        { entry: 2, from: 40, to: 47, window: 5 * MINUTE },
      ],
      leftOut: 0,
    })
  })

  it('are searched nearer the record where much lies between, and left out where too much does', () => {
    const table = tableOf([
      { minute: 96, entry: 1, offset: 0 },
      { minute: 100, entry: 0 },
      { minute: 100.5, entry: 1, offset: 40 * MIB },
      { minute: 100.5, entry: 2, offset: 0 },
      { minute: 100.5, entry: 2, offset: 70 * MIB },
      { minute: 104, entry: 2, offset: 80 * MIB },
    ])
    expect(logsAround(table, 0, 100 * MINUTE)).toEqual({
      stretches: [{ entry: 1, from: 40 * MIB, to: 40 * MIB + 10, window: MINUTE }],
      leftOut: 1,
    })
  })

  it('are none where the record’s own log has no row there', () => {
    const table = tableOf([{ minute: 100, entry: 1 }])
    expect(logsAround(table, 0, 100 * MINUTE)).toEqual({ stretches: [], leftOut: 0 })
  })
})

describe('what the table says of found records', () => {
  const table = tableOf([
    { minute: 99, entry: 1, offset: 0, size: 400, further: 8 },
    { minute: 100, entry: 2, offset: 50, family: 'ews' },
  ])

  it('is a row’s own, or of a folded row that holds them', () => {
    const places = [
      { entry: 2, offset: 50, size: 10 },
      { entry: 1, offset: 120, size: 10 },
      { entry: 2, offset: 51, size: 10 },
    ]
    expect(chainRows(table, places, 100 * MINUTE)).toMatchObject([
      { entry: 1, offset: 120, folded: true, time: 99 * MINUTE, action: 'POST' },
      { entry: 2, offset: 50, folded: false, time: 100 * MINUTE, family: 'ews' },
    ])
  })
})
