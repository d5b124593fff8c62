import { describe, expect, it } from 'vitest'
import { gapsOf } from '../../../src/timeline/bands.js'
import { LANE_KINDS } from '../../../src/timeline/lanes.js'
import { timelineModel } from '../../../src/timeline/model.js'
import { fakeCase, host, manyFindings } from '../../page-preview/fake-case.js'

const options = (kind: (typeof LANE_KINDS)[number], mostLanes = 40) => ({ kind, mostLanes })
const labels = (model: ReturnType<typeof timelineModel>) =>
  model.lanes.lanes.map(({ label }) => label)

describe('lanes', () => {
  it('lose no finding, of whatever kind they are and however few', () => {
    const judged = manyFindings(300)
    for (const kind of LANE_KINDS) {
      for (const most of [1, 3, 40]) {
        const model = timelineModel(judged, host, options(kind, most))
        const drawn = new Set(model.ofLane.flat())
        expect(drawn.size, `${kind} ${String(most)}`).toBe(model.findings.length)
        if (kind !== 'phase') expect(model.lanes.lanes.length).toBeLessThanOrEqual(most)
      }
    }
  })

  it('are the logs that a finding’s records stand in: each has a mark', () => {
    const model = timelineModel(fakeCase, host, options('source'))
    expect(labels(model)).toEqual(['IIS', 'HttpProxy', 'ECP Server', 'Web files'])
    const inLanes = model.ofLane.map((findings) => findings.map(({ id }) => id))
    expect(inLanes[1]).toContain('pl-03')
    expect(inLanes[2]).toContain('pl-03')
  })

  it('are the actors, and what has no address stands in a lane of its own', () => {
    const findings = fakeCase.findings.map((one) =>
      one.id === 'ws-01' ? { ...one, actors: [] } : one,
    )
    const model = timelineModel({ ...fakeCase, findings }, host, options('actor'))
    expect(labels(model)).toContain('203.0.113.41')
    expect(labels(model).at(-1)).toBe('no address')
    expect(model.ofLane.at(-1)?.map(({ id }) => id)).toEqual(['ws-01'])
  })

  it('are the servers, worst first, with the window and holes of each', () => {
    const model = timelineModel(fakeCase, host, options('host'))
    expect(labels(model)).toEqual(['MX01', 'MX02'])
    expect(model.bands.map((band) => band.host).sort()).toEqual(['MX01', 'MX02'])
    expect(model.lanes.lanes.map(({ keys }) => keys)).toEqual([['MX01'], ['MX02']])
  })
})

describe('stories', () => {
  const steps = ['pl-01', 'pl-03', 'ws-01'].map((finding) => {
    const { firstTime: time, phase, title } = fakeCase.findings.find(({ id }) => id === finding)!
    return { finding, time, phase, what: title, by: 'from 203.0.113.41' }
  })
  const told = { ...fakeCase.findings[0]!, id: 'story', chain: steps }
  const model = timelineModel({ ...fakeCase, findings: [...fakeCase.findings, told] }, host)

  it('are lines from step to step, and no marks of their own', () => {
    expect(model.links.map(({ from, to, story }) => [from.id, to.id, story])).toEqual([
      ['pl-01', 'pl-03', 'story'],
      ['pl-03', 'ws-01', 'story'],
    ])
    expect(model.stories.map(({ id }) => id)).toEqual(['story'])
    expect(model.findings.map(({ id }) => id)).not.toContain('story')
  })
})

describe('gaps of logs', () => {
  const day = 86_400e6
  const period = { from: 0, to: 100 * day }
  const one = { ...fakeCase.coverage[0]!, host: 'A', family: 'iis-front' as const }

  it('are before its beginning, its holes, and after its end', () => {
    const holes = [{ from: 40 * day, to: 41 * day }]
    const covered = [{ ...one, first: 20 * day, last: 90 * day, holes }]
    expect(gapsOf(covered, 'A', ['iis-front'], period)).toEqual([
      { from: 0, to: 20 * day },
      holes[0],
      { from: 90 * day, to: 100 * day },
    ])
  })

  it('are all of the time where there is no such log, and none for the margin of the drawing', () => {
    expect(gapsOf([], 'A', ['iis-front'], period)).toEqual([period])
    const covered = [{ ...one, first: day, last: 99 * day, holes: [] }]
    expect(gapsOf(covered, 'A', ['iis-front'], period)).toEqual([])
  })
})
