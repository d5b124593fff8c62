import { describe, expect, it } from 'vitest'
import { DETECTIONS } from '../../../workers/detections/index.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, type TestRow } from './build-table.js'

const says = (id: string, outcome: number) =>
  DETECTIONS.find((one) => one.id === id)?.outcomes[outcome]?.says ?? ''
const raising = (id: string) =>
  DETECTIONS.find((one) => one.id === id)?.outcomes.findIndex(({ rung }) => rung === 'exploited') ??
  -1

const row = (id: string, outcome: number, other: Partial<TestRow> = {}): TestRow => ({
  family: 'httpproxy-ecp',
  time: '2021-02-28T03:14:02Z',
  client: '203.0.113.41',
  hit: [id, outcome],
  ...other,
})
const exploited = (rows: readonly TestRow[]) => {
  const verdict = analyse(analysisInput({ rows })).hosts[0]?.verdict.exploited
  if (!verdict) throw new Error('no host')
  return verdict
}

describe('why a rung is "yes"', () => {
  const forged = row('PL-03', raising('PL-03'))

  it('names what raises it, not what came before, with actor, minute and logs', () => {
    const { because } = exploited([row('PL-03', 0, { time: '2021-02-28T03:14:00Z' }), forged])
    const shown = says('PL-03', raising('PL-03')).slice(1)
    expect(because).toContain(shown)
    expect(because).not.toContain(says('PL-03', 0).slice(1))
    expect(because).toContain(', from 203.0.113.41 on 28 Feb 2021 03:14 UTC; seen in HttpProxy.')
  })

  it('adds the second step of the same go, and not one of another day', () => {
    const second = (time: string) =>
      row('PL-06', raising('PL-06'), { family: 'ecp-server', client: '', time })
    const step = says('PL-06', raising('PL-06'))
    expect(exploited([forged, second('2021-02-28T03:14:15Z')]).because).toContain(step)
    expect(exploited([forged, second('2021-03-02T03:14:15Z')]).because).not.toContain(step)
  })

  it('counts the other addresses', () => {
    const { because } = exploited([
      forged,
      row('PL-03', raising('PL-03'), { client: '198.51.100.7', time: '2021-03-01T00:00:00Z' }),
    ])
    expect(because).toContain('Also from 1 more address.')
  })

  it('says what weakens it: one log, one record, malformed lines', () => {
    expect(exploited([forged]).against).toBe('Shown by HttpProxy alone. It rests on one record.')
    expect(exploited([{ ...forged, reshaped: true }]).against).toContain('too many fields')
  })

  it('names how it could be innocent in one sentence', () => {
    const { wouldChangeIf } = exploited([forged, row('PL-04', raising('PL-04'))])
    expect(wouldChangeIf).toBe('the records behind it turn out to be innocent: a penetration test.')
  })
})
