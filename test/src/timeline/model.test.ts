import { describe, expect, it } from 'vitest'
import { frameOf } from '../../../src/timeline/frame.js'
import { placeMarks } from '../../../src/timeline/marks.js'
import { describe as inWords, timelineModel } from '../../../src/timeline/model.js'
import { fakeCase, host, manyFindings, quietHost } from '../../page-preview/fake-case.js'

const frame = frameOf(1000, 320, { lanes: 5, rails: 1, overview: true, wide: false })
const view = (model: { from: number; to: number }) => ({
  from: model.from,
  to: model.to,
  left: frame.left,
  width: frame.width - frame.left - frame.right,
})

describe('what the timeline shows of a host', () => {
  const model = timelineModel(fakeCase, host)

  it('is all its findings, in order of time', () => {
    expect(model.findings.map(({ id }) => id)).toEqual([
      'pl-01',
      'pl-03',
      'ws-01',
      'ws-03',
      'pl-11',
      'ws-04',
      'pl-22',
    ])
  })

  it('joins one actor’s steps, and a second actor to the file that both used', () => {
    expect(model.links.map(({ from, to }) => `${from.id} ${to.id}`)).toEqual([
      'pl-01 pl-03',
      'pl-03 ws-01',
      'ws-01 ws-03',
      'ws-01 ws-04',
    ])
  })

  it('tints from the first sight of a vulnerable build in the campaign to the patch', () => {
    expect(model.bands[0]?.exposure).toMatchObject({ to: host.patched, label: 'exposure window' })
    expect(model.bands[0]?.exposure?.from).toBe(host.campaigns[0]?.from)
    const seen = (host.campaigns[0]?.from ?? 0) + 1_000_000
    const builds = host.builds.map((one) => (one.fixed ? one : { ...one, first: seen }))
    expect(timelineModel(fakeCase, { ...host, builds }).bands[0]?.exposure?.from).toBe(seen)
    expect(model.bands[0]?.patch?.build).toBe('15.1.2106.13')
  })

  it('says that no patch was seen where none was', () => {
    const open = timelineModel(fakeCase, { ...host, patched: NaN })
    expect(open.bands[0]?.patch).toBeNull()
    expect(open.bands[0]?.exposure).toMatchObject({
      to: open.to,
      label: 'exposure window, no patch seen',
    })
  })

  it('tints nothing where no vulnerable build was seen, or the campaign does not count', () => {
    const builds = host.builds.filter(({ fixed }) => fixed)
    expect(timelineModel(fakeCase, { ...host, builds }).bands[0]?.exposure).toBeNull()
    const campaigns = host.campaigns.map((one) => ({ ...one, state: 'did not apply' as const }))
    expect(timelineModel(fakeCase, { ...host, campaigns }).bands[0]?.exposure).toBeNull()
  })

  it('draws no window and no hole while not everything is read', () => {
    const reading = timelineModel({ ...fakeCase, complete: false }, host)
    expect(reading.bands).toMatchObject([{ exposure: null, holes: [] }])
    expect(reading.findings.length).toBe(model.findings.length)
  })

  it('shows one hole where both deciding logs have it, and names the log where one has', () => {
    expect(model.bands[0]?.holes.map(({ label }) => label)).toEqual(['no log 15 Jan'])
    const coverage = fakeCase.coverage.map((one) =>
      one.family === 'iis-front' ? { ...one, holes: [] } : one,
    )
    const partly = timelineModel({ ...fakeCase, coverage }, host)
    expect(partly.bands[0]?.holes.map(({ label }) => label)).toEqual(['no HttpProxy log 15 Jan'])
  })

  it('is whole for a host without findings, which was exposed all the same', () => {
    const quiet = timelineModel(fakeCase, quietHost)
    expect(quiet).toMatchObject({
      findings: [],
      links: [],
      bands: [{ exposure: { to: host.patched } }],
    })
    expect(quiet.to).toBeGreaterThan(quiet.from)
  })

  it('stands without a host, a finding or a time', () => {
    const none = { ...fakeCase, hosts: [], findings: [], coverage: [], first: NaN, last: NaN }
    const empty = timelineModel(none, undefined)
    expect(placeMarks(empty, view(empty), frame)).toEqual([])
    expect(inWords(empty)).toBe('0 findings')
  })
})

describe('marks', () => {
  it('join where they would cover one another, and none is lost', () => {
    const model = timelineModel(manyFindings(2000), host)
    const marks = placeMarks(model, view(model), frame)
    expect(marks.length).toBeLessThan(100)
    expect(marks.flatMap(({ findings }) => findings)).toHaveLength(2007)
  })

  it('leave out what is outside the view', () => {
    const model = timelineModel(fakeCase, host)
    const march = { ...view(model), from: host.patched }
    const shown = placeMarks(model, march, frame).flatMap(({ findings }) => findings)
    expect(shown.map(({ id }) => id).sort()).toEqual(['pl-22', 'ws-04'])
  })
})
