import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seen } from '../../../workers/table/first-last.js'
import { analysisInput, micros, type TestRow } from '../verdict/build-table.js'

const A = '203.0.113.41'
const PATH = '/owa/auth/x.aspx'

function tableOf(rows: readonly TestRow[]) {
  return analysisInput({ rows }).table
}

it('tells first, last and how often, of requests and of files apart', () => {
  const times = ['2021-03-01T00:00:00Z', '2021-03-02T00:00:00Z', '2021-03-03T00:00:00Z']
  const table = tableOf([
    { family: 'iis-front', time: times[1]!, client: A, target: PATH },
    { family: 'iis-front', time: times[2]!, client: A, target: PATH },
    { family: 'mft', time: times[0]!, target: PATH },
  ])
  expect(seen(table, 'stem', PATH)).toEqual({
    first: micros(times[1]!),
    last: micros(times[2]!),
    records: 2,
    hosts: ['MAIL01'],
  })
  expect(seen(table, 'file', PATH)).toMatchObject({ first: micros(times[0]!), records: 1 })
  expect(seen(table, 'address', A).records).toBe(2)
  const never = { first: NaN, last: NaN, records: 0, hosts: [] }
  expect(seen(table, 'account', 'nobody')).toEqual(never)
  expect(seen(table, 'account', '')).toEqual(never)
})

it('agrees with a plain look at every row', () => {
  const row = fc.record({
    family: fc.constantFrom('iis-front' as const, 'usn' as const),
    time: fc.constantFrom('2021-03-01T00:00:00Z', '2021-03-02T00:00:00Z', '2021-03-03T00:00:00Z'),
    user: fc.constantFrom('a', 'b'),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      const own = rows.filter(({ user }) => user === 'a').map(({ time }) => micros(time))
      const { first, last, records } = seen(tableOf(rows), 'account', 'a')
      expect(records).toBe(own.length)
      expect(first).toBe(own.length > 0 ? Math.min(...own) : NaN)
      expect(last).toBe(own.length > 0 ? Math.max(...own) : NaN)
    }),
  )
})
