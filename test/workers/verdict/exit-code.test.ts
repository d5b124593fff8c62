import { expect, it } from 'vitest'
import { exitCode } from '../../../src/model/exit-code.js'
import type { FamilyId } from '../../../src/model/families.js'
import { steady, type TestCase, type TestRow } from './build-table.js'
import { judgedCase } from './example-case.js'

const FAMILIES: readonly FamilyId[] = ['httpproxy-ecp', 'iis-front', 'ecp-server']
const CLEAN = FAMILIES.flatMap((family) =>
  steady(family, '2020-12-31T22:00:00Z', '2021-03-31T22:00:00Z'),
)
const HIT: TestRow = {
  family: 'httpproxy-ecp',
  time: '2021-03-03T00:00:00Z',
  client: '203.0.113.1',
}
const BAD_PAGE = 'C/E/FrontEnd/HttpProxy/owa/auth/x.aspx'

const CASES: readonly (readonly [string, number, TestCase])[] = [
  ['clean, web folders not collected', 0, { rows: CLEAN }],
  ['clean, but not all was read', 3, { rows: CLEAN, complete: false }],
  ['only targeted', 2, { rows: [...CLEAN, { ...HIT, hit: ['PL-01', 0] }] }],
  ['only targeted, with little evidence', 2, { rows: [{ ...HIT, hit: ['PL-01', 0] }] }],
  ['exploited', 1, { rows: [{ ...HIT, hit: ['PL-04', 0] }] }],
  [
    'one host of two exploited',
    1,
    {
      rows: [...CLEAN, { ...HIT, entry: 1, hit: ['PL-04', 0] }],
      hosts: ['A', 'B'],
      paths: ['a', 'b'],
      hostOfEntry: [0, 1],
    },
  ],
  [
    'one host of two unknown',
    3,
    { rows: CLEAN, hosts: ['A', 'B'], paths: ['a', 'b'], hostOfEntry: [0, 1] },
  ],
  ['nothing known', 3, { rows: [] }],
  ['no host', 3, { rows: [], hosts: [], paths: [] }],
  [
    'web folders collected but not readable',
    3,
    { rows: CLEAN, paths: ['a.log', BAD_PAGE], results: [{}, { events: 0, records: 0 }] },
  ],
]

it.each(CASES)('%s: %i', (_, code, test) => {
  expect(exitCode(judgedCase(test))).toBe(code)
})
