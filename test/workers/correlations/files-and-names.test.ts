import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/model/finding.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, type TestCase, type TestRow } from '../verdict/build-table.js'

const CLIENT = '203.0.113.41'
const PAGE = 'C:/inetpub/wwwroot/aspnet_client/x.aspx'

function findings(detection: string, test: TestCase): Finding[] {
  return analyse(analysisInput(test)).findings.filter((one) => one.detection === detection)
}

function second(seconds: number): string {
  return new Date(Date.UTC(2021, 2, 3, 4, 0, seconds)).toISOString()
}

describe('files by their hash', () => {
  const web = 'b75f163ca9b9240bf4b37ad92bc7556b40a17e27c2b8ed5c8991385fe07d17d0'
  const locker = '2b9838da7edb0decd32b086e47a31e8f5733b5981ad8247a2f9508e232589bff'

  it('are a back door where the list calls them web shells, and else raise no rung', () => {
    const paths = ['C/a.aspx', 'C/b.exe', 'C/c.txt']
    const results = [web, locker, web.replace('b75f', 'b75e')].map((sha256, entry) => ({
      sha256,
      entry,
    }))
    const hostOfEntry = [0, 0, 0]
    const rows: TestRow[] = [{ family: 'web-root', target: 'C/a.aspx', entry: 0 }]
    const found = findings('HASH', { rows, paths, results, hostOfEntry })
    expect(found.map(({ subject, rung, technique }) => [subject, rung, technique]).sort()).toEqual([
      ['C/a.aspx', 'backdoored', 'T1505.003'],
      ['C/b.exe', null, 'T1486'],
    ])
    expect(found.map(({ rows: shown }) => shown.length).sort()).toEqual([0, 1])
  })
})

describe('a page in the change journal', () => {
  const step = (seconds: number, action: string, target = PAGE): TestRow => ({
    family: 'usn',
    time: second(seconds),
    action,
    target,
  })

  it('is told step by step: made, hidden at once, renamed, deleted', () => {
    const rows = [
      step(0, 'File created, data added'),
      step(20, 'File attributes or times changed'),
      step(30, 'File renamed from C:/inetpub/wwwroot/aspnet_client/x.txt'),
      step(900, 'File deleted'),
    ]
    const [found] = findings('WF-04-STEPS', { rows })
    expect(found).toMatchObject({ level: 'critical', rung: 'backdoored', count: 4, subject: PAGE })
    expect(found?.reason).toMatch(/made 2021.*attributes changed at once.*given its name.*deleted/)
  })

  it('is nothing where it was only made, changed later, or is Exchange’s own', () => {
    const own = 'C:/Mail/FrontEnd/HttpProxy/owa/auth/logon.aspx'
    const rows = [
      step(0, 'File created, data added'),
      step(61, 'File attributes or times changed'),
      step(0, 'File created, data added', own),
      step(5, 'File deleted', own),
    ]
    expect(findings('WF-04-STEPS', { rows })).toEqual([])
  })
})

describe('a cookie guessed byte by byte', () => {
  const tries = (count: number, apart: number, over: Partial<TestRow> = {}): TestRow[] =>
    Array.from({ length: count }, (_, at) => ({
      family: 'iis-front',
      time: new Date(Date.UTC(2021, 7, 10) + at * apart).toISOString(),
      client: CLIENT,
      action: 'GET',
      target: '/owa/',
      status: at % 2 === 0 ? 302 : 440,
      ...over,
    }))

  it('shows as five hundred refusals within ten minutes', () => {
    expect(findings('PO-ORACLE', { rows: tries(500, 1_000) })).toMatchObject([
      { level: 'medium', rung: null, actors: [CLIENT], count: 500 },
    ])
  })

  it('does not show in fewer, in slower ones, from inside, with a logon, or for another page', () => {
    for (const rows of [
      tries(499, 1_000),
      tries(500, 1_300),
      tries(500, 1_000, { client: '10.0.0.7' }),
      tries(500, 1_000, { user: 'TOWN\\anna' }),
      tries(500, 1_000, { target: '/owa/healthcheck.htm' }),
    ])
      expect(findings('PO-ORACLE', { rows })).toEqual([])
  })
})

describe('an archive in ProgramData', () => {
  const archive = (seconds: number): TestRow => ({
    family: 'mft',
    time: second(seconds),
    target: 'C:/ProgramData/it.zip',
    hit: ['PL-21', 1],
  })
  const exploit: TestRow = {
    family: 'httpproxy-ecp',
    time: second(10),
    client: CLIENT,
    hit: ['PL-04', 0],
  }

  it('is worth a look once the server was broken into, and says nothing before', () => {
    expect(findings('PL-21-AFTER', { rows: [archive(5), exploit, archive(20)] })).toMatchObject([
      { level: 'medium', rung: null, count: 1 },
    ])
    expect(findings('PL-21-AFTER', { rows: [archive(5), exploit] })).toEqual([])
    expect(findings('PL-21-AFTER', { rows: [archive(5), archive(20)] })).toEqual([])
  })
})
