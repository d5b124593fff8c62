import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocateColumns, FLAG_NOISE, type EventTable } from '../../../src/model/event-table.js'
import { familyAt, familyIndex, type FamilyId } from '../../../src/model/families.js'
import type { DensityRequest } from '../../../workers/protocol.js'
import { Pyramid } from '../../../workers/table/pyramid.js'

interface Row {
  readonly time: number
  readonly host: number
  readonly family: FamilyId
  readonly client: number
  readonly further: number
  readonly noise: boolean
}

const HOSTS = ['MX01', 'MX02', 'MX03']
const CLIENTS = ['', '192.0.2.1', '192.0.2.2', '192.0.2.3']

function tableOf(rows: readonly Row[]): EventTable {
  const sorted = [...rows].sort(
    (a, b) => Number(isNaN(a.time)) - Number(isNaN(b.time)) || a.time - b.time || 0,
  )
  const columns = allocateColumns(rows.length)
  const table = {
    ...columns,
    length: rows.length,
    entry: new Uint32Array(rows.length),
    host: new Uint16Array(rows.length),
    strings: CLIENTS,
    hosts: HOSTS,
  }
  for (const [at, row] of sorted.entries()) {
    table.time[at] = row.time
    table.host[at] = row.host
    table.family[at] = familyIndex(row.family)
    table.client[at] = row.client
    table.further[at] = row.further
    table.flags[at] = row.noise ? FLAG_NOISE : 0
  }
  return table
}

/** The same by looking at every row for every bin. */
function slowly(table: EventTable, request: DensityRequest) {
  const { from, to, bins, host, by, lanes } = request
  const events = new Uint32Array((1 + lanes.length) * bins)
  const noise = new Uint32Array((1 + lanes.length) * bins)
  for (let row = 0; row < table.length; row++) {
    const name = table.hosts[table.host[row]!]!
    if (host !== '' && host !== name) continue
    const { group } = familyAt(table.family[row]!)
    const key = { host: name, source: group, actor: table.strings[table.client[row]!]! }[by]
    const inLanes = [0, ...lanes.flatMap((keys, at) => (keys.includes(key) ? [at + 1] : []))]
    for (let bin = 0; bin < bins; bin++) {
      const begin = from + (bin * (to - from)) / bins
      const end = bin === bins - 1 ? to : from + ((bin + 1) * (to - from)) / bins
      if (!(table.time[row]! >= begin && table.time[row]! < end)) continue
      for (const lane of inLanes) {
        events[lane * bins + bin]! += 1 + table.further[row]!
        if (table.flags[row]! & FLAG_NOISE) noise[lane * bins + bin]! += 1 + table.further[row]!
      }
    }
  }
  return { events, noise }
}

const rowOf = (time: fc.Arbitrary<number>) =>
  fc.record({
    time,
    host: fc.nat(2),
    family: fc.constantFrom<FamilyId>('iis-front', 'iis-back', 'httpproxy-ecp', 'mft', 'ews'),
    client: fc.nat(3),
    further: fc.constantFrom(0, 0, 3, 60_000),
    noise: fc.boolean(),
  })

const LANES = {
  source: [['iis'], ['httpproxy', 'ntfs']],
  host: [['MX02'], ['MX01', 'MX03']],
  actor: [['192.0.2.1'], ['192.0.2.2', '192.0.2.3']],
} as const

const request = fc.record({
  from: fc.integer({ min: -50, max: 900 }),
  length: fc.integer({ min: 1, max: 1_200 }),
  bins: fc.integer({ min: 1, max: 24 }),
  host: fc.constantFrom('', '', 'MX02', 'nobody'),
  by: fc.constantFrom('source' as const, 'host' as const, 'actor' as const),
  laned: fc.boolean(),
})

describe('the pyramid', () => {
  it('counts in any window and any lanes what counting row by row gives', () => {
    const times = rowOf(fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.constant(NaN)))
    const cases = fc.tuple(
      fc.array(times, { maxLength: 900, size: 'max' }),
      fc.array(request, { minLength: 1, maxLength: 6 }),
    )
    fc.assert(
      fc.property(cases, ([rows, requests]) => {
        const table = tableOf(rows)
        const pyramid = new Pyramid(table)
        for (const { from, length, laned, ...rest } of requests) {
          const asked = { ...rest, from, to: from + length, lanes: laned ? LANES[rest.by] : [] }
          const { events, noise } = pyramid.density(asked)
          const expected = slowly(table, asked)
          expect([...events]).toEqual([...expected.events])
          expect([...noise]).toEqual([...expected.noise])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('stays exact where one forged date stretches the axis over four centuries', () => {
    const day = 86_400e6
    const row = { host: 0, family: 'iis-front', client: 1, further: 0, noise: false } as const
    const rows = Array.from({ length: 500 }, (_, at) => ({ ...row, time: 18_600 * day + at }))
    const pyramid = new Pyramid(tableOf([{ ...row, time: -134_774 * day }, ...rows]))
    const asked = { host: '', by: 'source', lanes: [] } as const
    const near = pyramid.density({ ...asked, from: 18_600 * day, to: 18_600 * day + 4, bins: 4 })
    expect([...near.events]).toEqual([1, 1, 1, 1])
    const all = { ...asked, from: -134_774 * day, to: 18_601 * day, bins: 2 }
    expect([...pyramid.density(all).events]).toEqual([1, 500])
  })

  it('answers for a case without rows, and without rows that state a time', () => {
    const asked = { from: 0, to: 10, bins: 2, host: '', by: 'source', lanes: [['iis']] } as const
    const untimed = { time: NaN, host: 0, client: 0, further: 0, noise: false } as const
    for (const rows of [[], [{ ...untimed, family: 'mft' as const }]]) {
      expect([...new Pyramid(tableOf(rows)).density(asked).events]).toEqual([0, 0, 0, 0])
    }
  })
})
