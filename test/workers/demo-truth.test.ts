import { beforeAll, describe, expect, it } from 'vitest'
import { plain } from '../../src/model/plain.js'
import { LEVELS, levelRank, RUNGS } from '../../src/model/finding.js'
import { generateDemo, type DemoCase } from '../../workers/demo/generate.js'
import { groundTruth, type GroundTruth } from '../../workers/demo/truth.js'

/**
 * An independent reading of the generated text: plain conditions on split columns, written from
 * the published rules, so that noise which sets off a rule, or a planted row which does not, shows.
 */
interface Row {
  readonly kind: 'front' | 'back' | 'proxy' | 'ecp'
  readonly text: string
  readonly method: string
  readonly stem: string
  readonly query: string
  readonly user: string
  readonly client: string
  readonly agent: string
  readonly status: string
  readonly anchor: string
  readonly hint: string
}

const BLANK = { method: '', stem: '', query: '', user: '', client: '', agent: '', status: '' }

function rowOf(path: string, text: string): Row | null {
  if (!/^\d{4}-/.test(text)) return null
  if (path.includes('/ECP/Server/')) return { ...BLANK, kind: 'ecp', text, anchor: '', hint: '' }
  if (path.includes('/HttpProxy/')) {
    const cells = text.split(',')
    const [stem = '', user = '', anchor = '', agent = '', client = ''] = [9, 13, 15, 16, 17].map(
      (index) => cells[index],
    )
    const [status = '', method = '', hint = ''] = [19, 22, 27].map((index) => cells[index])
    return {
      kind: 'proxy',
      text,
      method,
      stem,
      query: '',
      user,
      client,
      agent,
      status,
      anchor,
      hint,
    }
  }
  const [
    ,
    ,
    ,
    method = '',
    stem = '',
    query = '',
    port,
    user = '',
    from = '',
    agent = '',
    ,
    status = '',
  ] = text.split(' ')
  const client = port === '444' ? '' : from
  const kind = port === '444' ? 'back' : 'front'
  return { kind, text, method, stem, query, user, client, agent, status, anchor: '', hint: '' }
}

const SHELL = '/aspnet_client/system_web/'
const forged = ({ anchor }: Row) =>
  anchor.startsWith(plain('Server¦Info~')) && anchor.includes('/') && !anchor.includes('~localhost')
const iis = ({ kind }: Row) => kind === 'front'
const tool = new RegExp(plain('^(Exchange¦ServicesClient/0|python-¦requests/|curl/|Go-http|-$)'))
const steers = new RegExp(plain('^(ant¦Sword|python-¦requests/)'))
const stage = /\/(autodiscover\/autodiscover\.xml|mapi\/emsmdb\/|ecp\/(proxyLogon|DDI\/DDIService))/

const CONDITIONS: Readonly<Record<string, (row: Row) => boolean>> = {
  'PL-00': ({ anchor, client }) => anchor.includes('~localhost') && !client.startsWith('10.'),
  'WS-SCAN': ({ stem, status }) => stem.endsWith('.aspx') && /^(302|404)$/.test(status),
  'PL-01': (row) => forged(row) && !/~[^/]*\/autodiscover/.test(row.anchor),
  'PL-01a': (row) => forged(row) && row.user === '',
  'PL-02': (row) => forged(row) && row.anchor.includes('a]@'),
  'PL-03': (row) => forged(row) && stage.test(row.anchor),
  'PL-04': (row) => /\/.*Reset.*VirtualDirectory#$/.test(row.anchor) && row.status === '200',
  'PL-05': (row) =>
    row.hint === plain('X-BE¦Resource-Cookie') &&
    row.user === '' &&
    !row.anchor.includes('localhost'),
  'PL-06': ({ kind, text }) => kind === 'ecp' && /Set-\w+VirtualDirectory[^;]+<\w+/.test(text),
  'PL-06-REVIEW': ({ kind, text }) =>
    kind === 'ecp' && /Set-\w+VirtualDirectory/.test(text) && !/Directory[^;]+<\w+/.test(text),
  'PL-06b': ({ kind, text }) =>
    kind === 'ecp' && /Set-\w+VirtualDirectory\.(Ex|In)ternalUrl=''[^;]*</.test(text),
  'PL-10': ({ kind, method, stem, query, user, status }) =>
    kind === 'back' &&
    method === 'POST' &&
    status === '200' &&
    stem.endsWith('/SetObject') &&
    /schema=Reset.*VirtualDirectory/.test(query) &&
    user.endsWith('$'),
  'PL-11': (row) => iis(row) && row.method === 'POST' && /^\/ecp\/\w{1,10}\.js$/.test(row.stem),
  'PL-12': (row) => iis(row) && row.method === 'POST' && row.stem.startsWith('/owa/auth/Current/'),
  'PL-13': (row) =>
    iis(row) &&
    row.method === 'POST' &&
    row.stem.startsWith('/owa/auth/Current/') &&
    row.agent.startsWith(plain('Duck¦DuckBot')),
  'PL-14': ({ method, stem, agent }) =>
    method === 'POST' && stem.startsWith('/ecp/') && tool.test(agent),
  'PL-15': (row) =>
    iis(row) &&
    row.method === 'POST' &&
    /^\/(aspnet_client|owa)\//.test(row.stem) &&
    row.agent.startsWith(plain('ant¦Sword')),
  'PL-16': (row) => iis(row) && row.method === 'POST' && /^\/ecp\/.*\.js/.test(row.stem),
  'PL-22': (row) => forged(row) && /^50[03]$/.test(row.status),
  'WS-09': (row) =>
    iis(row) && row.stem.startsWith(SHELL) && row.status === '200' && steers.test(row.agent),
  'WS-USE': (row) => iis(row) && row.stem.startsWith(SHELL) && row.status === '200',
  'WS-USE-AFTER-PATCH': (row) =>
    iis(row) && row.stem.startsWith(SHELL) && row.method === 'POST' && row.text > '2021-03-12',
}

