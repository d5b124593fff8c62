import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CAMPAIGNS } from '../../../src/model/campaigns.js'
import type { Host } from '../../../src/model/case.js'
import type { FamilyId } from '../../../src/model/families.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, steady, type TestCase, type TestRow } from './build-table.js'

const ALL: readonly FamilyId[] = [
  'httpproxy-ecp',
  'iis-front',
  'iis-back',
  'ecp-server',
  'evtx-management',
]

function judged(test: TestCase): Host {
  const [host] = analyse(analysisInput(test)).hosts
  if (!host) throw new Error('no host was judged')
  return host
}

function covered(from: string, to: string): TestRow[] {
  return ALL.flatMap((family) => steady(family, from, to))
}

const SHELL = [...covered('2021-08-01T00:00:00Z', '2021-09-30T00:00:00Z')]
const FORGED: TestRow = {
  family: 'httpproxy-ecp',
  time: '2021-08-20T00:00:00Z',
  client: '203.0.113.41',
  hit: ['PL-04', 0],
}

describe('the campaigns that count', () => {
  it('are those that begin before the evidence ends', () => {
    const { campaigns } = judged({ rows: SHELL })
    expect(campaigns.map(({ id, state }) => [id, state])).toEqual([
      ['march-2021', 'counts'],
      ['proxyshell', 'counts'],
      ['proxynotshell', 'not in this evidence'],
      ['owassrf', 'not in this evidence'],
    ])
  })

  it('are those that are chosen', () => {
    const { campaigns } = judged({ rows: SHELL, campaigns: 'proxyshell' })
    expect(campaigns.map(({ id }) => id)).toEqual(['proxyshell'])
  })
})

describe('triage', () => {
  it('takes the campaigns by the names that they have', () => {
    const script = readFileSync(new URL('../../../scripts/triage.mjs', import.meta.url), 'utf8')
    const names = /const CAMPAIGNS = \[(.+)\]/.exec(script)?.[1] ?? ''
    expect(names.match(/[\w-]+/g)).toEqual(['all', ...CAMPAIGNS.map(({ id }) => id)])
  })
})

describe('a rung is the worst over the campaigns that count', () => {
  it('so that logs from August alone say nothing of March', () => {
    expect(judged({ rows: SHELL }).verdict.targeted.call).toBe('cannot tell')
    const { targeted, exploited, ruledOut } = judged({
      rows: SHELL,
      campaigns: 'proxyshell',
    }).verdict
    expect([targeted.call, exploited.call]).toEqual(['no', 'no'])
    expect(ruledOut).toContain('Attempts at ProxyShell')
  })

  it('and any flaw can be asked about over the days that the logs have', () => {
    const rows = covered('2020-03-01T00:00:00Z', '2020-04-30T00:00:00Z')
    expect(judged({ rows }).verdict.targeted.call).toBe('cannot tell')
    expect(judged({ rows, campaigns: 'any' }).verdict.targeted.call).toBe('no')
  })

  it('and a rule of another campaign raises none', () => {
    const rows = [...SHELL, FORGED]
    expect(judged({ rows }).verdict.exploited.call).toBe('yes')
    expect(judged({ rows, campaigns: 'march-2021' }).verdict.exploited.call).toBe('yes')
    expect(judged({ rows, campaigns: 'any' }).verdict.exploited.call).toBe('yes')
    expect(judged({ rows, campaigns: 'proxyshell' }).verdict.exploited.call).toBe('no')
  })
})

describe('the hole', () => {
  it('is judged a campaign, and the worst is told', () => {
    const builds = [['15.1.2106.13', '2021-07-01T00:00:00Z', '2021-09-30T00:00:00Z']] as const
    const { door } = judged({ rows: SHELL, builds }).verdict
    expect(door.flaws.map(({ call }) => call)).toEqual(['shut since', 'open'])
    expect(door.flaw.chain).toContain('ProxyShell')
  })
})
