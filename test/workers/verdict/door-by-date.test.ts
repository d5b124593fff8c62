import { describe, expect, it } from 'vitest'
import type { Host } from '../../../src/model/case.js'
import type { Finding } from '../../../src/model/finding.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, micros, type TestCase, type TestRow } from './build-table.js'

const VULNERABLE = '15.1.2106.2'
const FIXED = '15.1.2106.13'
const PROXY = 'C/Exchange/Logging/HttpProxy/Owa/HttpProxy_1.LOG'
const UPDATE = 'Security Update for Exchange Server 2016 Cumulative Update 18 (KB5000871)'

function judged(test: TestCase): { host: Host; findings: readonly Finding[] } {
  const { hosts, findings } = analyse(analysisInput(test))
  const [host] = hosts
  if (!host) throw new Error('no host was judged')
  return { host, findings }
}

function attempt(time: string): TestRow {
  return { family: 'httpproxy-ecp', time, client: '203.0.113.41', hit: ['PL-02', 0] }
}

function thatDay(time: string, builds: TestCase['builds']): Finding['thatDay'] {
  return judged({ rows: [attempt(time)], ...(builds ? { builds } : {}) }).findings[0]?.thatDay
}

describe('the history of builds', () => {
  it('names every kind of source of a build, and the update that it holds', () => {
    const { host } = judged({
      rows: [
        {
          family: 'evtx-application',
          time: '2021-03-09T20:00:00Z',
          action: 'Update installed',
          target: `Microsoft Exchange Server ${UPDATE}`,
          entry: 1,
        },
      ],
      paths: [PROXY, 'C/Windows/System32/winevt/Logs/Application.evtx'],
      results: [{ parser: 'http-proxy' }, { parser: 'evtx' }],
      builds: [
        [VULNERABLE, '2021-01-01T00:00:00Z', '2021-03-09T19:00:00Z'],
        [FIXED, '2021-03-09T21:00:00Z', '2021-03-31T00:00:00Z'],
      ],
    })
    const [, fixed] = host.builds
    expect(fixed).toMatchObject({ build: FIXED, update: 'Mar21SU', fixed: true })
    expect(fixed?.sources.map(({ by, path }) => [by, path])).toEqual([
      ['MsiInstaller events', 'C/Windows/System32/winevt/Logs/Application.evtx'],
      ['HttpProxy', PROXY],
    ])
    expect(host.patched).toBe(micros('2021-03-09T20:00:00Z'))
    expect(host.buildConflicts).toEqual([])
  })

  it('shows where two sources name different builds for the same days', () => {
    const { host } = judged({
      rows: [],
      paths: [PROXY, 'C/Exchange/Logging/ECP/Server/ECPServer.log'],
      results: [{ parser: 'http-proxy' }, { parser: 'ecp-server' }],
      builds: [
        [VULNERABLE, '2021-03-01T00:00:00Z', '2021-03-20T00:00:00Z'],
        [FIXED, '2021-03-09T00:00:00Z', '2021-03-31T00:00:00Z', 1],
      ],
    })
    expect(host.buildConflicts).toEqual([
      {
        from: micros('2021-03-09T00:00:00Z'),
        to: micros('2021-03-20T00:00:00Z'),
        builds: [VULNERABLE, FIXED],
        sources: [PROXY, 'C/Exchange/Logging/ECP/Server/ECPServer.log'],
      },
    ])
    const { because } = host.verdict.door.flaw
    expect(because).toContain('by ECP Server')
    expect(because).toContain(`sources disagree: ${VULNERABLE} by ${PROXY}`)
  })

  it('does not hold the registry’s cumulative update against the security update that runs', () => {
    const { host } = judged({
      rows: [],
      paths: [PROXY, 'C/Windows/System32/config/SOFTWARE'],
      results: [{ parser: 'http-proxy' }, { parser: 'registry' }],
      builds: [
        [FIXED, '2021-03-09T00:00:00Z', '2021-03-31T00:00:00Z'],
        [VULNERABLE, '2021-03-15T00:00:00Z', '2021-03-15T00:00:00Z', 1],
      ],
    })
    expect(host.buildConflicts).toEqual([])
    expect(host.verdict.door.flaw.call).toBe('shut since')
  })

  it('tells of changes that no source gives a build for', () => {
    const { host } = judged({
      rows: [
        {
          family: 'mft',
          time: '2021-03-09T20:01:00Z',
          action: 'File created',
          target: 'C:/Program Files/Microsoft/Exchange Server/V15/Bin/ExSetup.exe',
        },
        { family: 'mft', time: '2021-03-09T20:01:00Z', action: 'File created', target: 'C:/a.txt' },
      ],
    })
    expect(host.updates.map(({ what }) => what)).toEqual([
      'File created: C:/Program Files/Microsoft/Exchange Server/V15/Bin/ExSetup.exe',
    ])
  })
})

