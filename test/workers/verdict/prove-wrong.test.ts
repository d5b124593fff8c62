import { describe, expect, it } from 'vitest'
import { RUNGS } from '../../../src/model/finding.js'
import type { Verdict } from '../../../src/model/verdict.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, steady, type TestCase, type TestRow } from './build-table.js'

const ACTOR = '203.0.113.41'
const WRITTEN: TestRow = {
  family: 'httpproxy-ecp',
  time: '2021-03-05T03:14:27Z',
  client: ACTOR,
  hit: ['PL-04', 0],
}
const USED: TestRow = {
  family: 'iis-front',
  time: '2021-03-05T03:16:15Z',
  client: ACTOR,
  action: 'POST',
  target: '/aspnet_client/x.aspx',
  status: 200,
}

function verdict(test: TestCase): Verdict {
  const [host] = analyse(analysisInput(test)).hosts
  if (!host) throw new Error('no host was judged')
  return host.verdict
}

describe('each rung that says yes', () => {
  const judged = verdict({ rows: [WRITTEN, USED] })

  it('has a short list of checks that would show it to be wrong', () => {
    for (const rung of ['exploited', 'used'] as const) {
      expect(judged[rung].call).toBe('yes')
      expect(judged[rung].proveWrong.length, rung).toBeGreaterThan(2)
      expect(judged[rung].proveWrong.length, rung).toBeLessThanOrEqual(6)
    }
  })

  it('asks for the raw record by its time, for the address, and where else it would have to stand', () => {
    const checks = judged.exploited.proveWrong.join('\n')
    expect(checks).toContain('2021-03-05T03:14:27Z')
    expect(checks).toContain(`Ask who had ${ACTOR} on 5 Mar 2021`)
    expect(checks).toContain('MSExchange Management')
    expect(judged.used.proveWrong.join('\n')).toContain('Look at /aspnet_client/x.aspx itself')
  })

  it('names the log families that agree, and how far each source reaches', () => {
    expect(judged.exploited.confidence).toEqual(['HttpProxy', 'IIS'])
    expect(judged.exploited.coverage).toContain('ECP Server is missing')
  })
})

describe('a rung that does not say yes', () => {
  it('has nothing to prove wrong, and cites its coverage all the same', () => {
    const judged = verdict({
      rows: steady('iis-front', '2021-01-01T00:00:00Z', '2021-03-31T00:00:00Z'),
    })
    for (const rung of RUNGS) {
      expect(judged[rung].proveWrong, rung).toEqual([])
      expect(judged[rung].coverage.length, rung).toBeGreaterThan(0)
    }
    expect(judged.targeted.coverage.join()).toContain('IIS site 1 covers 1 Jan to 31 Mar 2021')
  })
})

describe('every campaign that counts', () => {
  it('tells what of its own window is covered', () => {
    const [host] = analyse(
      analysisInput({ rows: steady('iis-front', '2021-07-01T00:00:00Z', '2021-09-30T00:00:00Z') }),
    ).hosts
    const targeted = host?.campaigns.map(({ id, coverage }) => [
      id,
      coverage.find(({ rung }) => rung === 'targeted')?.covered,
    ])
    expect(targeted).toEqual([
      ['march-2021', false],
      ['proxyshell', true],
      ['proxynotshell', undefined],
      ['owassrf', undefined],
    ])
  })
})

describe('of two proofs', () => {
  it('the one that several logs agree on comes first', () => {
    const alone: TestRow = { ...WRITTEN, time: '2021-02-01T00:00:00Z', client: '198.51.100.7' }
    const { findings } = analyse(analysisInput({ rows: [alone, WRITTEN, USED] }))
    const written = findings.filter(({ detection }) => detection === 'PL-04')
    expect(written.map(({ actors }) => actors[0])).toEqual([ACTOR, '198.51.100.7'])
  })
})
