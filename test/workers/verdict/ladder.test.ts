import { describe, expect, it } from 'vitest'
import { RUNGS } from '../../../src/model/finding.js'
import type { FamilyId } from '../../../src/model/families.js'
import type { Call, Verdict } from '../../../src/model/verdict.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, steady, type TestCase, type TestRow } from './build-table.js'

const FROM = '2020-12-31T22:00:00Z'
const TO = '2021-03-31T22:00:00Z'
const ATTACKER = '203.0.113.41'

const ALL: readonly FamilyId[] = ['httpproxy-ecp', 'iis-front', 'iis-back', 'ecp-server']
const PROTOCOLS: readonly FamilyId[] = [
  'httpproxy-autodiscover',
  'httpproxy-eas',
  'httpproxy-ecp',
  'httpproxy-ews',
  'httpproxy-mapi',
  'httpproxy-oab',
  'httpproxy-owa',
  'httpproxy-powershell',
  'httpproxy-rpchttp',
]
const PAGE: TestRow = { family: 'web-root', target: 'C/E/FrontEnd/HttpProxy/owa/auth/logon.aspx' }

function covered(families: readonly FamilyId[], from = FROM, to = TO): TestRow[] {
  return families.flatMap((family) => steady(family, from, to))
}

function calls(test: TestCase): Call[] {
  const verdict = verdictOf(test)
  return RUNGS.map((rung) => verdict[rung].call)
}

function verdictOf(test: TestCase): Verdict {
  const [host] = analyse(analysisInput(test)).hosts
  if (!host) throw new Error('no host was judged')
  return host.verdict
}

const NO: Call = 'no'
const YES: Call = 'yes'
const OPEN: Call = 'cannot tell'

describe('a rung says "no" only with what it needs over the whole window', () => {
  const cases: readonly (readonly [string, readonly TestRow[], readonly Call[]])[] = [
    ['everything covered', [...covered(ALL), PAGE], [NO, NO, NO, NO]],
    ['the web folders were not collected', covered(ALL), [NO, NO, OPEN, NO]],
    ['nothing but HttpProxy\\Ecp', covered(['httpproxy-ecp']), [NO, OPEN, OPEN, OPEN]],
    ['nothing but IIS site 1', covered(['iis-front']), [NO, OPEN, OPEN, NO]],
    ['nothing but IIS site 2', covered(['iis-back']), [OPEN, OPEN, OPEN, OPEN]],
    ['an IIS log of which the site is unknown', covered(['iis-other']), [OPEN, OPEN, OPEN, OPEN]],
    ['the panel’s log alone', covered(['ecp-server']), [OPEN, OPEN, OPEN, OPEN]],
    ['site 2 and the panel', covered(['iis-back', 'ecp-server']), [OPEN, NO, OPEN, OPEN]],
    [
      'HttpProxy\\Ecp and the panel',
      covered(['httpproxy-ecp', 'ecp-server']),
      [NO, NO, OPEN, OPEN],
    ],
    ['all protocols of HttpProxy', covered(PROTOCOLS), [NO, OPEN, OPEN, NO]],
    [
      'all protocols but Oab',
      covered(PROTOCOLS.filter((f) => f !== 'httpproxy-oab')),
      [NO, OPEN, OPEN, OPEN],
    ],
    ['only files', [PAGE], [OPEN, OPEN, NO, OPEN]],
    ['nothing at all', [], [OPEN, OPEN, OPEN, OPEN]],
  ]
  it.each(cases)('%s', (_, rows, expected) => {
    expect(calls({ rows })).toEqual(expected)
  })

  it('not when the logs begin after the window does', () => {
    const rows = covered(ALL, '2021-01-02T01:00:00Z')
    expect(calls({ rows })[0]).toBe(OPEN)
    expect(verdictOf({ rows }).targeted.because).toContain('begins only on 2 Jan 2021')
    expect(verdictOf({ rows }).ruledOut).toContain(
      'from 2 Jan to 31 Mar 2021, by HttpProxy and ECP Server. Not covered: 1 Jan 2021 (HttpProxy and IIS site 1).',
    )
  })

  it('not with a hole of over three hours in HttpProxy or over a day in IIS', () => {
    const proxy = covered(['httpproxy-owa']).filter(
      ({ time = '' }) => !/^2021-02-10T(?:02|04)/.test(time),
    )
    expect(calls({ rows: proxy })[0]).toBe(OPEN)
    expect(verdictOf({ rows: proxy }).targeted.because).toContain('hole')
    const iis = covered(['iis-front']).filter(({ time = '' }) => !time.startsWith('2021-02-10'))
    expect(calls({ rows: iis })[3]).toBe(OPEN)
  })

  it('not by the control panel’s log on days that all of HttpProxy lacks', () => {
    const rows = covered(['httpproxy-owa', 'httpproxy-ecp', 'ecp-server']).filter(
      ({ time = '', family }) => family === 'ecp-server' || !time.startsWith('2021-02-28'),
    )
    expect(calls({ rows }).slice(0, 2)).toEqual([OPEN, OPEN])
    expect(verdictOf({ rows }).ruledOut).toBe(
      'Nothing can be ruled out yet. Not covered: 28 Feb 2021 (HttpProxy).',
    )
  })

  it('yet one quiet protocol is no hole', () => {
    const ecp = covered(['httpproxy-ecp']).filter(({ time = '' }) => !time.startsWith('2021-02-10'))
    const rows = [...ecp, ...covered(['httpproxy-owa', 'ecp-server'])]
    expect(calls({ rows }).slice(0, 2)).toEqual([NO, NO])
  })

  it('not while reading goes on, nor after a cancel', () => {
    expect(calls({ rows: [...covered(ALL), PAGE], complete: false })).toEqual([
      OPEN,
      OPEN,
      OPEN,
      OPEN,
    ])
  })

  it('not when a file it needs could not be read', () => {
    const path = 'C/E/Logging/HttpProxy/Ecp/HttpProxy_2021030100-1.LOG'
    const rows = covered(ALL)
    const read = { events: 10, records: 100, unreadable: 6 }
    const paths = ['C/logs/all.log', path]
    expect(
      calls({ rows: covered(['httpproxy-owa', 'httpproxy-ecp']), paths, results: [{}, read] })[0],
    ).toBe(OPEN)
    expect(calls({ rows, paths, results: [{}, { ...read, unreadable: 5 }] })[0]).toBe(NO)
  })

  it('not when the evidence ends before the campaign begins', () => {
    const rows = covered(ALL, '2020-11-01T00:00:00Z', '2020-12-20T00:00:00Z')
    expect(calls({ rows })).toEqual([OPEN, OPEN, OPEN, OPEN])
    const [host] = analyse(analysisInput({ rows })).hosts
    expect(host?.campaigns[0]?.state).toBe('not in this evidence')
  })

  it('Exchange 2010 never had the flaw', () => {
    const rows = covered(['iis-front'])
    const builds = [['14.3.123.4', FROM, TO]] as const
    expect(calls({ rows, builds })).toEqual([NO, NO, OPEN, NO])
  })
})

