import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { familyAt, familyIndex } from '../../../src/model/families.js'
import { parseQuery } from '../../../src/model/query/parse.js'
import type { Query, Test } from '../../../src/model/query/query.js'
import type { EventSort } from '../../../workers/query-protocol.js'
import { BLOCK_ROWS } from '../../../workers/query/conditions.js'
import { QueryEngine } from '../../../workers/query/engine.js'
import { HOSTS, tableOf, type PlainRow } from './table-of.js'

const PATHS = ['logs/u_ex210301.log', 'logs/HttpProxy/Ecp/a.LOG', '$MFT']
const TIME: EventSort = { field: 'time', descending: false }
const at = (text: string) => Date.parse(text) * 1000

function read(text: string): Query {
  const { query, error } = parseQuery(text)
  if (!query) throw new Error(error.message)
  return query
}

function engineOf(rows: readonly PlainRow[]) {
  return new QueryEngine(tableOf(rows), (entry) => PATHS[entry] ?? '')
}

function rowsOf(engine: QueryEngine, text: string, sort = TIME, server = '') {
  const { id } = engine.query({ query: read(text), range: null, server, sort })
  return (engine.eventRows(id, 0, 100) ?? []).map(({ row }) => row)
}

const ROWS: readonly PlainRow[] = [
  { time: at('2021-02-28T10:00Z'), client: '10.0.0.9', user: 'CORP\\anna', status: 200, entry: 0 },
  {
    time: at('2021-03-01T03:14Z'),
    client: '203.0.113.41',
    action: 'POST',
    target: '/aspnet_client/Shell.aspx',
    agent: 'python-requests/2.25.1',
    status: 200,
    flags: 2,
  },
  { time: at('2021-03-01T04:00Z'), client: 'fd00::5', status: 404, host: 1, entry: 1 },
  { time: at('2021-03-02T00:00Z'), client: '10.0.0.10', status: 500, flags: 33, further: 59 },
  { log: 'mft', target: 'C:\\inetpub\\wwwroot\\aspnet_client\\shell.aspx', entry: 2 },
]

