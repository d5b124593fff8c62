import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/model/finding.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, type TestCase, type TestRow } from './build-table.js'

function findings(test: TestCase): readonly Finding[] {
  return analyse(analysisInput(test)).findings
}

function row(minute: number, over: Partial<TestRow> = {}): TestRow {
  return {
    family: 'httpproxy-ecp',
    time: new Date(Date.UTC(2021, 2, 3, 6, minute)).toISOString(),
    client: '203.0.113.41',
    action: 'POST',
    target: '/ecp/y.js',
    status: 200,
    hit: ['PL-03', 0],
    ...over,
  }
}

describe('findings', () => {
  it('400,000 hits of one detection are one line with a bounded sample', () => {
    const input = analysisInput({ rows: [row(0), row(9)] })
    const hits = new Uint32Array(400_000 * 3)
    const kind = input.hits[1] ?? 0
    for (let at = 0; at < hits.length; at += 3)
      hits.set([at < hits.length / 2 ? 0 : 1, kind, 0], at)
    const found = analyse({ ...input, hits }).findings
    expect(found).toHaveLength(1)
    expect(found[0]?.count).toBe(400_000)
    expect(found[0]?.rows.length).toBeLessThanOrEqual(12)
  })

  it('the sample holds the record that proves most, wherever it stands', () => {
    const rows = Array.from({ length: 50 }, (_, minute) =>
      row(minute, minute === 30 ? { hit: ['PL-03', 3], status: 241 } : {}),
    )
    const [found] = findings({ rows })
    expect(found).toMatchObject({ level: 'critical', rung: 'exploited', count: 50 })
    expect(found?.rows.some((one) => one.status === 241)).toBe(true)
    expect(found?.reason).toContain('(status 241) (1 record)')
  })

  it('agree by independent log families within half an hour', () => {
    const back: TestRow = row(20, { family: 'iis-back', client: 'fe80::1', hit: ['PL-10', 0] })
    const panel: TestRow = row(40, { family: 'ecp-server', client: '', hit: ['PL-06b', 0] })
    const late: TestRow = row(59, { family: 'iis-front', hit: ['PL-11', 0] })
    const chain = (rows: TestRow[]) => findings({ rows }).find((one) => one.detection === 'PL-03')
    expect(chain([row(0)])?.confidence).toEqual(['HttpProxy'])
    expect(chain([row(0), back])?.confidence).toEqual(['HttpProxy', 'IIS'])
    expect(chain([row(15), back, panel])?.confidence).toEqual(['ECP Server', 'HttpProxy', 'IIS'])
    expect(chain([row(0), late])?.confidence).toEqual(['HttpProxy'])
    const other = { ...back, family: 'iis-front', client: '198.51.100.1' } as const
    expect(chain([row(15), other])?.confidence).toEqual(['HttpProxy'])
  })

  it('an unknown page of a build that is newer than the list is low', () => {
    const page: TestRow = {
      family: 'web-root',
      target: 'C/E/ClientAccess/ecp/New/Page.aspx',
      hit: ['WS-PLACE', 3],
    }
    const at = (build: string) =>
      findings({ rows: [page], builds: [[build, '2025-01-01', '2025-02-01']] })
    expect(at('15.2.1748.10')).toMatchObject([{ level: 'low', rung: null }])
    expect(at('15.2.1118.20')).toMatchObject([{ level: 'high', rung: 'backdoored' }])
    const written: TestRow = { ...page, family: 'usn', hit: ['WF-04', 2] }
    const builds = [['15.2.1748.10', '2025-01-01', '2025-02-01']] as const
    expect(findings({ rows: [written], builds })).toMatchObject([{ level: 'low', rung: null }])
  })

  it('two hosts with the same attacker are two findings', () => {
    const found = findings({
      rows: [row(0), row(1, { entry: 1 })],
      hosts: ['A', 'B'],
      paths: ['a', 'b'],
      hostOfEntry: [0, 1],
    })
    expect(found.map((one) => one.host).sort()).toEqual(['A', 'B'])
  })
})