describe('a rung is raised only by what proves it', () => {
  const row = (hit: readonly [string, number], family: FamilyId = 'httpproxy-ecp'): TestRow => ({
    family,
    time: '2021-03-03T06:49:51Z',
    client: ATTACKER,
    target: '/ecp/y.js',
    status: 200,
    hit,
  })
  const shell = (action: string, status: number, target = '/aspnet_client/x.aspx'): TestRow => ({
    family: 'iis-front',
    time: '2021-03-05T03:06:27Z',
    client: ATTACKER,
    action,
    target,
    status,
  })
  const cases: readonly (readonly [string, TestRow, readonly Call[]])[] = [
    ['a scan of localhost', row(['PL-00', 0]), [NO, NO, NO, NO]],
    ['a forged request that was answered', row(['PL-01', 0]), [YES, NO, NO, NO]],
    ['autodiscover answered 200', row(['PL-03', 0]), [YES, NO, NO, NO]],
    ['a refused one', row(['PL-22', 0]), [YES, NO, NO, NO]],
    ['an agent of a list', row(['PL-15', 0], 'iis-front'), [YES, NO, NO, NO]],
    ['a forged session', row(['PL-03', 3]), [YES, YES, NO, NO]],
    ['a reset that worked', row(['PL-04', 0]), [YES, YES, NO, NO]],
    ['a reset that failed', row(['PL-04', 1]), [YES, NO, NO, NO]],
    [
      'a directory changed without script',
      row(['PL-06-REVIEW', 0], 'ecp-server'),
      [NO, NO, NO, NO],
    ],
    ['a reset by the computer account', row(['PL-10', 0], 'iis-back'), [YES, YES, NO, NO]],
    ['a planted file', { ...row(['WS-PLACE', 0], 'web-root'), client: '' }, [OPEN, OPEN, YES, NO]],
    ['POST 2xx to a page in aspnet_client', shell('POST', 200), [OPEN, OPEN, YES, YES]],
    ['GET 2xx only', shell('GET', 200), [NO, NO, NO, NO]],
    ['POST 404', shell('POST', 404), [NO, NO, NO, NO]],
    ['POST 500', shell('POST', 500), [NO, NO, NO, NO]],
    ['POST 2xx outside Exchange’s folders', shell('POST', 200, '/shell.aspx'), [NO, NO, NO, NO]],
    ['POST 2xx in a reshaped row', { ...shell('POST', 200), reshaped: true }, [NO, NO, NO, NO]],
  ]
  it.each(cases)('%s', (_, added, expected) => {
    expect(calls({ rows: [...covered(ALL), PAGE, added] })).toEqual(expected)
  })

  it('"cannot tell" names what to collect, with its command', () => {
    const verdict = verdictOf({ rows: covered(['iis-front']) })
    expect(verdict.exploited.wouldChangeIf).toContain('W3SVC2')
    expect(verdict.collectNext?.command).toMatch(/^robocopy ".*W3SVC2"/)
    expect(verdictOf({ rows: [...covered(ALL), PAGE] }).collectNext).toBeNull()
  })

  it('the headline is the highest rung that is "yes", with its date', () => {
    const verdict = verdictOf({ rows: [...covered(ALL), PAGE, shell('POST', 200)] })
    expect(verdict.headline).toBe('used')
    expect(verdict.sentence).toBe('A back door on MAIL01 was used, last on 5 Mar 2021.')
    expect(verdict.saw).toContain('use of a back door from 1 address on 5 Mar 2021')
  })
})