describe('a request of an attack', () => {
  const steady = [VULNERABLE, '2021-01-01T00:00:00Z', '2021-03-09T00:00:00Z'] as const
  const fixed = [FIXED, '2021-03-20T00:00:00Z', '2021-03-31T00:00:00Z'] as const

  it('met a vulnerable server while a build without the fix ran, and before the fix was released', () => {
    expect(thatDay('2021-03-05T00:00:00Z', [steady, fixed])).toMatchObject({ call: 'vulnerable' })
    const before = thatDay('2021-02-01T00:00:00Z', [fixed])
    expect(before?.call).toBe('vulnerable')
    expect(before?.because).toContain('released on 2 Mar 2021')
  })

  it('met a patched server, which speaks against its success and names its source', () => {
    const { findings } = judged({
      rows: [attempt('2021-03-25T00:00:00Z')],
      paths: [PROXY],
      results: [{ parser: 'http-proxy' }],
      builds: [steady, fixed],
    })
    expect(findings[0]?.thatDay?.call).toBe('patched')
    expect(findings[0]?.counterEvidence.join()).toContain(`HttpProxy (${PROXY})`)
  })

  it('met a server of which that is not known, between a build without and one with the fix', () => {
    const between = thatDay('2021-03-15T00:00:00Z', [steady, fixed])
    expect(between?.call).toBe('not known')
    expect(between?.because).toContain('9 Mar 2021')
    expect(between?.because).toContain('20 Mar 2021')
    expect(thatDay('2021-03-15T00:00:00Z', [])?.call).toBe('not known')
    expect(thatDay('2021-03-30T00:00:00Z', [steady])?.call).toBe('not known')
  })

  it('is not asked where a finding shows no chain of flaws', () => {
    const { findings } = judged({
      rows: [{ ...attempt('2021-03-15T00:00:00Z'), hit: ['WS-07', 0] }],
      builds: [steady],
    })
    expect(findings[0]?.thatDay).toBeUndefined()
  })
})

describe('the exposure window', () => {
  const march = (builds: TestCase['builds']) =>
    judged({ rows: [attempt('2021-03-31T00:00:00Z')], ...(builds ? { builds } : {}) }).host.verdict
      .door.flaws[0]?.exposed

  it('runs from the campaign’s beginning to the first build with the fix', () => {
    expect(
      march([
        [VULNERABLE, '2021-02-01T00:00:00Z', '2021-03-09T01:00:00Z'],
        [FIXED, '2021-03-09T02:00:00Z', '2021-03-31T00:00:00Z'],
      ]),
    ).toEqual([{ from: micros('2021-01-01T00:00:00Z'), to: micros('2021-03-09T02:00:00Z') }])
  })

  it('opens again with an older build, and has no end while none with the fix follows', () => {
    expect(
      march([
        [FIXED, '2021-03-03T00:00:00Z', '2021-03-20T00:00:00Z'],
        [VULNERABLE, '2021-03-21T00:00:00Z', '2021-03-31T00:00:00Z'],
      ]),
    ).toEqual([
      { from: micros('2021-01-01T00:00:00Z'), to: micros('2021-03-02T00:00:00Z') },
      { from: micros('2021-03-21T00:00:00Z'), to: NaN },
    ])
  })

  it('ends with the fix’s release where every build held it', () => {
    expect(march([[FIXED, '2021-03-03T00:00:00Z', '2021-03-20T00:00:00Z']])).toEqual([
      { from: micros('2021-01-01T00:00:00Z'), to: micros('2021-03-02T00:00:00Z') },
    ])
  })

  it('is not known where no build is', () => {
    expect(march([])).toEqual([])
  })
})

describe('a back door after the patch', () => {
  it('is told with who used it then', () => {
    const use = (time: string, client: string): TestRow => ({
      family: 'iis-front',
      time,
      client,
      action: 'POST',
      target: '/aspnet_client/x.aspx',
      status: 200,
    })
    const { backDoor } = judged({
      rows: [
        use('2021-03-05T00:00:00Z', '203.0.113.41'),
        use('2021-03-25T00:00:00Z', '198.51.100.7'),
      ],
      builds: [
        [VULNERABLE, '2021-01-01T00:00:00Z', '2021-03-09T00:00:00Z'],
        [FIXED, '2021-03-10T00:00:00Z', '2021-03-31T00:00:00Z'],
      ],
    }).host.verdict.door
    expect(backDoor.afterPatch).toEqual({
      actors: ['198.51.100.7'],
      first: micros('2021-03-25T00:00:00Z'),
      last: micros('2021-03-25T00:00:00Z'),
      requests: 1,
    })
    expect(backDoor.because).toContain('used after the hole was shut by 198.51.100.7')
  })
})
