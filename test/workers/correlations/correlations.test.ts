import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/model/finding.js'
import { CORRELATIONS } from '../../../workers/correlations/index.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, micros, type TestCase, type TestRow } from '../verdict/build-table.js'

const A = '203.0.113.41'
const B = '198.51.100.222'
const SHELL = '/aspnet_client/system_web/Kx7.aspx'

function request(time: string, over: Partial<TestRow> = {}): TestRow {
  return {
    family: 'iis-front',
    time,
    client: A,
    action: 'POST',
    target: SHELL,
    status: 200,
    ...over,
  }
}

function findings(detection: string, test: TestCase): Finding[] {
  return analyse(analysisInput(test)).findings.filter((one) => one.detection === detection)
}

function day(number: number, minute = 0): string {
  return new Date(Date.UTC(2021, 2, number, 0, minute)).toISOString()
}

it('every correlation states its sources and its innocent causes', () => {
  for (const correlation of CORRELATIONS) {
    expect(correlation.references.length).toBeGreaterThan(0)
    expect(correlation.falsePositives.length).toBeGreaterThan(0)
  }
})

describe('web-shell use', () => {
  it('is one finding per actor and path, with counts, first and last', () => {
    const rows = [
      request(day(5)),
      request(day(6)),
      request(day(7), { action: 'GET' }),
      request(day(8), { status: 404 }),
      request(day(9), { client: B }),
      request(day(9), { target: '/owa/auth/x.aspx' }),
    ]
    const found = findings('WS-USE', { rows })
    expect(found).toHaveLength(3)
    const first = found.find((one) => one.actors[0] === A && one.subject === SHELL.toLowerCase())
    expect(first).toMatchObject({
      level: 'critical',
      rung: 'used',
      count: 4,
      firstTime: micros(day(5)),
      lastTime: micros(day(8)),
    })
    expect(first?.reason).toContain('sent to, and answered (2 records)')
  })

  it('reached is high and proves no rung; failed is medium; not there is no use', () => {
    const only = (over: Partial<TestRow>) => findings('WS-USE', { rows: [request(day(5), over)] })
    expect(only({ action: 'GET' })).toMatchObject([{ level: 'high', rung: null }])
    expect(only({ status: 500 })).toMatchObject([{ level: 'medium', rung: null }])
    expect(only({ status: 404 })).toEqual([])
    expect(only({ status: 302 })).toEqual([])
    expect(only({ reshaped: true })).toEqual([])
  })

  it('outside Exchange’s folders is medium at most and proves no rung', () => {
    const only = (target: string) => findings('WS-USE', { rows: [request(day(5), { target })] })
    expect(only('/shell.aspx')).toMatchObject([{ level: 'medium', rung: null }])
    expect(only('/intranet/form.asp')).toMatchObject([{ level: 'low', rung: null }])
    const many = [1, 2, 3, 4].map((n) =>
      request(day(5), { target: '/app/f.asp', client: `203.0.113.${String(n)}` }),
    )
    expect(findings('WS-USE', { rows: many })).toEqual([])
  })

  it('says whether the first request for the page by anybody sent it something', () => {
    const reason = (rows: readonly TestRow[]) =>
      findings('WS-USE', { rows })
        .map((one) => one.reason)
        .join()
    const sent = 'The first request for it by anybody sent'
    expect(reason([request(day(5))])).toContain(sent)
    const fetched = request(day(4), { action: 'GET', client: B })
    expect(reason([fetched, request(day(5))])).not.toContain(sent)
  })

  it('names no actor where the server itself asked', () => {
    for (const client of ['127.0.0.1', '::1', 'fe80::1%3', '10.0.0.5', ''])
      expect(
        findings('WS-USE', { rows: [request(day(5), { client })], ownAddresses: ['10.0.0.5'] }),
      ).toMatchObject([{ actors: [] }])
  })

  it('keeps a bounded sample that holds the first and the last record', () => {
    const rows = Array.from({ length: 500 }, (_, minute) => request(day(5, minute)))
    const [found] = findings('WS-USE', { rows })
    expect(found?.count).toBe(500)
    expect(found?.rows).toHaveLength(12)
    expect(found?.rows[0]?.time).toBe(micros(day(5)))
    expect(found?.rows.at(-1)?.time).toBe(micros(day(5, 499)))
  })
})

