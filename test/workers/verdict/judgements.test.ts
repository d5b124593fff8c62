import { describe, expect, it } from 'vitest'
import type { Judgements } from '../../../src/model/judgement.js'
import { NO_JUDGEMENTS } from '../../../src/model/judgement.js'
import { gather, judge } from '../../../workers/verdict/analyse.js'
import type { Analysis } from '../../../workers/verdict/analysis.js'
import { caseJson } from '../../../workers/verdict/case-json.js'
import { analysisInput, steady, type TestCase, type TestRow } from './build-table.js'
import { judgedCase } from './example-case.js'

const FROM = '2020-12-31T22:00:00Z'
const TO = '2021-03-31T00:00:00Z'
const COVERED = (
  ['httpproxy-ecp', 'iis-front', 'iis-back', 'ecp-server', 'evtx-management'] as const
).flatMap((family) => steady(family, FROM, TO))

const ATTEMPT: TestRow = {
  family: 'httpproxy-ecp',
  time: '2021-03-05T00:00:00Z',
  client: '203.0.113.41',
  hit: ['PL-02', 0],
}
const USE: TestRow = {
  family: 'iis-front',
  time: '2021-03-06T00:00:00Z',
  client: '203.0.113.41',
  action: 'POST',
  target: '/aspnet_client/x.aspx',
  status: 200,
}
const CASE: TestCase = { rows: [...COVERED, ATTEMPT, USE] }

function judged(judgements: Judgements, test = CASE): Analysis {
  const input = analysisInput({ ...test, judgements })
  return judge(input, gather(input))
}

function acknowledging(...detections: string[]): Judgements {
  const { findings } = judged(NO_JUDGEMENTS)
  const meant = findings.filter(({ detection }) => detections.includes(detection))
  expect(meant.length).toBe(detections.length)
  return {
    ...NO_JUDGEMENTS,
    acknowledged: meant.map(({ id }) => ({ finding: id, reason: 'our penetration test' })),
  }
}

describe('an acknowledged finding', () => {
  it('raises no rung, stays listed with its reason, and the verdict says so', () => {
    expect(judged(NO_JUDGEMENTS).hosts[0]?.verdict.headline).toBe('used')
    const after = judged(acknowledging('WS-USE'))
    const [host] = after.hosts
    const kept = after.findings.find(({ detection }) => detection === 'WS-USE')
    expect(kept).toMatchObject({
      rung: 'used',
      setAside: { by: 'acknowledged', reason: 'our penetration test' },
    })
    expect(host?.verdict.headline).toBe('targeted')
    expect(host?.verdict.used.findings).toEqual([])
    expect(host?.verdict.used.because).toContain('beside 1 acknowledged finding')
    expect(host?.verdict.saw).toContain('1 acknowledged finding')
    expect(host?.verdict.setAside.acknowledged).toEqual([kept?.id])
  })

  it('about a page takes that page out of the door', () => {
    expect(judged(NO_JUDGEMENTS).hosts[0]?.verdict.door.backDoor.call).toBe('present')
    const { door } = judged(acknowledging('WS-USE')).hosts[0]?.verdict ?? {}
    expect(door?.backDoor.call).not.toBe('present')
  })

  it('takes with it what is a part of its records, as use after the patch', () => {
    const builds = [
      ['15.1.2106.2', '2021-01-01T00:00:00Z', '2021-03-01T00:00:00Z'],
      ['15.1.2106.13', '2021-03-05T00:00:00Z', '2021-03-31T00:00:00Z'],
    ] as const
    const { findings, hosts } = judged(acknowledging('WS-USE'), { ...CASE, builds })
    const later = findings.find(({ detection }) => detection === 'WS-USE-AFTER-PATCH')
    expect(later?.setAside?.reason).toBe('our penetration test')
    expect(hosts[0]?.verdict.door.backDoor.afterPatch).toBeNull()
  })

  it('of every kind leaves a verdict that says what it leaves out', () => {
    const { verdict } = judged(acknowledging('WS-USE', 'PL-02')).hosts[0] ?? {}
    expect(verdict?.headline).toBeNull()
    expect(verdict?.sentence).toContain('apart from 2 acknowledged findings')
  })

  it('of another case changes nothing', () => {
    const other = { acknowledged: [{ finding: 'PL-02-0', reason: 'other' }], scanners: [] }
    expect(judged(other).hosts).toEqual(judged(NO_JUDGEMENTS).hosts)
  })
})

describe('an authorised scanner', () => {
  const scanners = [{ address: '203.0.113.41', reason: 'ordered for 5 March' }]

  it('is kept and counted, and raises no rung', () => {
    const { hosts, findings } = judged({ ...NO_JUDGEMENTS, scanners })
    expect(hosts[0]?.verdict.headline).toBeNull()
    expect(hosts[0]?.verdict.setAside.scanners.length).toBe(2)
    expect(hosts[0]?.verdict.sentence).toContain('2 findings of authorised scanners')
    expect(findings.every(({ setAside }) => setAside?.by === 'scanner')).toBe(true)
  })

  it('does not excuse another address', () => {
    const rows = [...CASE.rows, { ...USE, client: '198.51.100.7' }]
    const { hosts } = judged({ ...NO_JUDGEMENTS, scanners }, { rows })
    expect(hosts[0]?.verdict.headline).toBe('used')
    expect(hosts[0]?.verdict.door.backDoor.call).toBe('present')
  })
})

describe('case.json', () => {
  it('holds the judgements, which of them found nothing, and under masks the masked identity', () => {
    const acknowledged = [
      ...acknowledging('WS-USE').acknowledged,
      { finding: 'PL-02-0', reason: 'of another case' },
    ]
    const whole = judgedCase({ ...CASE, judgements: { acknowledged, scanners: [] } })
    for (const masked of [false, true]) {
      const text = caseJson(whole, new Map(), { masked, written: '2026-01-01T00:00:00Z' })
      const { judgements, findings } = JSON.parse(text) as {
        judgements: { acknowledged: { finding: string; found: boolean }[] }
        findings: { id: string; setAside: { reason: string } | null }[]
      }
      expect(judgements.acknowledged.map(({ found }) => found).sort()).toEqual([false, true])
      const kept = findings.find(({ setAside }) => setAside !== null)
      expect(kept?.setAside?.reason).toBe('our penetration test')
      expect(judgements.acknowledged.map(({ finding }) => finding)).toContain(kept?.id)
    }
  })
})