/** Count of matching rows by detection and client. */
function countByHand(demo: DemoCase): Map<string, number> {
  const counts = new Map<string, number>()
  const conditions = Object.entries(CONDITIONS)
  for (const { path, bytes } of demo.files) {
    if (!/\.log$/i.test(path)) continue
    for (const text of new TextDecoder().decode(bytes).split('\r\n')) {
      const row = rowOf(path, text)
      if (!row) continue
      for (const [detection, holds] of conditions) {
        if (!holds(row)) continue
        const key = `${detection} ${row.client}`
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
    }
  }
  return counts
}

let twins: readonly (readonly [DemoCase, GroundTruth])[]

beforeAll(() => {
  twins = [true, false].map((attacked) => {
    const demo = generateDemo({ attacked })
    return [demo, groundTruth(demo)] as const
  })
}, 60_000)

const truth = () => (twins[0] as (typeof twins)[0])[1]
const cleanTruth = () => (twins[1] as (typeof twins)[0])[1]

describe('the ground truth of the demo', () => {
  it('counts exactly what a reading by hand finds, in both twins', () => {
    for (const [demo, { findings }] of twins) {
      const stated = new Map(
        findings
          .filter(({ detection }) => detection in CONDITIONS)
          .map(({ detection, actors, count }) => [`${detection} ${actors[0] ?? ''}`, count]),
      )
      const byHand = countByHand(demo)
      expect(Object.fromEntries([...stated].sort())).toEqual(Object.fromEntries([...byHand].sort()))
    }
  }, 60_000)

  it('states each detection, host, actor and subject once', () => {
    for (const { findings } of [truth(), cleanTruth()]) {
      const keys = findings.map((one) =>
        [one.detection, one.host, one.actors.join(), one.subject].join('|'),
      )
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  it('is plain JSON with known words, and times within the case', () => {
    const read = JSON.parse(JSON.stringify(truth())) as GroundTruth
    expect(read).toEqual(truth())
    for (const finding of read.findings) {
      expect(LEVELS).toContain(finding.level)
      if (finding.rung !== null) expect(RUNGS).toContain(finding.rung)
      expect(finding.count).toBeGreaterThan(0)
      expect(finding.host).toBe('MX01')
      if (finding.firstTime === null) {
        expect(finding.detection).toMatch(/^WS-(PLACE|CONTENT|05)$/)
        continue
      }
      const { firstTime, lastTime } = finding
      expect(firstTime >= '2020-12-28T00:00:00.000Z').toBe(true)
      expect(firstTime <= (lastTime ?? '')).toBe(true)
      expect((lastTime ?? '') < '2021-04-01').toBe(true)
    }
  })

  it('covers every detection that the demo is there to show', () => {
    const shown = new Set(truth().findings.map(({ detection }) => detection))
    const byFile = ['WF-BORN', 'WS-05', 'WS-CONTENT', 'WS-PLACE']
    expect([...shown].sort()).toEqual([...Object.keys(CONDITIONS), ...byFile].sort())
  })

  it('has the attacked server open by its back door, the hole shut', () => {
    expect(truth().rungs).toEqual({
      targeted: 'yes',
      exploited: 'yes',
      backdoored: 'yes',
      used: 'yes',
    })
    expect(truth().door).toEqual({
      call: 'open',
      flaw: 'shut since',
      backDoor: 'present',
      lastUsed: '2021-03-16T02:45:55.000Z',
    })
    expect(truth().exitCode).toBe(1)
  })

  it('has nothing above low in the clean twin', () => {
    const { findings, rungs, exitCode } = cleanTruth()
    expect(new Set(findings.map(({ detection }) => detection))).toEqual(
      new Set(['PL-00', 'PL-06-REVIEW', 'WS-SCAN']),
    )
    for (const { level, rung } of findings) {
      expect(levelRank(level)).toBeLessThanOrEqual(levelRank('low'))
      expect(rung).toBeNull()
    }
    expect([rungs.targeted, rungs.exploited, rungs.used]).toEqual(['no', 'no', 'no'])
    expect(exitCode).toBe(0)
  })
})
