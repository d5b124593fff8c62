import { describe, expect, it } from 'vitest'
import { plain } from '../../../src/model/plain.js'
import { CURRENT_COLUMNS } from '../../../workers/parsers/exchange/proxy-columns.js'
import { httpProxy } from '../../../workers/parsers/http-proxy.js'
import { entryOf } from './memory-input.js'
import { bytesOf, readAll } from './read-all.js'

const VALUES: Readonly<Record<string, string>> = {
  DateTime: '2021-03-03T06:49:48.200Z',
  RequestId: '29d1a846-41f6-4da6-9dbf-dd8a9151ce59',
  MajorVersion: '15',
  MinorVersion: '1',
  BuildVersion: '2106',
  RevisionVersion: '2',
  Protocol: 'Ecp',
  UrlHost: '203.0.113.5',
  UrlStem: '/ec¦p/y.js',
  AnchorMailbox: 'ServerInfo~a]¦@ex1.example.com:444/ecp/proxy¦Logon.ecp?#',
  UserAgent: 'python-requests/2.25.1',
  ClientIpAddress: '203.0.113.41',
  ServerHostName: 'EX1',
  HttpStatus: '241',
  Method: 'POST',
  UrlQuery: '?A=1&b=%2e',
}

function record(more: Readonly<Record<string, string>> = {}): string {
  const cells = CURRENT_COLUMNS.map((name) => more[name] ?? VALUES[name] ?? '')
  return `${plain(cells.join(','))}\r\n`
}

describe('http-proxy', () => {
  it('has the 74 columns of current builds', () => {
    expect(CURRENT_COLUMNS).toHaveLength(74)
    expect(new Set(CURRENT_COLUMNS).size).toBe(74)
  })

  it('reads a record without a header by shape, and gives every column by name', async () => {
    const bytes = bytesOf(record())
    expect(httpProxy.sniff(bytes, entryOf('unknown', bytes.length))).toBe(true)
    const log = await readAll(httpProxy, bytes, { fields: ['anchormailbox', 'UrlHost'] })
    expect(log.seen[0]).toMatchObject({
      method: 'POST',
      stem: plain('/ec¦p/y.js'),
      query: 'a=1&b=%2e',
      urls: [plain('/ec¦p/y.js?a=1&b=%2e'), plain('/ec¦p/y.js?a=1&b=.')],
      fields: { UrlHost: '203.0.113.5', anchormailbox: plain(VALUES['AnchorMailbox'] ?? '') },
    })
    expect(log.totals.builds).toMatchObject([{ build: '15.1.2106.2', server: 'EX1' }])
  })

  it('takes the protocol from the folder where the column is empty', async () => {
    const path = 'E/Mail/Logging/HttpProxy/Oab/HttpProxy_2021030306-1.LOG'
    const log = await readAll(httpProxy, bytesOf(record({ Protocol: '' })), { path })
    expect(log.rows[0]?.family).toBe('httpproxy-oab')
    const other = await readAll(httpProxy, bytesOf(record()), { path })
    expect(other.rows[0]?.family).toBe('httpproxy-ecp')
  })

  it('keeps client and status right with surplus cells on either side of them', async () => {
    const first = record()
    const agent = record({ UserAgent: 'Mozilla/5.0 (KHTML, like Gecko)' })
    const errors = record({ GenericErrors: 'a, b, c' })
    const log = await readAll(httpProxy, bytesOf(first + agent + errors), {
      fields: ['HttpStatus'],
    })
    expect(log.rows.map((row) => [row.client, row.status, row.action])).toEqual(
      Array.from({ length: 3 }, () => ['203.0.113.41', 241, 'POST']),
    )
    expect(log.rows[1]?.agent).toBe('Mozilla/5.0 (KHTML, like Gecko)')
    expect(log.seen.map((seen) => seen.reshaped)).toEqual([false, true, true])
  })

  it('leaves Exchange’s other comma-separated logs alone', () => {
    const ews =
      'DateTime,RequestId,MajorVersion\r\n#Software: Microsoft Exchange Server\r\n#Version: 15.00.1104.002\r\n#Log-type: EWS Logs\r\n'
    const csv = '"DateTime","AnchorMailbox"\r\n"2021-03-03T07:52:03.579Z","ServerInfo~a/b"\r\n'
    for (const text of [ews, csv]) {
      expect(httpProxy.sniff(bytesOf(text), entryOf('HttpProxy_1.LOG', 1))).toBe(false)
    }
  })
})
