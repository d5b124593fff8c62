import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plain } from '../../../src/model/plain.js'
import { recognise } from '../../../workers/parsers/index.js'
import { webFile } from '../../../workers/parsers/web-file.js'
import { entryOf } from './memory-input.js'
import { bytesOf, readAll } from './read-all.js'

const SHELL = plain('<scr¦ipt lang¦uage="JS¦cript" run¦at="ser¦ver">ev¦al(Req¦uest["x"])</scr¦ipt>')
const FIELDS = ['content', 'content-decoded']

function knows(path: string, text = '<html></html>', size?: number): boolean {
  const bytes = bytesOf(text)
  return recognise(bytes, entryOf(path, size ?? bytes.length))?.id === 'web-file'
}

describe('place', () => {
  it.each([
    'C/inetpub/wwwroot/aspnet_client/x.aspx',
    'E/Mail/FrontEnd/HttpProxy/owa/auth/x.aspx',
    'Program Files/Microsoft/Exchange Server/V15/ClientAccess/ecp/web.config',
    'D/OAB/x.txt',
    'C/inetpub/wwwroot/iisstart.htm',
  ])('%s is under a web root', (path) => {
    expect(knows(path)).toBe(true)
  })

  it.each([
    'C/Users/admin/x.aspx',
    'unknown',
    'C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log',
    'C/Exchange/Logging/HttpProxy/Oab/HttpProxy_2021030306-1.LOG',
    'C/Exchange/Logging/OAB/notes.txt',
  ])('%s is not', (path) => {
    expect(knows(path)).toBe(false)
  })

  it('a log that lies there is read as a log', () => {
    const log =
      '#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date time c-ip cs-uri-stem\r\n'
    const bytes = bytesOf(log)
    expect(recognise(bytes, entryOf('C/inetpub/wwwroot/a.log', bytes.length))?.id).toBe('iis-w3c')
    const bare = bytesOf('2021-03-03 00:00:06 10.0.0.5 GET / - 443 - 10.0.0.9 A - 200 0 0 5\r\n')
    expect(recognise(bare, entryOf('C/inetpub/wwwroot/a.log', bare.length))?.id).toBe('iis-w3c')
  })

  it('a page cannot pass itself off as a log', () => {
    const text = `#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date time c-ip cs-uri-stem\r\n${SHELL}`
    expect(knows('C/inetpub/wwwroot/aspnet_client/x.aspx', text)).toBe(true)
    expect(knows('E/Mail/site/aspnet_client/system_web/x.aspx', text)).toBe(true)
  })

  it('pictures and big files are left out, pages of any size are not', () => {
    expect(knows('C/inetpub/wwwroot/logo.png', '\x89PNG\0\0')).toBe(false)
    expect(knows('C/inetpub/wwwroot/big.js', 'x', 300_000)).toBe(false)
    expect(knows('C/inetpub/wwwroot/big.aspx', '!BDN\0', 300_000)).toBe(true)
  })
})

describe('content', () => {
  const path = 'C/inetpub/wwwroot/aspnet_client/Discover.aspx'

  it('is one row with path, time and size, and goes to the detections', async () => {
    const modified = Date.UTC(2021, 2, 3, 6, 49, 53) * 1000
    const log = await readAll(webFile, bytesOf(SHELL), {
      path,
      entry: { modified },
      fields: FIELDS,
    })
    expect(log.rows).toMatchObject([
      { time: '2021-03-03T06:49:53Z', family: 'web-root', target: path, size: SHELL.length },
    ])
    expect(log.seen[0]).toMatchObject({ stem: path.toLowerCase(), fields: { content: SHELL } })
  })

  it('is read from UTF-16 with and without a mark', async () => {
    const little = new Uint8Array(Buffer.from(SHELL, 'utf16le'))
    const big = new Uint8Array(Buffer.from(SHELL, 'utf16le').swap16())
    const marked = Uint8Array.of(0xff, 0xfe, ...little)
    for (const bytes of [little, big, marked]) {
      const log = await readAll(webFile, bytes, { path, fields: FIELDS })
      expect(log.seen[0]?.fields['content']).toBe(SHELL)
    }
  })

  it('is also given with escapes undone once', async () => {
    const text = plain('&lt;scr&#105;pt %72un&#x61;t \\u0065v¦al &amp;lt; %2541')
    const log = await readAll(webFile, bytesOf(text), { path, fields: FIELDS })
    expect(log.seen[0]?.fields['content-decoded']).toBe(plain('<scr¦ipt run¦at ev¦al &lt; %41'))
    expect(log.seen[0]?.fields['content']).toBe(text)
  })

  it('takes any bytes, and an empty file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (bytes) => {
        const log = await readAll(webFile, bytes, { path, fields: FIELDS })
        expect(log.rows).toHaveLength(1)
        expect(log.seen).toHaveLength(1)
      }),
      { numRuns: 60 },
    )
  })

  it('says so when a file is too big to be examined whole', async () => {
    const log = await readAll(webFile, new Uint8Array(1_100_000).fill(0x20), { path })
    expect(log.warnings).toEqual([
      '1048576 content examined in part (at most 1048576 bytes: 1100000 bytes) x1',
    ])
  })
})

describe('time stated by the dump of a virtual directory', () => {
  const path = 'E/Mail/FrontEnd/HttpProxy/owa/auth/dump.aspx'

  it.each([
    ['3/3/2021 6:49:53 AM', '2021-03-03T06:49:53Z'],
    ['3/14/2021 12:00:01 PM', '2021-03-14T12:00:01Z'],
    ['3/14/2021 12:00:01 AM', '2021-03-14T00:00:01Z'],
    ['14.03.2021 18:49:53', '2021-03-14T18:49:53Z'],
    ['2021-03-04 06:49:53', '2021-03-04T06:49:53Z'],
    ['4/3/2021 6:49:53 AM', ''],
    ['31/2/2021 06:49:53', ''],
    ['13/13/2021 06:49:53', ''],
    ['14/3/2021 26:49:53', ''],
    ['yesterday', ''],
  ])('%s is %j', async (stated, time) => {
    const text = `Name                            : OAB (Default Web Site)\r\nWhenChanged                     : x\r\nWhenChangedUTC                  : ${stated}\r\nIsValid : True\r\n`
    const log = await readAll(webFile, bytesOf(text), { path })
    expect(log.rows[0]?.time).toBe(time)
  })

  it('gives way to the file time of the archive', async () => {
    const text = 'WhenChangedUTC : 3/3/2021 6:49:53 AM'
    const log = await readAll(webFile, bytesOf(text), { path, entry: { modified: 0 } })
    expect(log.rows[0]?.time).toBe('1970-01-01T00:00:00Z')
  })
})
