import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { FLAG_DATE_ASSUMED, FLAG_HEADER_ASSUMED } from '../../../src/model/event-table.js'
import { PARSERS, recognise } from '../../../workers/parsers/index.js'
import { MemoryInput, type MemoryOptions } from './memory-input.js'
import { readAll, type ReadLog } from './read-all.js'

const evidence =
  process.env.AFTERPATCH_EVIDENCE ??
  fileURLToPath(new URL('../../../../shared/data', import.meta.url))

function load(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${evidence}/${name}`))
}

async function read(
  name: string,
  options: MemoryOptions & { readonly fields?: readonly string[] } = {},
): Promise<ReadLog & { readonly parser: string }> {
  const bytes = load(name)
  const input = new MemoryInput(bytes)
  const parser = recognise(input.head, input.entry)
  if (!parser) throw new Error(`${name} is not recognised`)
  return { ...(await readAll(parser, bytes, options)), parser: parser.id }
}

/** Counted by hand: data rows, first and last time as rows stand, families. */
const LOGS: readonly (readonly [string, string, number, string, string, string])[] = [
  ['iis/iis10.log', 'iis-w3c', 1, '2021-04-01T00:00:21Z', '2021-04-01T00:00:21Z', 'iis-front'],
  [
    'iis/iis10_cookies.log',
    'iis-w3c',
    3,
    '2021-04-01T00:00:21Z',
    '2021-04-01T00:00:21Z',
    'iis-front',
  ],
  ['iis/iis6.log', 'iis-w3c', 12, '2013-07-30T00:00:00Z', '2015-10-16T13:01:02Z', 'iis-front'],
  ['iis/iis7_sqli.log', 'iis-w3c', 2, '2015-10-16T13:01:02Z', '2015-10-16T13:01:02Z', 'iis-front'],
  [
    'iis/iis_without_date.log',
    'iis-w3c',
    11,
    '2013-07-30T00:00:00Z',
    '2013-07-30T00:00:13Z',
    'iis-front',
  ],
  [
    'iis/msqa-mixed-benign-exchange.log',
    'iis-w3c',
    5,
    '2022-09-02T02:43:29Z',
    '2024-08-01T15:45:00Z',
    'iis-front',
  ],
  [
    'iis/msqa-owa-login-exchange2019.log',
    'iis-w3c',
    4,
    '2021-01-12T17:20:52Z',
    '2021-01-12T17:20:52Z',
    'iis-front',
  ],
  [
    'iis/plaso-iis7_owa.log',
    'iis-w3c',
    3,
    '2015-12-31T00:19:48Z',
    '2015-01-01T22:16:03Z',
    'iis-front',
  ],
  [
    'iis/synthetic-markernan-proxylogon-iis.log',
    'iis-w3c',
    296,
    '2026-07-16T06:00:37Z',
    '2026-07-16T19:59:54Z',
    'iis-front',
  ],
  [
    'iis/velociraptor-iis.log',
    'iis-w3c',
    4,
    '2021-10-09T00:00:01Z',
    '2021-07-15T08:07:36Z',
    'iis-front',
  ],
  [
    'exchange-logs/ECPServer20230111-1.LOG',
    'ecp-server',
    1,
    '2023-01-11T00:02:33.966Z',
    '2023-01-11T00:02:33.966Z',
    'ecp-server',
  ],
  [
    'exchange-logs/Eas__HttpProxy_2023011116-1.LOG',
    'http-proxy',
    1,
    '2023-01-11T16:06:06.997Z',
    '2023-01-11T16:06:06.997Z',
    'httpproxy-eas',
  ],
  [
    'exchange-logs/Mapi__HttpProxy_2023010601-1.LOG',
    'http-proxy',
    3,
    '2023-01-06T01:00:04.124Z',
    '2023-01-06T01:00:04.152Z',
    'httpproxy-mapi',
  ],
  [
    'exchange-logs/RpcHttp__HttpProxy_2023010708-1.LOG',
    'http-proxy',
    1,
    '2023-01-07T08:39:45.725Z',
    '2023-01-07T08:39:45.725Z',
    'httpproxy-rpchttp',
  ],
  [
    'exchange-logs/Ews_2023010616-1.LOG',
    'exchange-log',
    1,
    '2023-01-06T16:00:06.410Z',
    '2023-01-06T16:00:06.410Z',
    'ews',
  ],
  [
    'exchange-logs/Rps_Cmdlet_2023011116-1.LOG',
    'exchange-log',
    1,
    '2023-01-11T01:01:19.898Z',
    '2023-01-11T01:01:19.898Z',
    'cmdlet-infra',
  ],
  [
    'exchange-logs/MSGTRKMS2022091915-1.LOG',
    'exchange-log',
    2,
    '2022-09-19T15:02:29.339Z',
    '2022-09-19T15:02:29.450Z',
    'message-tracking',
  ],
  [
    'httpproxy/elastic-test-httpproxy.log',
    'http-proxy',
    1,
    '2024-01-24T15:26:47.957Z',
    '2024-01-24T15:26:47.957Z',
    'httpproxy-mapi',
  ],
]

describe.skipIf(!existsSync(evidence))('real logs (needs evidence folder)', () => {
  it.each(LOGS)('%s is read by %s: %i rows', async (name, parser, count, first, last, family) => {
    const log = await read(name)
    expect(log.parser).toBe(parser)
    expect(log.rows).toHaveLength(count)
    expect(log.totals.records).toBe(count)
    expect(log.totals.unreadable).toBe(0)
    expect(log.rows[0]?.time).toBe(first)
    expect(log.rows.at(-1)?.time).toBe(last)
    expect(new Set(log.rows.map((row) => row.family))).toEqual(new Set([family]))
    const assumed = name.startsWith('httpproxy/') ? 1 : 0
    expect(log.warnings).toHaveLength(assumed)
  })

  it.each(LOGS)('%s is known to %s alone, and gives the same rows in any blocks', async (name) => {
    const bytes = load(name)
    const input = new MemoryInput(bytes)
    expect(PARSERS.filter((one) => one.sniff(input.head, input.entry))).toHaveLength(1)
    const whole = await read(name)
    for (const blockLines of [1, 2, 7]) {
      expect((await read(name, { blockLines })).rows).toEqual(whole.rows)
    }
  })

  it('the victim’s table of Test-ProxyLogon is read as its claims', async () => {
    const log = await read('exchange-logs/msqa-proxylogon-anchormailbox.csv')
    expect(log.rows).toHaveLength(7)
    expect(log.rows[0]).toMatchObject({ time: '2021-03-03T07:52:03.579Z', family: 'reported' })
    expect(log.seen).toEqual([])
  })

  it('time-only rows take the date from the header and say so', async () => {
    const log = await read('iis/iis_without_date.log', { literals: ['no such literal'] })
    expect(new Set(log.rows.map((row) => row.flags))).toEqual(new Set([FLAG_DATE_ASSUMED]))
  })

  it('an injection in the query stays one field', async () => {
    const log = await read('iis/iis7_sqli.log', { fields: ['cs-uri-query'] })
    expect(log.seen[0]?.fields['cs-uri-query']).toMatch(/^ID=1%27.*_to_data_type_int\.$/)
    expect(log.rows.map((row) => [row.client, row.status])).toEqual([
      ['222.222.222.222', 500],
      ['222.222.222.222', 500],
    ])
  })

  it('cookies stand in their own column', async () => {
    const log = await read('iis/iis10_cookies.log', { fields: ['cs(Cookie)', 'cs(Referer)'] })
    expect(log.seen[1]?.fields).toEqual({
      'cs(Cookie)': 'username=realm\\user',
      'cs(Referer)': 'http://111.111.111.111/',
    })
  })

  it('benign Exchange rows keep account, path and status, odd addresses included', async () => {
    const log = await read('iis/msqa-mixed-benign-exchange.log')
    expect(log.rows.map((row) => [row.status, row.user, row.action])).toEqual([
      [401, '', 'POST'],
      [401, '', 'POST'],
      [200, 'CUSTOMER\\test.onpremise', 'POST'],
      [200, 'adadmin.oszy', 'GET'],
      [503, 'TEST\\HealthMailbox1234567', 'RPC_IN_DATA'],
    ])
    expect(log.seen.slice(0, 4).map((record) => record.query)).toEqual([
      '',
      '',
      '',
      'manifest=0&layout=mouse&ua=0',
    ])
    expect([...log.totals.ownAddresses]).toEqual(['192.168.20.198', '10.5.42.239'])
  })

  it('a ProxyShell probe shows as one URL in logged and decoded form', async () => {
    const log = await read('iis/velociraptor-iis.log')
    expect(log.seen[2]?.urls).toEqual([
      '/autodiscover/autodiscover.json?@evil.corp/ews/exchange.asmx?&email=autodiscover/autodiscover.json%3f@evil.corp',
      '/autodiscover/autodiscover.json?@evil.corp/ews/exchange.asmx?&email=autodiscover/autodiscover.json?@evil.corp',
    ])
    expect(log.rows[3]).toMatchObject({ client: '13.12.11.10', status: 200, action: 'GET' })
    expect(log.rows[3]?.agent).toMatch(/^\(select\+extractvalue.*\+dual\)$/)
  })

  it('the attacker of the synthetic log has 13 rows', async () => {
    const log = await read('iis/synthetic-markernan-proxylogon-iis.log')
    expect(log.rows.filter((row) => row.client === '103.77.192.219')).toHaveLength(13)
  })

  it('HttpProxy rows state client, user, build and server', async () => {
    const eas = await read('exchange-logs/Eas__HttpProxy_2023011116-1.LOG', {
      fields: ['AnchorMailbox', 'GenericErrors', 'RoutingStatus'],
    })
    expect(eas.rows[0]).toMatchObject({
      client: '20.10.20.30',
      user: 'DOMAIN\\username',
      action: 'OPTIONS',
      target: '/Microsoft-Server-ActiveSync/default.eas',
      status: 403,
    })
    expect(eas.seen[0]?.fields['AnchorMailbox']).toBe(
      'Sid~S-1-5-21-123456789-9876543211-123456798-4343',
    )
    expect(eas.seen[0]?.fields['GenericErrors']).toContain('retourné une erreur')
    expect(eas.seen[0]?.fields['RoutingStatus']).toBe('CafeV1')
    expect(eas.totals.builds).toMatchObject([{ build: '15.1.2375.7', server: 'SERVER-HOSTNAME' }])
    const mapi = await read('exchange-logs/Mapi__HttpProxy_2023010601-1.LOG')
    expect(mapi.rows.map((row) => row.client)).toEqual([
      'fe80::1234:5678:123abc:245e',
      '10.128.53.11',
      'fe80::1234:5678:123abc:245e',
    ])
    expect([...mapi.totals.servers]).toEqual([['SERVER_HOSTNAME', 3]])
    const rpc = await read('exchange-logs/RpcHttp__HttpProxy_2023010708-1.LOG')
    expect(rpc.rows[0]).toMatchObject({ client: '95.5.6.7', user: '', status: 401, target: '/rpc' })
  })

  it('a record without a header is not lost', async () => {
    const log = await read('httpproxy/elastic-test-httpproxy.log', { literals: [] })
    expect(log.rows[0]).toMatchObject({
      flags: FLAG_HEADER_ASSUMED,
      client: '10.12.13.14',
      user: 'DOMAIN\\user',
      action: 'POST',
      target: '/mapi/emsmdb/',
      status: 200,
    })
    expect(log.totals.builds).toMatchObject([{ build: '15.1.2507.35', server: 'Host123' }])
  })

  it('the ECP row states cmdlet, path, account and build', async () => {
    const log = await read('exchange-logs/ECPServer20230111-1.LOG', {
      fields: ['EventId', 'item CMD', 'item TNAME', 'item nothing'],
    })
    expect(log.rows[0]).toMatchObject({
      action: 'Get-InboxRule',
      target: '/ecp/RulesEditor/InboxRules.svc/GetList',
      user: '88555678-1234-1234-123456789987654',
    })
    expect(log.seen[0]?.fields).toEqual({
      EventId: 'ECP.Request',
      'item CMD': 'Get-InboxRule',
      'item TNAME': '<null>',
      'item nothing': '',
    })
    expect(log.totals.builds).toMatchObject([{ build: '15.1.2375.7', server: 'SERVER-HOSTNAME' }])
  })
})