describe('the query engine', () => {
  const engine = engineOf(ROWS)

  it.each<[string, number[]]>([
    ['', [0, 1, 2, 3, 4]],
    ['shell', [1, 4]],
    ['target:shell.aspx', [1, 4]],
    ['target:/aspnet_client/*.ASPX', [1]],
    ['target="/aspnet_client/Shell.aspx"', [1]],
    ['target="/aspnet_client/shell.aspx"', []],
    ['file:*.log', [0, 1, 2, 3]],
    ['client:10.0.0.0/8', [0, 3]],
    ['client:fd00::/8', [2]],
    ['client:FD00:0::5', [2]],
    ['client:10.0.0.1', []],
    ['client:10.0.0', [0, 3]],
    ['status:2xx', [0, 1]],
    ['status:400..500', [2, 3]],
    ['status>404', [3]],
    ['status=0', [4]],
    ['records>1', [3]],
    ['flag:noise', [3]],
    ['flag:candidate', [1]],
    ['NOT flag:noise', [0, 1, 2, 4]],
    ['time:2021-03-01', [1, 2]],
    ['time:2021-02..2021-03-01', [0, 1, 2]],
    ['time>2021-03-01', [3]],
    ['time<=2021-03-01T03', [0, 1]],
    ['NOT time:2021', [4]],
    ['log:mft', [4]],
    ['log:iis', [0, 1, 2, 3]],
    ['server:mail2', [2]],
    ['user=""', [1, 2, 3, 4]],
    ['user:corp\\anna', [0]],
    ['(status:200 OR status:500) -client:203.0.113.41', [0, 3]],
  ])('%s', (text, rows) => {
    expect(rowsOf(engine, text)).toEqual(rows)
  })

  it('counts rows and the records that they stand for', () => {
    const answer = engine.query({ query: read('10.0.0'), range: null, server: '', sort: TIME })
    expect([answer.rows, answer.records]).toEqual([2, 61])
  })

  it('keeps to a range, which rows without a time are not in, and to a server', () => {
    const range = { from: at('2021-03-01'), to: at('2021-03-02') }
    const { id } = engine.query({ query: read(''), range, server: 'MAIL1', sort: TIME })
    expect(engine.eventRows(id, 0, 10)?.map(({ row }) => row)).toEqual([1])
  })

  it('tells a row as it is shown', () => {
    const { id } = engine.query({ query: read('python'), range: null, server: '', sort: TIME })
    expect(engine.eventRows(id, 0, 10)).toEqual([
      expect.objectContaining({
        row: 1,
        file: PATHS[0],
        log: 'iis-front',
        client: '203.0.113.41',
        server: 'MAIL1',
        offset: 100,
        size: 99,
        records: 1,
      }),
    ])
  })

  it('forgets all answers but the last two', () => {
    const ask = () => engine.query({ query: read(''), range: null, server: '', sort: TIME }).id
    const [first, second, third] = [ask(), ask(), ask()]
    expect(engine.eventRows(first, 0, 1)).toBeNull()
    expect(engine.stacks(first, 'client', true, 1)).toBeNull()
    expect(engine.eventRows(second, 0, 1)).toHaveLength(1)
    expect(engine.eventRows(third, 3, 100)).toHaveLength(2)
  })

  it('sorts by any column, rows without a value last both ways', () => {
    const by = (field: EventSort['field'], descending = false) =>
      rowsOf(engine, '', { field, descending })
    expect(by('client')).toEqual([0, 3, 1, 2, 4])
    expect(by('client', true)).toEqual([2, 1, 3, 0, 4])
    expect(by('status', true)).toEqual([3, 2, 0, 1, 4])
    expect(by('time', true)).toEqual([3, 2, 1, 0, 4])
    expect(by('records', true)).toEqual([3, 0, 1, 2, 4])
    expect(by('file')).toEqual([4, 2, 0, 1, 3])
    expect(by('server', true)).toEqual([2, 0, 1, 3, 4])
    expect(by('log')[0]).toBe(4)
    expect(by('flag')).toEqual([1, 3, 0, 2, 4])
  })

  it('stacks values, the rarest first, with first and last seen', () => {
    const { id } = engine.query({ query: read(''), range: null, server: '', sort: TIME })
    expect(engine.stacks(id, 'status', true, 2)).toEqual({
      distinct: 4,
      values: [
        { value: '404', records: 1, first: ROWS[2]?.time, last: ROWS[2]?.time },
        { value: '0', records: 1, first: NaN, last: NaN },
      ],
    })
    expect(engine.stacks(id, 'status', false, 1)?.values[0]?.value).toBe('500')
    expect(engine.stacks(id, 'server', true, 9)?.values.map(({ value }) => value)).toEqual([
      'MAIL2',
      'MAIL1',
    ])
  })

  it('gives values to complete with', () => {
    expect(engine.values('client', '10', 9)).toEqual(['10.0.0.10', '10.0.0.9'])
    expect(engine.values('target', 'shell', 9)).toHaveLength(2)
    expect(engine.values('status', '', 9)).toEqual(['200', '404', '500'])
    expect(engine.values('log', 'm', 9)).toEqual(['mft'])
    expect(engine.values('server', 'mail', 1)).toEqual(['MAIL1'])
    expect(engine.values('file', 'mft', 9)).toEqual(['$MFT'])
    expect(engine.values('flag', 'no', 9)).toEqual(['noise'])
    expect(engine.values('time', '', 9)).toEqual([])
  })

  it('finds the record beside another in its file, whatever their times', () => {
    const mixed = engineOf([
      { time: 1, offset: 300 },
      { time: 2, offset: 100 },
      { time: 3, offset: 200, entry: 1 },
      { time: 4, offset: 200 },
      { time: 5, offset: 200 },
    ])
    const walk = (row: number, step: -1 | 1) => mixed.besideInFile(row, step)?.row ?? null
    expect([1, 3, 4, 0].map((row) => walk(row, 1))).toEqual([3, 4, 0, null])
    expect([0, 4, 3, 1].map((row) => walk(row, -1))).toEqual([4, 3, 1, null])
    expect(walk(2, 1)).toBeNull()
  })
})

