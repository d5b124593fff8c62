import { describe, expect, it } from 'vitest'
import { RUNGS } from '../../../src/model/finding.js'
import { familyIndex } from '../../../src/model/families.js'
import type { RecordGap } from '../../../workers/event-sink.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import type { Analysis } from '../../../workers/verdict/analysis.js'
import { analysisInput, micros, steady, type TestCase, type TestRow } from './build-table.js'

const FROM = '2020-12-31T22:00:00Z'
const TO = '2021-03-31T00:00:00Z'
const LOGS = (['httpproxy-ecp', 'iis-front', 'iis-back', 'evtx-management'] as const).flatMap(
  (family) => steady(family, FROM, TO),
)

const GAP: RecordGap = {
  family: familyIndex('evtx-management'),
  from: micros('2021-03-04T00:00:00Z'),
  to: micros('2021-03-06T00:00:00Z'),
  missing: 247,
  excerpt: false,
}

function judged(test: TestCase): Analysis {
  return analyse(analysisInput(test))
}

function managementOf({ coverage }: Analysis) {
  return coverage.find(({ family }) => family === 'evtx-management')
}

describe('record numbers that are missing from an event log', () => {
  it('are a hole: the rung that needs the log says that it cannot tell, and names them', () => {
    expect(judged({ rows: LOGS }).hosts[0]?.verdict.exploited.call).toBe('no')
    const after = judged({ rows: LOGS, gaps: [GAP] })
    expect(managementOf(after)?.holes).toEqual([{ from: GAP.from, to: GAP.to, why: '247 records' }])
    const exploited = after.hosts[0]?.verdict.exploited
    expect(exploited?.call).toBe('cannot tell')
    expect(exploited?.because).toContain('lacks 247 records, 4 to 6 Mar 2021')
  })

  it('are none where another file of the log holds events of those days', () => {
    const other: TestRow = {
      family: 'evtx-management',
      time: '2021-03-05T00:30:00Z',
      entry: 1,
    }
    const paths = ['C/logs/one.log', 'C/logs/Archive-MSExchange Management.evtx']
    const { hosts } = judged({ rows: [...LOGS, other], gaps: [GAP], paths })
    expect(hosts[0]?.verdict.exploited.call).toBe('no')
  })

  it('so many that the file is an excerpt leave no day covered', () => {
    const excerpt = { ...GAP, from: micros(FROM), to: micros(TO), excerpt: true }
    const { hosts } = judged({ rows: LOGS, gaps: [excerpt] })
    expect(hosts[0]?.verdict.exploited.because).toContain('it is an excerpt')
  })
})

describe('a log that was emptied', () => {
  const cleared = (target: string, action = 'Event log cleared', status = 104): TestRow => ({
    family: 'evtx-system',
    time: '2021-03-10T00:00:00Z',
    user: 'TOWN\\admin',
    action,
    target,
    status,
  })

  it('is cut by it: what stood before may be gone', () => {
    const after = judged({ rows: [...LOGS, cleared('MSExchange Management')] })
    expect(managementOf(after)?.cuts).toEqual([
      { time: micros('2021-03-10T00:00:00Z'), what: 'Event log cleared by TOWN\\admin' },
    ])
    const exploited = after.hosts[0]?.verdict.exploited
    expect(exploited?.call).toBe('cannot tell')
    expect(exploited?.because).toContain('was emptied on 10 Mar 2021')
  })

  it('of another name cuts nothing else', () => {
    const after = judged({ rows: [...LOGS, cleared('Microsoft-Windows-PowerShell/Operational')] })
    expect(after.hosts[0]?.verdict.exploited.call).toBe('no')
  })

  it('by event 1102 is the Security log', () => {
    const security: TestRow = { ...cleared('Security', 'Security log cleared', 1102) }
    const { coverage } = judged({
      rows: [...LOGS, { ...security, family: 'evtx-security' }],
    })
    expect(coverage.find(({ family }) => family === 'evtx-security')?.cuts.length).toBe(1)
  })
})

describe('what is to be known of a log’s beginning', () => {
  it('is by how much its retention cut it short', () => {
    const rows = [
      ...steady('iis-front', '2021-01-01T00:00:00Z', '2021-03-31T00:00:00Z'),
      ...steady('httpproxy-ecp', '2021-03-01T00:00:00Z', '2021-03-31T00:00:00Z'),
    ]
    const { coverage } = judged({ rows })
    const notes = (wanted: string) => coverage.find(({ family }) => family === wanted)?.notes.join()
    expect(notes('iis-front')).toBe('')
    expect(notes('httpproxy-ecp')).toContain('59 days after IIS site 1')
    expect(notes('httpproxy-ecp')).toContain('about 30 days')
  })

  it('is that a change journal says nothing of what was before', () => {
    const rows: TestRow[] = [{ family: 'usn', time: '2021-03-20T00:00:00Z' }]
    expect(judged({ rows }).coverage[0]?.notes.join()).toContain('before 20 Mar 2021')
  })
})

describe('what was not collected', () => {
  it('is named, with what its collector leaves out', () => {
    const input = analysisInput({ rows: [{ family: 'evtx-management', time: FROM }] })
    const kape = {
      ...input,
      evidence: input.evidence.map((one) => ({ ...one, collector: 'kape' as const })),
    }
    const [host] = analyse(kape).hosts
    const missing = new Map(host?.notCollected.map(({ family, why }) => [family, why]))
    expect(missing.get('iis-front')).toContain('KapeTriage')
    expect(missing.get('mft')).toContain('not told to take it')
    expect(missing.has('evtx-management')).toBe(false)
  })

  it('leaves no rung at “no” that needs it', () => {
    const [host] = judged({ rows: [{ family: 'evtx-security', time: FROM }] }).hosts
    for (const rung of RUNGS) expect(host?.verdict[rung].call, rung).toBe('cannot tell')
  })
})
