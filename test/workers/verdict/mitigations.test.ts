import { describe, expect, it } from 'vitest'
import type { Mitigation } from '../../../src/model/verdict.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { mitigationsOf } from '../../../workers/verdict/mitigations.js'
import { analysisInput, micros, type TestCase, type TestRow } from './build-table.js'

const LOG = 'C/Users/admin/AppData/Local/Temp/msert/EOMT.log'
const SITE = 'C/inetpub/wwwroot/web.config'
const EVENTS = 'C/Windows/System32/winevt/Logs/Application.evtx'
const RULE = 'URL rewrite rule that aborts requests: mitigation of CVE-2021-26855 (ProxyLogon)'

function of(test: TestCase): Mitigation[] {
  return mitigationsOf(analysisInput(test), 0)
}

function eomt(time: string, target: string): TestRow {
  return { family: 'reported', time, action: 'Reported by EOMT: info', target, entry: 0 }
}

const APPLIED = eomt('2021-03-06T00:00:00Z', 'Mitigation complete on MAIL01 :: Default Web Site')

describe('a mitigation', () => {
  it('stands from the tool’s own word on, and names its source', () => {
    expect(of({ rows: [APPLIED], paths: [LOG] })).toMatchObject([
      { chain: 'proxylogon', works: true, from: micros('2021-03-06T00:00:00Z'), source: LOG },
    ])
    expect(of({ rows: [APPLIED], paths: [LOG] })[0]?.to).toBeNaN()
  })

  it('ends with its rollback', () => {
    const rows = [
      APPLIED,
      eomt('2021-03-08T00:00:00Z', 'Rollback of mitigation complete on MAIL01'),
    ]
    const [one] = of({ rows, paths: [LOG] })
    expect(one?.to).toBe(micros('2021-03-08T00:00:00Z'))
    expect(one?.ended).toContain('taken back on 8 Mar 2021')
  })

  it('is wiped by the next cumulative update, unless the configuration still holds it', () => {
    const upgrade: TestRow = {
      family: 'exchange-setup',
      time: '2021-03-20T00:00:00Z',
      action: 'Setup of Microsoft Exchange Server 2016 completed',
      target: '15.1.2106.2 → 15.1.2242.4',
    }
    const [wiped] = of({ rows: [APPLIED, upgrade], paths: [LOG] })
    expect(wiped?.to).toBe(micros('2021-03-20T00:00:00Z'))
    expect(wiped?.ended).toContain('upgraded')
    const rule: TestRow = {
      family: 'configuration',
      time: '2021-03-21T00:00:00Z',
      action: RULE,
      target: 'X-AnonResource-Backend Abort - inbound',
      entry: 1,
    }
    const results = [{}, { parser: 'configuration' }]
    const kept = of({ rows: [APPLIED, upgrade, rule], paths: [LOG, SITE], results })
    expect(kept.map(({ ended }) => ended)).toEqual(['', ''])
  })

  it('is gone where the site’s configuration was read and no longer holds it', () => {
    const file: TestRow = {
      family: 'configuration',
      time: '2021-03-21T00:00:00Z',
      action: 'Configuration file',
      target: SITE,
      entry: 1,
    }
    const results = [{}, { parser: 'configuration' }]
    const [one] = of({ rows: [APPLIED, file], paths: [LOG, SITE], results })
    expect(one?.ended).toContain(SITE)
  })

  it('that only bears the name does not work', () => {
    const action =
      'URL rewrite rule that aborts requests, disabled: named as the mitigation of CVE-2022-41040 (ProxyNotShell) but does not block it'
    const row: TestRow = { family: 'configuration', time: '2022-10-02T00:00:00Z', action }
    expect(of({ rows: [row], paths: [SITE] })).toMatchObject([
      { chain: 'proxynotshell', works: false },
    ])
  })

  it('of the Emergency Mitigation service counts once, and its heartbeat not at all', () => {
    const event = (time: string, target: string): TestRow => ({
      family: 'evtx-application',
      time,
      action: 'Exchange mitigation service',
      target,
      status: 1005,
    })
    const rows = [
      event('2022-09-30T00:00:00Z', 'PING1'),
      event('2022-10-01T00:00:00Z', 'M1.1'),
      event('2022-10-02T00:00:00Z', 'M1.1'),
      {
        ...event('2022-10-03T00:00:00Z', 'M1.1'),
        status: 1008,
        action: 'Exchange mitigation service failed',
      },
    ]
    const found = of({ rows, paths: [EVENTS] })
    expect(found).toMatchObject([
      { chain: 'proxynotshell', from: micros('2022-10-01T00:00:00Z'), source: EVENTS },
    ])
  })

  it('is told beside a hole that is open, and closes nothing', () => {
    const builds = [['15.1.2106.2', '2021-01-01T00:00:00Z', '2021-03-31T00:00:00Z']] as const
    const attack: TestRow = {
      family: 'httpproxy-ecp',
      time: '2021-03-10T00:00:00Z',
      client: '203.0.113.41',
      hit: ['PL-02', 0],
    }
    const { hosts, findings } = analyse(
      analysisInput({ rows: [APPLIED, attack], paths: [LOG], builds }),
    )
    const flaw = hosts[0]?.verdict.door.flaw
    expect(flaw?.call).toBe('open')
    expect(flaw?.because).toContain('since 6 Mar 2021')
    expect(findings[0]?.thatDay?.because).toContain('stops known attacks')
  })
})
