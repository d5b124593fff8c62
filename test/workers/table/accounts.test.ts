import { describe, expect, it } from 'vitest'
import { accounts } from '../../../workers/table/accounts.js'
import { hostZones } from '../../../workers/table/zones.js'
import { analysisInput } from '../verdict/build-table.js'

const at = (iso: string) => Date.parse(iso) * 1000

describe('accounts of a host', () => {
  const { table } = analysisInput({
    rows: [
      {
        family: 'iis-front',
        time: '2021-03-01T00:00:00Z',
        user: 'TOWN\\ann',
        client: '203.0.113.9',
        status: 200,
      },
      {
        family: 'iis-front',
        time: '2021-03-01T00:01:00Z',
        user: 'town\\Ann',
        client: '203.0.113.7',
        status: 401,
      },
      {
        family: 'evtx-security',
        time: '2021-03-02T00:00:00Z',
        user: 'TOWN\\ann',
        action: 'Logon failed',
      },
      { family: 'iis-front', time: '2021-03-02T00:00:00Z', user: '-', client: '203.0.113.9' },
      { family: 'evtx-security', user: 'bob' },
      { family: 'ecp-server', user: '000f44d2-248a-46ef-a1fd-493459be47e6' },
    ],
  })

  it('are one whatever the case, with first, last, refusals and addresses', () => {
    const { accounts: all, leftOut } = accounts(table, 'MAIL01')
    expect(leftOut).toBe(0)
    expect(all.map(({ name }) => name)).toEqual(['TOWN\\ann', 'bob'])
    expect(all[0]).toMatchObject({
      events: 3,
      failures: 2,
      first: at('2021-03-01T00:00:00Z'),
      last: at('2021-03-02T00:00:00Z'),
      addressCount: 2,
      families: ['IIS site 1 (front end)', 'Security events'],
    })
    expect(all[1]?.first).toBeNaN()
  })

  it('are none on a host that nothing is known of', () => {
    expect(accounts(table, 'ELSEWHERE')).toEqual({ accounts: [], leftOut: 0 })
  })
})

describe('the time zone of a host', () => {
  it('is what its registry states', () => {
    const target =
      'SYSTEM\\ControlSet001\\Control\\TimeZoneInformation: W. Europe Standard Time; local time is UTC+02:00 (bias -120 minutes) when the hive was written; UTC+01:00 (bias -60 minutes) without daylight saving'
    const { table } = analysisInput({
      rows: [{ family: 'registry', action: 'Time zone of the server', target }],
    })
    expect(hostZones(table)).toEqual([
      { host: 'MAIL01', name: 'W. Europe Standard Time', offset: 60 },
    ])
  })

  it('is unknown where no registry states one', () => {
    const { table } = analysisInput({ rows: [{ family: 'iis-front', user: 'ann' }] })
    expect(hostZones(table)).toEqual([])
  })
})
