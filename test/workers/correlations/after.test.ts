import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/model/finding.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, type TestRow } from '../verdict/build-table.js'

const A = '203.0.113.41'

function at(minute: number, day = 5): string {
  return new Date(Date.UTC(2021, 2, day, 3, 0, minute * 60)).toISOString()
}

const use: TestRow = {
  family: 'iis-front',
  time: at(10),
  client: A,
  action: 'POST',
  target: '/aspnet_client/x.aspx',
  status: 200,
}

function judged(rows: readonly TestRow[]) {
  const { findings, hosts } = analyse(analysisInput({ rows }))
  const of = (detection: string): Finding[] =>
    findings.filter((finding) => finding.detection === detection)
  return { of, verdict: hosts[0]?.verdict }
}

describe('what is set up to stay', () => {
  const agent = (time: string): TestRow => ({
    family: 'evtx-management',
    time,
    target: 'Install-TransportAgent',
    hit: ['WF-07', 0],
  })

  it('raises the back door’s rung in the half hour of a break-in, on that host alone', () => {
    const { of, verdict } = judged([use, agent(at(35))])
    expect(of('PX-STAY')).toMatchObject([{ level: 'high', rung: 'backdoored', phase: 'backdoor' }])
    expect(verdict?.backdoored.call).toBe('yes')
    const elsewhere = { ...agent(at(35)), entry: 1 }
    const input = analysisInput({
      rows: [use, elsewhere],
      hosts: ['MAIL01', 'MAIL02'],
      paths: ['a', 'b'],
      hostOfEntry: [0, 1],
    })
    expect(analyse(input).findings.filter(({ detection }) => detection === 'PX-STAY')).toEqual([])
  })

  it('is an administrator’s work before it, later, or without a break-in', () => {
    expect(judged([use, agent(at(5))]).of('PX-STAY')).toEqual([])
    expect(judged([use, agent(at(41))]).of('PX-STAY')).toEqual([])
    const probe: TestRow = { ...use, target: '/owa/', hit: ['PL-16', 0] }
    expect(judged([probe, agent(at(12))]).of('PX-STAY')).toEqual([])
  })

  it('is a step of the story', () => {
    const [story] = judged([use, agent(at(12))]).of('STORY')
    expect(story?.chain?.map(({ what }) => what).join()).toContain('half hour of the attack')
  })
})

describe('a log removed', () => {
  const cleared = (time: string): TestRow => ({
    family: 'evtx-system',
    time,
    status: 104,
    action: 'Event log cleared',
    target: 'Security',
  })
  const deleted = (name: string, time = at(60)): TestRow => ({
    family: 'usn',
    time,
    action: 'File data cut off, deleted',
    target: `C:/inetpub/logs/LogFiles/W3SVC1/${name}`,
  })

  it('during the attack is told, in its half hour as high, and stands in the story', () => {
    const near = judged([use, cleared(at(20))])
    expect(near.of('LOG-REMOVED')).toMatchObject([{ level: 'high', rung: null }])
    expect(near.of('STORY')[0]?.title).toContain('after')
    expect(judged([use, cleared(at(120))]).of('LOG-REMOVED')).toMatchObject([{ level: 'medium' }])
  })

  it('is nobody’s business before it, long after, or without a break-in', () => {
    expect(judged([use, cleared(at(5))]).of('LOG-REMOVED')).toEqual([])
    expect(judged([use, cleared(at(20, 7))]).of('LOG-REMOVED')).toEqual([])
    expect(judged([cleared(at(20))]).of('LOG-REMOVED')).toEqual([])
  })

  it('counts the web server’s of the last week, not those that make room', () => {
    expect(judged([use, deleted('u_ex210304.log')]).of('LOG-REMOVED')).toHaveLength(1)
    expect(judged([use, deleted('u_ex210104.log')]).of('LOG-REMOVED')).toEqual([])
    expect(judged([use, deleted('other.log')]).of('LOG-REMOVED')).toEqual([])
  })
})

describe('files renamed by the thousand', () => {
  const renamed = (count: number, kinds: number, ending = '.locked'): TestRow[] =>
    Array.from({ length: count }, (_, index) => {
      const from = `D:/files/a${String(index)}.x${String(index % kinds)}`
      const time = new Date(Date.UTC(2021, 2, 5, 3, 0, 0, index)).toISOString()
      return { family: 'usn', time, action: `File renamed from ${from}`, target: from + ending }
    })

  it('to one ending within a minute are ransomware’s work', () => {
    expect(judged(renamed(1_001, 6)).of('RW-RENAME')).toMatchObject([
      { level: 'critical', rung: null, subject: '.locked', count: 1_001 },
    ])
  })

  it('are not where they are fewer, or of few kinds', () => {
    expect(judged(renamed(1_000, 6)).of('RW-RENAME')).toEqual([])
    expect(judged(renamed(1_001, 4)).of('RW-RENAME')).toEqual([])
  })
})
