import { describe, expect, it } from 'vitest'
import { plain } from '../../../src/model/plain.js'
import { iisW3c } from '../../../workers/parsers/iis-w3c.js'
import { entryOf } from './memory-input.js'
import { bytesOf, readAll } from './read-all.js'

const HEADER =
  '#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2021-03-03 00:00:05\r\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\r\n'

function row(port: number, query = '-', agent = 'A/1'): string {
  return `2021-03-03 06:49:50 10.0.0.5 POST /ec¦p/y.js ${query} ${String(port)} - 203.0.113.41 ${agent} - 200 0 0 133\r\n`
}

function log(...rows: readonly string[]): Uint8Array {
  return bytesOf(plain(HEADER + rows.join('')))
}

describe('site', () => {
  it.each([
    ['C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log', 443, 'iis-front'],
    ['C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log', 8443, 'iis-front'],
    ['C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log', 444, 'iis-back'],
    ['C/inetpub/logs/LogFiles/W3SVC2/u_ex210303.log', 443, 'iis-back'],
    ['w3svc2/u_ex210303.log', 8444, 'iis-back'],
    ['C/inetpub/logs/LogFiles/W3SVC21/u_ex210303.log', 8443, 'iis-other'],
    ['unknown', 80, 'iis-front'],
    ['unknown', 81, 'iis-back'],
    ['unknown', 8443, 'iis-other'],
  ])('%s with port %i is %s', async (path, port, family) => {
    const { rows } = await readAll(iisW3c, log(row(port)), { path })
    expect(rows[0]?.family).toBe(family)
  })
})

describe('recognition', () => {
  const entry = entryOf('unknown', 1)

  it('is by what stands in the head, wherever in it', () => {
    expect(iisW3c.sniff(bytesOf('\ufeff' + HEADER), entry)).toBe(true)
    expect(iisW3c.sniff(bytesOf('\0\0\0half a row\r\n' + HEADER), entry)).toBe(true)
    expect(iisW3c.sniff(bytesOf(HEADER.split('#Fields')[0] ?? ''), entry)).toBe(true)
  })

  it('leaves HTTP.sys’s error log and IIS’s own format to others', () => {
    const httpError =
      '#Software: Microsoft HTTP API 2.0\r\n#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename\r\n2021-03-03 00:00:01 10.0.0.9 5 10.0.0.5 443 HTTP/1.1 GET / 400 - BadRequest -\r\n'
    const native =
      '10.0.0.9, -, 03/03/2021, 7:55:20, W3SVC1, EX1, 10.0.0.5, 4502, 163, 3223, 200, 0, GET, /x, -,\r\n'
    expect(iisW3c.sniff(bytesOf(httpError), entry)).toBe(false)
    expect(iisW3c.sniff(bytesOf(native), entry)).toBe(false)
  })
})

describe('rows', () => {
  it('are read after a byte order mark, and ANSI bytes are kept', async () => {
    const mark = '\ufeff'
    const text = plain(mark + HEADER + row(443, '-', 'M#ller'))
    const ansi = bytesOf(text).map((byte) => (byte === 0x23 ? 0xfc : byte))
    ansi.set(bytesOf(mark + HEADER), 0)
    const read = await readAll(iisW3c, ansi)
    expect(read.rows[0]?.agent).toBe('Müller')
    expect(read.warnings).toEqual([])
  })

  it('give detections every column by name, whatever its case', async () => {
    const read = await readAll(iisW3c, log(row(443, 'A=%3C&correlationid=x')), {
      fields: ['SC-Win32-Status', 'cs(referer)', 'no-such'],
    })
    expect(read.seen[0]).toMatchObject({
      fields: { 'SC-Win32-Status': '0', 'cs(referer)': '', 'no-such': '' },
      urls: [plain('/ec¦p/y.js?a=%3c&correlationid=x'), plain('/ec¦p/y.js?a=<&correlationid=x')],
    })
  })

  it('with an injected row keep all text in the query and name nobody', async () => {
    const injected = 'a 443 - 198.51.100.1 A/1 - 200 0 0 5'
    const read = await readAll(iisW3c, log(row(443, injected)))
    expect(read.seen[0]).toMatchObject({ client: '', user: '', agent: '', reshaped: true })
    expect(read.seen[0]?.query).toBe(
      'a 443 - 198.51.100.1 a/1 - 200 0 0 5 443 - 203.0.113.41 a/1 -',
    )
    expect(read.rows[0]).toMatchObject({ status: 200, action: 'POST' })
  })

  it('of a million blanks and of no blank end', async () => {
    const wide = 'x '.repeat(500_000)
    const long = 'y'.repeat(1_000_000)
    const read = await readAll(iisW3c, log(`${wide}\r\n`, `${long}\r\n`, row(443)))
    expect(read.rows).toHaveLength(1)
    expect(read.totals.unreadable).toBe(2)
  })

  it('are all kept where dates run backwards', async () => {
    const late = row(443).replace('2021-03-03', '2022-03-03')
    const read = await readAll(iisW3c, log(late, row(443)))
    expect(read.rows.map((one) => one.time)).toEqual([
      '2022-03-03T06:49:50Z',
      '2021-03-03T06:49:50Z',
    ])
  })
})
