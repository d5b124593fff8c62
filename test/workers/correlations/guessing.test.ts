import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/model/finding.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, type TestRow } from '../verdict/build-table.js'

const A = '203.0.113.41'

function at(minute: number): string {
  return new Date(Date.UTC(2021, 2, 5, 3, 0, minute * 60)).toISOString()
}

function refused(user: string, minute: number, over: Partial<TestRow> = {}): TestRow {
  const target = '/Microsoft-Server-ActiveSync/default.eas'
  return { family: 'iis-front', time: at(minute), client: A, user, target, status: 401, ...over }
}

function found(rows: readonly TestRow[]): Finding[] {
  return analyse(analysisInput({ rows })).findings.filter(({ detection }) =>
    detection.startsWith('CR-'),
  )
}

function each<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

const spray = each(24, (index) => refused(`CORP\\user${String(index % 12)}`, index))

describe('spraying', () => {
  it('is many accounts with few failures each from one address', () => {
    expect(found(spray)).toMatchObject([
      { detection: 'CR-01', level: 'medium', rung: null, actors: [A], count: 24 },
    ])
    expect(found(spray)[0]?.reason).toContain('12 accounts')
  })

  it('is high where one of the accounts was let in afterwards', () => {
    const success = refused('CORP\\user3', 30, { status: 200 })
    expect(found([...spray, success])).toMatchObject([{ level: 'high' }])
    const before = refused('CORP\\user3', 0, { status: 200 })
    expect(found([before, ...spray])[0]?.level).toBe('medium')
  })

  it('is nothing for a forgetful user, an office behind one address, the probes or the server', () => {
    expect(found(each(60, (index) => refused('CORP\\anna', index / 2)))).toEqual([])
    const office = each(9, (index) =>
      refused(`CORP\\clerk${String(index % 3)}`, 10 + index, { status: 200 }),
    )
    expect(found([...spray, ...office])).toEqual([])
    const probes = spray.map((row, index) => ({
      ...row,
      user: `HealthMailbox${String(index)}@x.local`,
    }))
    expect(found(probes)).toEqual([])
    expect(found(spray.map((row) => ({ ...row, client: '127.0.0.1' })))).toEqual([])
    const slow = each(24, (index) => refused(`CORP\\user${String(index % 12)}`, index * 30))
    expect(found(slow)).toEqual([])
  })

  it('counts once what Security tells of again, under a name with or without the domain', () => {
    const half = each(12, (index) => refused(`CORP\\user${String(index % 6)}`, index))
    const again = half.map((row, index): TestRow => {
      const logon = { family: 'evtx-security' as const, status: 4625, action: 'Logon failed' }
      return { ...row, ...logon, target: '', user: `user${String(index % 6)}` }
    })
    expect(found([...half, ...again])).toEqual([])
  })
})

describe('guessing', () => {
  const form = (index: number, client = A): TestRow[] => {
    const page = { family: 'iis-front' as const, client }
    return [
      { ...page, time: at(index), action: 'POST', target: '/owa/auth.owa', status: 302 },
      {
        ...page,
        time: at(index + 0.1),
        action: 'GET',
        target: '/owa/auth/logon.aspx',
        status: 200,
      },
    ]
  }

  it('at the sign-in page is the page shown again, thirty times an hour', () => {
    expect(found(each(30, form.bind(null)).flat())).toMatchObject([
      { detection: 'CR-02', count: 30 },
    ])
    expect(found(each(29, (index) => form(index)).flat())).toEqual([])
  })

  it('is not who is led inside', () => {
    const inside = each(40, (index): TestRow[] => [
      form(index)[0] as TestRow,
      { family: 'iis-front', time: at(index + 0.1), client: A, target: '/owa/', status: 200 },
    ])
    expect(found(inside.flat())).toEqual([])
  })

  it('of one account’s password by a program is low', () => {
    const rows = each(200, (index) => refused('CORP\\anna', index / 5))
    expect(found(rows)).toMatchObject([{ detection: 'CR-02b', level: 'low' }])
    const smtp = each(200, (index): TestRow => {
      return { family: 'smtp', time: at(index / 5), client: A, action: 'Logon failed' }
    })
    expect(found(smtp)).toMatchObject([{ detection: 'CR-02b', level: 'low' }])
  })

  it('of names shows in Security by accounts that do not exist', () => {
    const logon =
      (why: string) =>
      (index: number): TestRow => ({
        family: 'evtx-security',
        time: at(index),
        user: `x${String(index)}`,
        status: 4625,
        action: `Logon failed (over the network): ${why}`,
      })
    expect(found(each(30, logon('no such account')))).toMatchObject([
      { detection: 'CR-03', level: 'low', actors: [] },
    ])
    expect(found(each(30, logon('wrong password')))).toEqual([])
  })
})

describe('volume', () => {
  const read = (client: string, user: string, count: number): TestRow[] =>
    each(count, (index) => ({
      family: 'httpproxy-ews',
      time: at(index / 100),
      client,
      user,
      target: '/EWS/Exchange.asmx',
      status: 200,
    }))
  const others = (count: number) =>
    each(12, (index) =>
      read(`198.51.100.${String(index)}`, `CORP\\u${String(index)}`, count),
    ).flat()

  it('is low, and states what the others make', () => {
    const [one, ...more] = found([...others(3), ...read(A, 'CORP\\anna', 5_000)])
    expect(more).toEqual([])
    expect(one).toMatchObject({ detection: 'CR-05', level: 'low', subject: 'CORP\\anna' })
    expect(one?.reason).toContain('13 addresses makes 3 records')
  })

  it('is nothing where others make as many, or too few are there to compare', () => {
    expect(found([...others(300), ...read(A, 'CORP\\anna', 5_000)])).toEqual([])
    expect(found(read(A, 'CORP\\anna', 5_000))).toEqual([])
  })
})

describe('rare agents', () => {
  const RARE = 'Mozilla/4.0+(rare)'
  const ordinary = each(10_000, (index): TestRow => {
    const client = `198.51.100.${String(index % 60)}`
    return { family: 'iis-front', time: at(index / 100), client, agent: 'usual', status: 200 }
  })
  const rare = (over: Partial<TestRow>): TestRow => {
    const asked = { action: 'POST', target: '/ecp/', status: 200, agent: RARE }
    return { family: 'iis-front', time: at(30), client: A, ...asked, ...over }
  }
  const stacks = (rows: readonly TestRow[]): Finding[] =>
    analyse(analysisInput({ rows })).findings.filter(({ detection }) => detection === 'RARE-AGENT')

  it('are told with what they stand against, and mean nothing by themselves', () => {
    const [one] = stacks([...ordinary, rare({})])
    expect(one).toMatchObject({ level: 'informational', rung: null, actors: [], count: 1 })
    expect(one?.reason).toContain('1 request of 10,001 requests by 61 addresses')
  })

  it('are none without a success, of several addresses, or where little was asked', () => {
    expect(stacks([...ordinary, rare({ status: 404 })])).toEqual([])
    expect(stacks([...ordinary, rare({}), rare({ client: '203.0.113.9' })])).toEqual([])
    expect(stacks([...ordinary.slice(0, 9_000), rare({})])).toEqual([])
    expect(stacks([...ordinary, ...each(5, () => rare({}))])).toEqual([])
  })
})
