import { describe, expect, it } from 'vitest'
import { plain } from '../../../../src/model/plain.js'
import { defenderExport } from '../../../../workers/parsers/defender-export.js'
import { defenderLog } from '../../../../workers/parsers/defender-log.js'
import { eomt } from '../../../../workers/parsers/eomt.js'
import { safetyScanner } from '../../../../workers/parsers/safety-scanner.js'
import { readReport, told, warned } from './reports.js'

describe('EOMT', () => {
  it('claims what it did, messages over lines kept whole, times local', async () => {
    const text =
      '2021-03-16 10:00:00 Info: MAIL1 is vulnerable: applying mitigation\nsecond line\n2021-03-16 10:00:05 Error: failed\n'
    const log = await readReport(eomt, { path: 'EOMT.log', text })
    expect(told(log)).toEqual([
      '2021-03-16T10:00:00Z | Reported by EOMT: info | MAIL1 is vulnerable: applying mitigation second line',
      '2021-03-16T10:00:05Z | Reported by EOMT: error | failed',
    ])
    expect(warned(log)).toEqual([
      'times of EOMT are local time of its machine, zone unknown: shown as if UTC',
    ])
  })

  it('has a summary without times', async () => {
    const text = 'EOMT mitigation summary\nMessage: Microsoft attempted to mitigate\n'
    const log = await readReport(eomt, { path: 'C:/EOMTSummary.txt', text })
    expect(told(log)).toEqual([
      'no time | Reported by EOMT: summary | EOMT mitigation summary',
      'no time | Reported by EOMT: summary | Message: Microsoft attempted to mitigate',
    ])
  })
})

describe('Microsoft Safety Scanner', () => {
  const scan = (middle: string): string => `
---------------------------------------------------------------------------------------
Microsoft Safety Scanner v1.405, (build 1.405.445.0)
Started On Thu Feb 22 13:33:34 2024

Engine: 1.1.24010.10
${middle}Results Summary:
----------------
Microsoft Safety Scanner Finished On Thu Feb 22 13:40:00 2024


Return code: 7 (0x7)
`

  it('dates a threat by the start of its scan, a row for each file', async () => {
    const text = scan(`Threat Detected: Virus:DOS/EICAR_Test_File, not removed.
    Action: NoAction, Result: 0x00000000
        file://C:\\a.zip->b.com
            SigSeq: 0x00000555DC2DDDB0
        containerfile://C:\\a.zip
Threat Detected: Other:Win32/X, removed.
`)
    const log = await readReport(safetyScanner, { path: 'msert.log', text })
    const says = 'Reported by Microsoft Safety Scanner:'
    expect(told(log)).toEqual([
      `2024-02-22T13:33:34Z | ${says} scan started | `,
      `2024-02-22T13:33:34Z | ${says} Virus:DOS/EICAR_Test_File, not removed | C:\\a.zip->b.com`,
      `2024-02-22T13:33:34Z | ${says} Virus:DOS/EICAR_Test_File, not removed | C:\\a.zip`,
      `2024-02-22T13:33:34Z | ${says} Other:Win32/X, removed | `,
      `2024-02-22T13:40:00Z | ${says} scan finished | `,
      `2024-02-22T13:40:00Z | ${says} return code | 7 (0x7)`,
    ])
    expect(warned(log)).toEqual([
      'times of Microsoft Safety Scanner are local time of its machine, zone unknown: shown as if UTC',
    ])
  })

  it('says of a scan that cannot be dated', async () => {
    const text = scan('').replace('Started On Thu Feb 22', 'Started On Do. Feb 22')
    const log = await readReport(safetyScanner, { path: 'msert.log', text })
    expect(log.rows[0]?.time).toBe('')
    expect(warned(log)).toContain('scan with a time that cannot be read')
  })
})

