import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/model/actor.js'
import type { Finding } from '../../../src/model/finding.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, micros, type TestCase, type TestRow } from '../verdict/build-table.js'

const A = '203.0.113.41'
const B = '203.0.113.99'
const C = '198.51.100.7'
const SHELL = '/aspnet_client/system_web/Kx7.aspx'
const AGENT = 'Mozilla/5.0+(Windows+NT+6.1)+Rarely/1.0'

function at(day: number, minute = 0): string {
  return new Date(Date.UTC(2021, 2, day, 3, minute)).toISOString()
}

function probe(client: string, time: string): TestRow {
  return { family: 'httpproxy-ecp', time, client, status: 500, hit: ['PL-01', 0] }
}

function use(client: string, time: string, over: Partial<TestRow> = {}): TestRow {
  const asked = { action: 'POST', target: SHELL, status: 200, agent: AGENT }
  return { family: 'iis-front', time, client, ...asked, ...over }
}

/** An event of Windows or a record of the server's own: it names no address. */
function cmdlet(time: string): TestRow {
  return { family: 'ecp-server', time, hit: ['PL-06b', 0] }
}

function judged(test: TestCase): { stories: Finding[]; actors: readonly Actor[] } {
  const { findings, actors } = analyse(analysisInput(test))
  return { stories: findings.filter(({ chain }) => chain), actors }
}

describe('a story', () => {
  it('joins what one address did, in order of time, from the first probe to the last use', () => {
    const { stories } = judged({
      rows: [use(A, at(5, 9)), probe(A, at(1)), cmdlet(at(5, 4)), probe(A, at(2))],
    })
    expect(stories).toMatchObject([
      {
        title: 'One story: probe, exploit, use',
        actors: [A],
        level: 'critical',
        rung: null,
        firstTime: micros(at(1)),
        lastTime: micros(at(5, 9)),
      },
    ])
    const [chain] = stories.map((one) => one.chain)
    expect(chain?.map(({ phase, time }) => [phase, time])).toEqual([
      ['probe', micros(at(1))],
      ['exploit', micros(at(5, 4))],
      ['use', micros(at(5, 9))],
    ])
  })

  it('is none of somebody who never got further than an attempt', () => {
    const { stories, actors } = judged({ rows: [probe(A, at(1)), probe(A, at(2))] })
    expect(stories).toEqual([])
    expect(actors).toMatchObject([{ addresses: [A], phases: ['probe'], because: [] }])
  })

  it('takes what names nobody only where one actor was at it in that half hour', () => {
    const alone = judged({ rows: [use(A, at(5)), cmdlet(at(5, 29)), cmdlet(at(5, 35))] })
    expect(alone.stories[0]?.counterEvidence.join()).toContain('1 of the steps name')
    const late = judged({ rows: [use(A, at(5)), cmdlet(at(5, 31))] })
    expect(late.stories).toEqual([])
    const two = judged({ rows: [use(A, at(5)), use(C, at(5, 1), { agent: '' }), cmdlet(at(5, 2))] })
    expect(two.stories).toEqual([])
  })

  it('takes what shares the id of a request or a session, however late, and however many are at it', () => {
    const request = '3f0a9c1e-0000-4000-8000-000000000001'
    const rows = [
      use(C, at(5), { agent: '' }),
      { ...use(A, at(5)), session: { request } },
      { ...cmdlet(at(5)), session: { request } },
    ]
    const { stories } = judged({ rows })
    expect(stories).toMatchObject([{ actors: [A], title: 'One story: exploit, use' }])
    expect(stories[0]?.chain?.map(({ by }) => by)).toContain(`same request as from ${A}`)
    const canary = 'zkqw0ft2bumdemocanary41'
    const late = [
      { ...use(A, at(5)), session: { canary } },
      { ...cmdlet(at(9)), session: { canary } },
    ]
    expect(judged({ rows: late }).stories[0]?.chain?.[1]?.by).toContain('same session')
  })

  it('takes the file by its name, and gives it to whoever was there when it came', () => {
    const file: TestRow = {
      family: 'web-root',
      time: at(5, 1),
      target: `C:/inetpub/wwwroot${SHELL}`,
      hit: ['WS-PLACE', 0],
    }
    const { stories } = judged({ rows: [file, use(A, at(5, 2)), use(C, at(9), { agent: '' })] })
    expect(stories).toMatchObject([{ title: 'One story: back door, use', actors: [A] }])
    expect(stories[0]?.chain?.[0]).toMatchObject({ phase: 'backdoor', by: 'about kx7.aspx' })
  })
})

