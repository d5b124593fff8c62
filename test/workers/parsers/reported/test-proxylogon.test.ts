import { describe, expect, it } from 'vitest'
import { testProxyLogon } from '../../../../workers/parsers/test-proxylogon.js'
import { plain } from '../../../../src/model/plain.js'
import { readReport, told, warned } from './reports.js'

const TYPE = '#TYPE Selected.System.Management.Automation.PSCustomObject'

function read(path: string, text: string): ReturnType<typeof readReport> {
  return readReport(testProxyLogon, { path, text: plain(text) })
}

describe('Test-ProxyLogon', () => {
  it('claims requests with their own time, client, agent and status', async () => {
    const log = await read(
      'MAIL1-Cve-2021-26855.csv',
      `${TYPE}
"DateTime","RequestId","ClientIPAddress","UrlHost","UrlStem","RoutingHint","UserAgent","AnchorMailbox","HttpStatus"
"2021-03-03T04:15:22.123Z","r-1","203.0.113.9","mail.example","/ecp/y.js","X-BEResource-Cookie","Mozilla/5.0  ""quoted""","Server¦Info~a]@mail1.example:444/autodiscover/autodiscover.xml?#","241"
`,
    )
    expect(log.rows).toMatchObject([
      {
        time: '2021-03-03T04:15:22.123Z',
        client: '203.0.113.9',
        agent: 'Mozilla/5.0 "quoted"',
        action:
          'Reported by Test-ProxyLogon: request to a back end of the client’s choice (CVE-2021-26855)',
        target: plain('Server¦Info~a]@mail1.example:444/autodiscover/autodiscover.xml?#'),
        status: 241,
      },
    ])
    expect([...log.totals.servers]).toEqual([['MAIL1', 1]])
    expect(log.totals.warnings).toEqual([])
  })

  it('reads the two columns of its ancestor Test-Hafnium', async () => {
    const log = await read(
      'hafnium.csv',
      `"DateTime","AnchorMailbox"\n"2021-03-03T07:52:03.579Z","Server¦Info~a]@x.example:444/a.xml?#"\n`,
    )
    expect(told(log)).toEqual([
      plain(
        '2021-03-03T07:52:03.579Z | Reported by Test-ProxyLogon: request to a back end of the client’s choice (CVE-2021-26855) | Server¦Info~a]@x.example:444/a.xml?#',
      ),
    ])
  })

  it('keeps a message of several lines as one event, and says that its time is local', async () => {
    const log = await read(
      'MAIL1-Cve-2021-26857.csv',
      `${TYPE}
"TimeCreated","MachineName","Message"
"3/2/2021 4:15:22 AM","MAIL1.example","The worker could not start.
System.InvalidCastException: Unable to cast ""x"", really
   at Microsoft.Exchange"
"3/14/2021 11:00:00 PM","MAIL1.example","second"
`,
    )
    expect(told(log)).toEqual([
      '2021-03-02T04:15:22Z | Reported by Test-ProxyLogon: error of Unified Messaging (CVE-2021-26857) | The worker could not start. System.InvalidCastException: Unable to cast "x", really at Microsoft.Exchange',
      '2021-03-14T23:00:00Z | Reported by Test-ProxyLogon: error of Unified Messaging (CVE-2021-26857) | second',
    ])
    expect(warned(log)).toEqual([
      'times of Test-ProxyLogon are local time of its machine, zone unknown: shown as if UTC',
    ])
    expect([...log.totals.servers]).toEqual([['MAIL1.example', 2]])
  })

  it('guesses no order of day and month', async () => {
    const rows = (time: string): string => `"TimeCreated","MachineName","Message"\n${time},M,x\n`
    const unclear = await read('a.csv', rows('03/04/2021 13:00:00'))
    expect(told(unclear)[0]).toMatch(/^no time/)
    expect(warned(unclear)).toEqual([
      'day and month of Test-ProxyLogon cannot be told apart: these rows are shown without a time',
    ])
    const german = await read('a.csv', rows('03.04.2021 13:00:00'))
    expect(german.rows[0]?.time).toBe('2021-04-03T13:00:00Z')
    const british = await read('a.csv', `${rows('03/04/2021 13:00:00')}25/03/2021 01:02:03,M,y\n`)
    expect(british.rows.map(({ time }) => time)).toEqual([
      '2021-04-03T13:00:00Z',
      '2021-03-25T01:02:03Z',
    ])
    const american = await read('a.csv', rows('3/4/2021 1:00:00 PM'))
    expect(american.rows[0]?.time).toBe('2021-03-04T13:00:00Z')
    expect(warned(american)).toContain(
      'dates of Test-ProxyLogon are read with the month first, as AM and PM suggest',
    )
  })

  it('takes the times of files as the UTC that the script writes', async () => {
    const log = await read(
      'MAIL1-other.csv',
      `#TYPE System.Management.Automation.PSCustomObject
"ComputerName";"Type";"Path";"Name";"LastWrite"
"MAIL1";"LsassDump";"c:\\root\\lsass.dmp";"lsass.dmp";"28.02.2021 09:10:11"
"MAIL1";"SuspiciousArchive";"C:\\ProgramData\\a;b.zip";"a;b.zip";"01.03.2021 00:00:00"
`,
    )
    expect(told(log)).toEqual([
      '2021-02-28T09:10:11Z | Reported by Test-ProxyLogon: dump of lsass, last written | c:\\root\\lsass.dmp',
      '2021-03-01T00:00:00Z | Reported by Test-ProxyLogon: archive in ProgramData, last written | C:\\ProgramData\\a;b.zip',
    ])
    expect(warned(log)).toEqual([])
  })

  it('tells how far back the script could look, numbers as they are written', async () => {
    const log = await read(
      'MAIL1-LogAgeDays.csv',
      `"Oabgen","Ecp","AutodProxy","EcpProxy","OwaProxy"\n"1.234,5","30.1","","29.9","30.0"\n`,
    )
    expect(told(log)).toEqual([
      'no time | Reported by Test-ProxyLogon: age of the oldest log | oabgen: 1.234,5 days',
      'no time | Reported by Test-ProxyLogon: age of the oldest log | ecp: 30.1 days',
      'no time | Reported by Test-ProxyLogon: age of the oldest log | ecpproxy: 29.9 days',
      'no time | Reported by Test-ProxyLogon: age of the oldest log | owaproxy: 30.0 days',
    ])
  })

  it('reads its lists of logs, and of downloads where the name says so', async () => {
    const ecp = 'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Logging\\ECP\\Server\\E1.LOG'
    const log = await read('MAIL1-Cve-2021-27065.log', `${ecp}\nno path\n`)
    expect(told(log)).toEqual([
      `no time | Reported by Test-ProxyLogon: log with a Set-…VirtualDirectory (CVE-2021-27065) | ${ecp}`,
    ])
    expect(log.totals.unreadable).toBe(1)
    const downloads = await read(
      'MAIL1-Cve-2021-26858-DownloadPaths.log',
      `'C:\\inetpub\\wwwroot\\aspnet_client\\x.txt'\n`,
    )
    expect(told(downloads)).toEqual([
      'no time | Reported by Test-ProxyLogon: file downloaded (CVE-2021-26858) | C:\\inetpub\\wwwroot\\aspnet_client\\x.txt',
    ])
  })

  it('loses only the row whose quote is never closed', async () => {
    const log = await read(
      'a.csv',
      `"DateTime","AnchorMailbox"
"2021-03-01T00:00:00Z","one"
"2021-03-02T00:00:00Z","two
"2021-03-03T00:00:00Z","three"
"2021-03-04T00:00:00Z","four"
"2021-03-05`,
    )
    expect(log.rows.map(({ target }) => target)).toEqual(['one', 'three', 'four'])
    expect(log.totals.unreadable).toBe(2)
  })
})