describe('evaluation', () => {
  const values = {
    client: ['', '10.0.0.1', '10.0.0.12', '203.0.113.7', 'fd00::1', 'localhost'],
    user: ['', 'anna', 'ANNA', 'bob'],
    target: ['', '/owa/', '/ecp/a.aspx', '/ECP/b.aspx'],
  }
  const rows = fc.array(
    fc.record({
      time: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
      client: fc.constantFrom(...values.client),
      user: fc.constantFrom(...values.user),
      target: fc.constantFrom(...values.target),
      status: fc.constantFrom(0, 200, 404, 500),
      flags: fc.constantFrom(0, 1, 2, 33),
      further: fc.constantFrom(0, 0, 5),
      host: fc.constantFrom(0, 1),
      entry: fc.constantFrom(0, 1, 2),
      log: fc.constantFrom('iis-front' as const, 'mft' as const, 'httpproxy-ecp' as const),
    }),
    { maxLength: 30 },
  )
  const leaf = fc.constantFrom(
    ...'an bob user:an user="ANNA" user="" client:10.0.0.0/29 client:10.0.0.1 client:0. status:4xx'.split(
      ' ',
    ),
    ...'status:200..404 status<404 records>=2 flag:noise flag:folded log:mft log:iis'.split(' '),
    ...'server:MAIL2 file:*.log target:*.aspx target:/e?p/* a* ecp'.split(' '),
    ...'time:1970-01-01T00:00:00.000010.. time<1970-01-01T00:00:00.000005'.split(' '),
  )
  const query = fc.letrec<{ any: string }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} OR ${b})`),
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} ${b})`),
      tie('any').map((one) => `NOT (${one})`),
    ),
  })).any

  it('gives what going through the rows one by one gives', () => {
    fc.assert(
      fc.property(rows, query, (unordered, text) => {
        const ordered = [...unordered].sort((a, b) => (a.time ?? 99) - (b.time ?? 99))
        const wanted = ordered.flatMap((row, index) => (naive(read(text), row) ? [index] : []))
        expect(rowsOf(engineOf(ordered), text)).toEqual(wanted)
      }),
      { numRuns: 500 },
    )
  })

  it('goes on over the seams of its blocks', () => {
    const many = Array.from({ length: 2 * BLOCK_ROWS + 3 }, (_, index) => ({
      time: index,
      status: index % 7 === 0 ? 500 : 200,
      user: index % 3 === 0 ? 'a' : 'b',
    }))
    const engine = engineOf(many)
    const ask = (text: string) =>
      engine.query({ query: read(text), range: null, server: '', sort: TIME }).rows
    const count = (of: (row: number) => boolean) => many.filter((_, index) => of(index)).length
    expect(ask('status:500 user:a')).toBe(count((row) => row % 21 === 0))
    expect(ask('status:500 OR NOT user:a')).toBe(count((row) => row % 7 === 0 || row % 3 !== 0))
    expect(ask('time>=1970-01-01T00:00:00.016380 status:500')).toBe(
      count((row) => row >= 16_380 && row % 7 === 0),
    )
  })
})

type Generated = Required<
  Omit<PlainRow, 'time' | 'forwarded' | 'agent' | 'action' | 'span' | 'offset'>
> & {
  time?: number | undefined
}

/** The same by the plainest means. */
function naive(query: Query, row: Generated): boolean {
  if (query.kind === 'and') return query.parts.every((part) => naive(part, row))
  if (query.kind === 'or') return query.parts.some((part) => naive(part, row))
  if (query.kind === 'not') return !naive(query.part, row)
  return holds(query, row)
}

function holds({ field, operator, value }: Test, row: Generated): boolean {
  const text = value.map((part) => (part === 0 ? '?' : part === 1 ? '*' : part)).join('')
  const glob = text
    .replace(/[.\\/]/g, '\\$&')
    .replace(/\?/g, '.')
    .replace(/\*/g, '.*')
  const fits = (one: string, whole: boolean) =>
    operator === '='
      ? one === text
      : new RegExp(whole && /[*?]/.test(text) ? `^${glob}$` : glob, 'i').test(one)
  switch (field) {
    case null:
      return [row.client, row.user, row.target].some((one) => fits(one, false))
    case 'client':
      if (text === '10.0.0.0/29') return row.client === '10.0.0.1'
      return text === '10.0.0.1' ? row.client === text : fits(row.client, true)
    case 'user':
    case 'target':
      return fits(row[field], true)
    case 'status':
      if (text === '4xx') return row.status === 404
      if (text === '404') return row.status < 404
      return row.status === 200 || row.status === 404
    case 'records':
      return row.further > 0
    case 'flag':
      return (row.flags & (text === 'noise' ? 1 : 32)) !== 0
    case 'log':
      if (text === 'mft') return row.log === 'mft'
      return familyAt(familyIndex(row.log)).group === 'iis'
    case 'server':
      return HOSTS[row.host] === text
    case 'file':
      return fits(PATHS[row.entry] ?? '', true)
    case 'time':
      if (row.time === undefined) return false
      return operator === '<' ? row.time < 5 : row.time >= 10
    default:
      throw new Error(`no such field here: ${field}`)
  }
}