describe('Defender', () => {
  it('detects in its protection log, in UTC', async () => {
    const text =
      plain(`2021-03-12T11:16:35.103Z DETECTION_ADD#1 Backdoor:ASP/Test!MSR file:C:\\a b\\x.asp PropBag [length: 0, data: (null)]
2021-03-12T11:16:57.181Z DETECTION_CLEANEVENT MPSOURCE_REALTIME MP_THREAT_ACTION_QUARANTINE 0x80508033 Backdoor:ASP/Test!MSR file:C:\\x.asp;
2021-03-12T11:16:58.000Z [RTP] [Mini-filter] Blocked file(#74): \\Device\\x.exe. Process: \\Device\\explorer.exe, Status: 0x0
2021-03-12T11:16:59.000Z ProcessImageName: w3wp.exe, Pid: 1, TotalTime: 2, Count: 1, MaxTime: 8, MaxTimeFile: C:\\x.aspx->(SCRIPT), EstimatedImpact: 1%
2021-03-12T11:17:00.000Z Something else
`)
    const log = await readReport(defenderLog, { path: 'MPLog-20210312.log', text })
    expect(told(log)).toEqual([
      '2021-03-12T11:16:35.103Z | Reported by Defender: threat detected Backdoor:ASP/Test!MSR | file:C:\\a b\\x.asp',
      '2021-03-12T11:16:57.181Z | Reported by Defender: acted on (quarantine) Backdoor:ASP/Test!MSR | file:C:\\x.asp',
      '2021-03-12T11:16:58Z | Reported by Defender: file blocked | \\Device\\x.exe',
      '2021-03-12T11:16:59Z | Reported by Defender: file of a process scanned | C:\\x.aspx',
    ])
    expect(log.rows.map(({ agent }) => agent)).toEqual([
      '',
      '',
      '\\Device\\explorer.exe',
      'w3wp.exe',
    ])
    expect(warned(log)).toEqual([])
  })

  it('keeps the commands that it was given', async () => {
    const text = `
-------------------------------------------------------------------------------------
MpCmdRun: Command Line: "C:\\MpCmdRun.exe" -Scan -ScanType 3 -File C:\\x
 Start Time: \u200eThu \u200eApr \u200e01 \u200e2021 22:25:24
Threat                  : Virus:DOS/EICAR_Test_File
Resources               : 1 total
    file                : C:\\x\\a.com
MpCmdRun: End Time: x
`
    const log = await readReport(defenderLog, { path: 'MpCmdRun.log', text })
    expect(told(log)).toEqual([
      '2021-04-01T22:25:24Z | Reported by MpCmdRun: command run | "C:\\MpCmdRun.exe" -Scan -ScanType 3 -File C:\\x',
      '2021-04-01T22:25:24Z | Reported by MpCmdRun: threat found Virus:DOS/EICAR_Test_File | C:\\x\\a.com',
    ])
  })

  it('is read as PowerShell lists it', async () => {
    const text = `

ActionSuccess                  : True
DomainUser                     : MAIL1\\svc
InitialDetectionTime           : 3/14/2021 9:38:39 AM
ProcessName                    : C:\\Windows\\System32\\inetsrv\\w3wp.exe
Resources                      : {file:_C:\\inetpub\\wwwroot\\
                                 x.aspx}
ThreatID                       : 2147741009
ThreatStatusID                 : 3

CategoryID       : 8
DidThreatExecute : False
ThreatID         : 2147741009
ThreatName       : Backdoor:ASP/Test
`
    const log = await readReport(defenderExport, { path: 'threats.txt', text })
    expect(told(log)).toEqual([
      '2021-03-14T09:38:39Z | Reported by Defender: threat quarantined: 2147741009 | file:_C:\\inetpub\\wwwroot\\x.aspx',
      'no time | Reported by Defender: threat: Backdoor:ASP/Test | ',
    ])
    expect(log.rows[0]).toMatchObject({
      user: 'MAIL1\\svc',
      agent: 'C:\\Windows\\System32\\inetsrv\\w3wp.exe',
    })
  })

  it('is read as JSON and as a table', async () => {
    const json = await readReport(defenderExport, {
      path: 'threats.json',
      text: `[
    {
        "InitialDetectionTime":  "\\/Date(1614658522000)\\/",
        "Resources":  [
                          "file:_C:\\\\x.aspx"
                      ],
        "ThreatID":  2147741009,
        "ThreatStatusID":  4
    },
    { "InitialDetectionTime": {"value":"\\/Date(1614658523000)\\/","DateTime":"x"}, "ThreatID": 1 },
    { "other": 1 }
]
`,
    })
    expect(told(json)).toEqual([
      '2021-03-02T04:15:22Z | Reported by Defender: threat removed: 2147741009 | file:_C:\\x.aspx',
      '2021-03-02T04:15:23Z | Reported by Defender: threat: 1 | ',
    ])
    expect(json.totals.unreadable).toBe(1)
    const table = await readReport(defenderExport, {
      path: 'threats.csv',
      text: `#TYPE Microsoft.Management.Infrastructure.CimInstance
"InitialDetectionTime","ThreatID","ThreatStatusID","Resources"
"02.03.2021 04:15:22","5","1","System.String[]"
`,
    })
    expect(told(table)).toEqual([
      '2021-03-02T04:15:22Z | Reported by Defender: threat detected: 5 | System.String[]',
    ])
  })
})
