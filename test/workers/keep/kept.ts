import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { allocateColumns, COLUMN_NAMES, INTERNED } from '../../../src/model/event-table.js'
import { FAMILIES } from '../../../src/model/families.js'
import { NO_JUDGEMENTS } from '../../../src/model/judgement.js'
import type { KeptCase } from '../../../workers/keep/kept-case.js'
import { gather } from '../../../workers/verdict/analyse.js'
import type { AnalysisInput } from '../../../workers/verdict/analysis.js'
import { entryOf } from '../parsers/memory-input.js'
import { analysisInput, steady } from '../verdict/build-table.js'

export const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A judged case with findings, times that are not known, and notes. */
export function exampleKept(): KeptCase {
  const input = analysisInput({
    rows: [
      ...steady('iis-front', '2021-03-01T00:00:00Z', '2021-03-04T00:00:00Z'),
      {
        family: 'iis-front',
        time: '2021-03-03T05:00:00Z',
        client: '203.0.113.41',
        action: 'POST',
        target: '/ecp/y.js',
        status: 200,
        hit: ['PL-01', 0],
      },
      { family: 'web-root', target: '/aspnet_client/x.aspx', entry: 1 },
    ],
    paths: ['C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log', 'C:/inetpub/wwwroot/x.aspx'],
    builds: [['15.1.2106.2', '2021-03-01T00:00:00Z', '2021-03-04T00:00:00Z']],
    ownAddresses: ['192.0.2.1', 'fe80::1'],
  })
  return keptOf({ ...input, warnings: [warning] }, { story: 'It began on a Monday: \ud83d\udc1e' })
}

const warning = {
  entry: 0,
  evidence: 0,
  offset: NaN,
  what: 'something \u202e odd \ud800',
  wanted: '',
  found: '',
  count: 2,
}

function keptOf(input: AnalysisInput, notes: KeptCase['notes'] = {}): KeptCase {
  const gathered = gather(input)
  return {
    demo: false,
    input,
    gathered,
    held: { rows: input.table.length, text: 12 },
    raw: gathered.findings.flatMap(({ rows }) =>
      rows.map(({ entry, offset, size }) => {
        const text = 'a line\twith \u0000 \ud83d\udc1e in it'
        return { entry, offset, size, text, line: 7, before: ['x'], after: [], truncated: false }
      }),
    ),
    notes,
  }
}

const oddDouble = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 2 ** 31 - 1 }) },
  { weight: 8, arbitrary: fc.maxSafeInteger() },
  fc.double(),
  fc.constantFrom(NaN, -0, Infinity, -Infinity, 253_402_300_799_999_900),
)

/** A table of any numbers and texts, its rows in order of time. */
export const anyInput: fc.Arbitrary<AnalysisInput> = fc
  .record({
    strings: fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 20 }),
    halves: fc.array(fc.string({ unit: fc.constantFrom('\ud800', '\udc1e', 'a') }), {
      maxLength: 3,
    }),
    entries: fc.integer({ min: 1, max: 5 }),
    rows: fc.array(
      fc.record({
        numbers: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
        time: oddDouble,
        offset: oddDouble,
      }),
      { maxLength: 60 },
    ),
  })
  .map(({ strings: some, halves, entries: count, rows }) => {
    const strings = ['', ...some, ...halves]
    const timed = [...rows].sort((a, b) => order(a.time, b.time))
    const columns = allocateColumns(rows.length)
    columns.length = rows.length
    const entry = new Uint32Array(rows.length)
    const host = new Uint16Array(rows.length)
    for (const [row, { numbers, time, offset }] of timed.entries()) {
      for (const [at, name] of COLUMN_NAMES.entries()) columns[name][row] = numbers[at]!
      for (const name of INTERNED) columns[name][row]! %= strings.length
      columns.family[row] = numbers[0]! % FAMILIES.length
      columns.time[row] = time
      columns.offset[row] = offset
      entry[row] = numbers[18]! % count
      host[row] = numbers[19]! % 2
    }
    const names = ['MX01', 'MX\u202e02']
    const base = analysisInput({ rows: [], hosts: names })
    return {
      ...base,
      table: { ...columns, entry, host, strings, hosts: names },
      entries: Array.from({ length: count }, (_, index) =>
        entryOf(`C:/${String(index)}`, NaN, { index }),
      ),
      results: [],
      hostOfEntry: new Uint16Array(count),
      judgements: NO_JUDGEMENTS,
    }
  })

function order(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a < b ? -1 : a > b ? 1 : 0
}