describe('search for shells that others left', () => {
  const NAMES = ['shell', 'discover', 'client', 'supp0rt', 'web', 'help', 'one', 'xx', 'log']
  const search = (count: number, minutes: number, status = 404): TestRow[] =>
    NAMES.slice(0, count).map((name, index) =>
      request(day(5, index * minutes), {
        target: `/aspnet_client/${name}.aspx`,
        action: 'GET',
        status,
      }),
    )

  it('is informational for a few, low for many or fast', () => {
    expect(findings('WS-SCAN', { rows: search(4, 1) })).toMatchObject([
      { level: 'informational', count: 4 },
    ])
    expect(findings('WS-SCAN', { rows: search(5, 1) })).toMatchObject([
      { level: 'low', rung: null },
    ])
    expect(findings('WS-SCAN', { rows: search(5, 60) })).toMatchObject([{ level: 'informational' }])
    expect(findings('WS-SCAN', { rows: search(8, 60) })).toMatchObject([{ level: 'low' }])
  })

  it('one that answers exists all the same, and the rest stay a search', () => {
    const rows = [...search(8, 1), request(day(6), { action: 'GET' })]
    expect(findings('WS-SCAN', { rows })).toMatchObject([{ count: 8 }])
    const [reached] = findings('WS-USE', { rows })
    expect(reached).toMatchObject({ level: 'high', rung: null, subject: SHELL.toLowerCase() })
    expect(reached?.counterEvidence[0]).toContain('searched')
  })

  it('failing pages of a search are part of it', () => {
    const rows = search(8, 1, 500)
    expect(findings('WS-USE', { rows })).toEqual([])
    expect(findings('WS-SCAN', { rows })).toMatchObject([{ count: 8 }])
  })
})

describe('use after the patch', () => {
  const OLD = ['15.1.2106.2', day(1), day(8)] as const
  const NEW = ['15.1.2106.13', day(9), day(20)] as const
  const rows = [request(day(5)), request(day(10), { client: B }), request(day(11), { client: B })]

  it('counts only what came after the first fixed build', () => {
    expect(findings('WS-USE-AFTER-PATCH', { rows, builds: [OLD, NEW] })).toMatchObject([
      { actors: [B], count: 2, phase: 'after', rung: 'used', firstTime: micros(day(10)) },
    ])
  })

  it('is silent while the builds lack the fix, or none is known', () => {
    expect(findings('WS-USE-AFTER-PATCH', { rows, builds: [OLD] })).toEqual([])
    expect(findings('WS-USE-AFTER-PATCH', { rows })).toEqual([])
  })

  it('says so where every build seen held the fix', () => {
    const found = findings('WS-USE-AFTER-PATCH', { rows, builds: [NEW] })
    expect(found).toHaveLength(1)
    expect(found[0]?.reason).toContain('when it was installed they do not say')
  })
})

describe('changed page', () => {
  const row: TestRow = {
    family: 'web-root',
    target: 'C/Exchange/FrontEnd/HttpProxy/owa/auth/logon.aspx',
  }
  const builds = [['15.1.2106.2', day(1), day(8)]] as const

  it('is medium at most, low where the build cannot be compared, and proves no rung', () => {
    expect(findings('WS-CHANGED', { rows: [row], builds })).toMatchObject([
      { level: 'medium', rung: null },
    ])
    expect(findings('WS-CHANGED', { rows: [row] })).toMatchObject([{ level: 'low', rung: null }])
  })

  it('is silent without a hash, and for a page that is not Exchange’s', () => {
    expect(findings('WS-CHANGED', { rows: [row], results: [{ sha256: null }] })).toEqual([])
    const other = { ...row, target: 'C/inetpub/wwwroot/aspnet_client/x.aspx' }
    expect(findings('WS-CHANGED', { rows: [other] })).toEqual([])
  })
})
