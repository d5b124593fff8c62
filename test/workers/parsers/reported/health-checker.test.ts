import { describe, expect, it } from 'vitest'
import { healthChecker } from '../../../../workers/parsers/health-checker.js'
import type { ReadLog } from '../read-all.js'
import { readReport, told, warned } from './reports.js'

function builds(log: ReadLog): unknown[] {
  return log.totals.builds.map(({ build, server, first }) => [build, server, first / 1e6])
}

describe('HealthChecker', () => {
  it('states in its text the build of its day, vulnerabilities and updates', async () => {
    const text = `Exchange Health Checker version 24.01.01.0000
Exchange Information
--------------------
	Name: MAIL1
	Generation Time: 03/14/2021 10:00:00
	Version: Exchange 2016 CU18
	Build Number: 15.01.2106.002
	Exchange IU or Security Hotfix Detected:
		Security Update for Exchange Server 2016 CU18 (KB4593465)
Security Vulnerability
	Security Vulnerability: CVE-2021-26855
		See: https://portal.msrc.microsoft.com/security-guidance/advisory/CVE-2021-26855 for more information.
	IIS module anomalies detected: True
		Module: evil.dll is not signed by Microsoft
`
    const log = await readReport(healthChecker, {
      path: 'HealthChecker-MAIL1-20210314100001.txt',
      text,
    })
    expect(told(log)).toEqual([
      '2021-03-14T10:00:00Z | Reported by HealthChecker: version of Exchange | MAIL1: Exchange 2016 CU18',
      '2021-03-14T10:00:00Z | Reported by HealthChecker: build of Exchange | MAIL1: 15.1.2106.2',
      '2021-03-14T10:00:00Z | Reported by HealthChecker: update installed | MAIL1: Security Update for Exchange Server 2016 CU18 (KB4593465)',
      '2021-03-14T10:00:00Z | Reported by HealthChecker: vulnerable | MAIL1: CVE-2021-26855',
      '2021-03-14T10:00:00Z | Reported by HealthChecker: anomalies of IIS modules | MAIL1: True',
      '2021-03-14T10:00:00Z | Reported by HealthChecker: anomalies of IIS modules | MAIL1: Module: evil.dll is not signed by Microsoft',
    ])
    expect(builds(log)).toEqual([['15.1.2106.2', 'MAIL1', 1_615_716_000]])
    expect([...log.totals.servers.keys()]).toEqual(['MAIL1'])
    expect(warned(log)).toEqual([
      'times of HealthChecker are local time of its machine, zone unknown: shown as if UTC',
    ])
  })

  it('takes time and server from its name where the text has none', async () => {
    const text = 'Exchange Health Checker version 3\n\tBuild Number: 15.1.2106.2\n'
    const log = await readReport(healthChecker, {
      path: 'HealthChecker-M-1-20210314100001.txt',
      text,
    })
    expect(builds(log)).toEqual([['15.1.2106.2', 'M-1', 1_615_716_001]])
  })

  it('is read from Export-Clixml, damaged too', async () => {
    const text = `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
<Obj RefId="0"><MS>
<Obj N="HealthCheckerExchangeServer" RefId="1"><Props><S N="ServerName">MAIL1</S><DT N="GenerationTime">2021-03-14T10:00:00.5+01:00</DT></Props></Obj>
<Obj N="HtmlServerValues" RefId="2"><Obj RefId="3"><MS><S N="Name">Build Number</S><S N="DetailValue">15.1.2106.2</S></MS></Obj>
<Obj RefId="4"><MS><S N="Name">Security Vulnerability</S><S N="DetailValue">CVE-2021-26855_x000A_CVE-2021-27065</S></MS></Obj>
<Obj RefId="5"><MS><S N="Name">IIS module anomalies detected</S><S N="DetailValue">Fal`
    const log = await readReport(healthChecker, { path: 'x.xml', text })
    expect(told(log)).toEqual([
      '2021-03-14T09:00:00.500Z | Reported by HealthChecker: build of Exchange | MAIL1: 15.1.2106.2',
      '2021-03-14T09:00:00.500Z | Reported by HealthChecker: vulnerable | MAIL1: CVE-2021-26855',
      '2021-03-14T09:00:00.500Z | Reported by HealthChecker: vulnerable | MAIL1: CVE-2021-27065',
      '2021-03-14T09:00:00.500Z | Reported by HealthChecker: anomalies of IIS modules | MAIL1: Fal',
    ])
    expect(warned(log)).toEqual(['the text ends inside an element'])
  })

  it('is read from HTML, columns by their names and rows by theirs', async () => {
    const text = `<html><head><title>x</title></head><body>
<h1>Exchange Health Checker v24.01</h1><table><tr><th>Server Name</th><th>Generation Time</th><th>Build Number</th></tr>
<tr class="Green"><td>MAIL1</td><td>3/14/2021 10:00:00 AM</td><td>15.1.2106.2</td></tr></table>
<table><tr><td>Security Vulnerability</td><td><b>CVE-2021-26855</b> &amp; more</td></tr></table></body></html>`
    const log = await readReport(healthChecker, { path: 'ExchangeAllServersReport-1.html', text })
    expect(told(log)).toEqual([
      '2021-03-14T10:00:00Z | Reported by HealthChecker: build of Exchange | MAIL1: 15.1.2106.2',
      '2021-03-14T10:00:00Z | Reported by HealthChecker: vulnerable | MAIL1: CVE-2021-26855',
    ])
    expect(builds(log)).toEqual([['15.1.2106.2', 'MAIL1', 1_615_716_000]])
  })

  it('reports the vulnerabilities of several servers in JSON', async () => {
    const text = `{
  "VersionReport": "1", "ReportDate": "2021-03-14T10:00:00Z", "Organization": "x",
  "Servers": [
    {"Name":"MAIL1","BuildVersion":"15.1.2106.2","HasVulnerability":true,"Vulnerabilities":["CVE-2021-26855","CVE-2021-27065"],"Online":true},
    {"Name":"MAIL2","BuildVersion":"15.2.1118.7","HasVulnerability":false,"Vulnerabilities":[],"Online":true}
  ]
}`
    const log = await readReport(healthChecker, {
      path: 'HealthChecker-VulnerabilityReport-1.json',
      text,
    })
    expect(told(log)).toEqual([
      '2021-03-14T10:00:00Z | Reported by HealthChecker: build of Exchange | MAIL1: 15.1.2106.2',
      '2021-03-14T10:00:00Z | Reported by HealthChecker: vulnerable | MAIL1: CVE-2021-26855',
      '2021-03-14T10:00:00Z | Reported by HealthChecker: vulnerable | MAIL1: CVE-2021-27065',
      '2021-03-14T10:00:00Z | Reported by HealthChecker: build of Exchange | MAIL2: 15.2.1118.7',
      '2021-03-14T10:00:00Z | Reported by HealthChecker: vulnerabilities | MAIL2: false',
    ])
    expect(builds(log).map((one) => (one as unknown[]).slice(0, 2))).toEqual([
      ['15.1.2106.2', 'MAIL1'],
      ['15.2.1118.7', 'MAIL2'],
    ])
  })
})