describe('an actor', () => {
  const steady = (agent: string, users: number): TestRow[] =>
    Array.from({ length: users }, (_, index) => ({
      family: 'iis-front',
      time: at(1, index),
      client: `192.0.2.${String(index + 1)}`,
      action: 'GET',
      target: '/owa/',
      status: 200,
      agent,
    }))

  it('has two addresses where a rare agent and another sign agree, and says why', () => {
    const page = judged({ rows: [use(A, at(5)), use(C, at(9))] })
    expect(page.actors).toMatchObject([{ addresses: [A, C] }])
    expect(page.actors[0]?.because[0]).toContain('an agent that nobody else uses')
    const other = { target: '/owa/auth/zz.aspx' }
    const network = judged({ rows: [use(A, at(5)), use(B, at(9), other)] })
    expect(network.actors[0]?.because[0]).toContain('203.0.113.0/24')
    const soon = judged({ rows: [use(A, at(5)), use(C, at(5, 20), other)] })
    expect(soon.actors[0]?.because[0]).toContain('half an hour')
  })

  it('is never joined by an agent alone, nor by one that others use, nor by a tool’s own', () => {
    const alone = [use(A, at(5)), use(C, at(9), { target: '/owa/auth/zz.aspx' })]
    expect(judged({ rows: alone }).actors).toHaveLength(2)
    const common = [use(A, at(5)), use(C, at(9)), ...steady(AGENT, 3)]
    expect(judged({ rows: common }).actors).toHaveLength(2)
    const rare = [use(A, at(5)), use(C, at(9)), ...steady(AGENT, 2)]
    expect(judged({ rows: rare }).actors).toHaveLength(1)
    const tool = { agent: 'python-¦requests/2.25.1' }
    expect(judged({ rows: [use(A, at(5), tool), use(C, at(9), tool)] }).actors).toHaveLength(2)
  })

  it('has two addresses where one session of the control panel came from both', () => {
    const session = { canary: 'zkqw0ft2bumdemocanary41' }
    const other = { target: '/owa/auth/zz.aspx', agent: '' }
    const rows = [
      { ...use(A, at(5)), session },
      { ...use(C, at(9), other), session },
    ]
    expect(judged({ rows }).actors[0]?.because[0]).toContain('one session')
    const apart = [use(A, at(5)), use(C, at(9), other)]
    expect(judged({ rows: apart }).actors).toHaveLength(2)
  })

  it('has two addresses where the same parameters and the half hour agree, not by the page', () => {
    const session = { style: 'POST exec_code, key' }
    const of = (client: string, time: string) => ({ ...use(client, time, { agent: '' }), session })
    expect(judged({ rows: [of(A, at(5)), of(C, at(5, 20))] }).actors).toHaveLength(1)
    expect(judged({ rows: [of(A, at(5)), of(C, at(9))] }).actors).toHaveLength(2)
  })

  it('does not depend on the order in which findings come, and keeps its id', () => {
    const rows = [use(A, at(5)), use(C, at(9)), probe(B, at(2))]
    const once = judged({ rows }).actors
    expect(judged({ rows: [...rows].reverse() }).actors).toEqual(once)
    expect(once.map(({ addresses }) => addresses)).toEqual([[A, C], [B]])
  })

  it('spans hosts', () => {
    const rows = [use(A, at(5)), { ...use(A, at(6)), entry: 1 }]
    const { actors, stories } = judged({
      rows,
      hosts: ['MAIL01', 'MAIL02'],
      paths: ['a.log', 'b.log'],
      hostOfEntry: [0, 1],
    })
    expect(actors).toMatchObject([{ addresses: [A], hosts: ['MAIL01', 'MAIL02'] }])
    expect(stories).toEqual([])
  })
})
