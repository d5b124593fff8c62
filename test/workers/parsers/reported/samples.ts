import { plain } from '../../../../src/model/plain.js'
import { chirp } from '../../../../workers/parsers/chirp.js'
import { cylrLog } from '../../../../workers/parsers/cylr-log.js'
import { defenderExport } from '../../../../workers/parsers/defender-export.js'
import { defenderLog } from '../../../../workers/parsers/defender-log.js'
import { eomt } from '../../../../workers/parsers/eomt.js'
import { healthChecker } from '../../../../workers/parsers/health-checker.js'
import { kansa } from '../../../../workers/parsers/kansa.js'
import { kapeLog } from '../../../../workers/parsers/kape-log.js'
import type { Parser } from '../../../../workers/parsers/parser.js'
import { safetyScanner } from '../../../../workers/parsers/safety-scanner.js'
import { sigmaHits } from '../../../../workers/parsers/sigma-hits.js'
import { testProxyLogon } from '../../../../workers/parsers/test-proxylogon.js'
import { thorLoki } from '../../../../workers/parsers/thor-loki.js'
import { timeline } from '../../../../workers/parsers/timeline.js'
import { velociraptor } from '../../../../workers/parsers/velociraptor.js'

/** Inputs of the slice that `npm test` takes: these parsers are many, and share few readers. */
const SLICE = 500
const KANSA_PATH = 'Output_20210314100000/WebrootListing/MAIL1-WebrootListing.tsv'

/** A report that its parser knows, as text with line feeds. */
interface Sample {
  readonly text: string
  readonly path?: string
}

/** Whole reports for each parser of other tools' output. */
export const REPORTS: readonly { readonly parser: Parser; readonly samples: readonly Sample[] }[] =
  [
    {
      parser: testProxyLogon,
      samples: [
        {
          text: `#TYPE Selected.System.Management.Automation.PSCustomObject
"DateTime","RequestId","ClientIPAddress","UrlHost","UrlStem","RoutingHint","UserAgent","AnchorMailbox","HttpStatus"
"2021-03-03T04:15:22.123Z","r-1","203.0.113.9","mail.example","/ecp/y.js","X","Mozilla ""5""","Server¦Info~a]@m:444/a?#","241"
"2021-03-03T04:15:23.123Z","r-2","203.0.113.9","mail.example","/ecp/y.js","X","Mozilla","Server¦Info~b]@m:444/a?#","500"
`,
        },
        {
          text: `"TimeCreated","MachineName","Message"
"2021-03-02 04:15:22","MAIL1","The worker
System.InvalidCastException: Unable to cast ""x"", really
   at Microsoft.Exchange"
"2021-03-14 11:00:00","MAIL1","second"
`,
        },
        { text: `"Oabgen","Ecp","EcpProxy","OwaProxy"\n"1.234,5","30.1","29.9","30.0"\n` },
        {
          text: 'C:\\Exchange\\Logging\\ECP\\Server\\E1.LOG\nC:\\Exchange\\Logging\\ECP\\Server\\E2.LOG\n',
        },
      ],
    },
    {
      parser: kapeLog,
      samples: [
        {
          text: `CopiedTimestamp,SourceFile,DestinationFile,FileSize,SourceFileSha1,DeferredCopy,CreatedOnUtc,ModifiedOnUtc,LastAccessedOnUtc,CopyDuration
2021-03-08 10:00:00.1234567,"C:\\a, b\\x.log",E:\\x.log,5,DA39,False,2021-03-01 01:02:03.1234567,2021-03-02 04:05:06.7,2021-03-03 00:00:00,00:00:00.1
2021-03-08 10:00:01,C:\\$MFT,E:\\out\\C\\$MFT,5,DA39,True,,,,00:00:00.1
`,
        },
        {
          text: 'SourceFile,SourceFileSha1,Reason\nC:\\a.log,DA39,Deduped\nC:\\b.log,DA39,Deduped\n',
        },
      ],
    },
    {
      parser: cylrLog,
      samples: [
        {
          text: '2021-03-08T10:00:00 [info] Started\n2021-03-08T10:00:01 [warn] No access to C:\\a\n',
        },
      ],
    },
    {
      parser: velociraptor,
      samples: [
        {
          text: `{"CopiedOnTimestamp":1730828739,"SourceFile":"C:\\\\a.aspx","FileSize":1,"Created":"2021-05-08T08:06:51.7462883Z","Changed":"2021-05-08T08:06:51Z","Modified":"2021-03-03T01:02:03Z","LastAccessed":null}
{"CopiedOnTimestamp":1730828739,"SourceFile":"C:\\\\b.aspx","FileSize":1,"Created":"2021-05-08T08:06:51.7462883Z","Modified":"2021-03-03T01:02:03Z"}
{"System":{"TimeCreated":{"SystemTime":1614834000.5}},"Message":"a\\tb","Hostname":"MAIL1","Raddr":{"IP":"203.0.113.7"},"x":[1,{"y":[]}]}
`,
        },
      ],
    },
    {
      parser: timeline,
      samples: [
        {
          text: `date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra
03/02/2021,04:15:22,UTC,M...,FILE,NTFS file stat,Content Modification Time,-,MAIL1,short,"C:\\a" is open,2,TSK:/a,1,-,filestat,-
03/03/2021,00:00:00,UTC,..C.,EVT,WinEVTX,Event Logged,S-1-5-18,MAIL1,short,logged on,2,x,1,-,winevtx,-
`,
        },
        {
          text: `message,timestamp,datetime,timestamp_desc,hostname
"two
lines, and ""more""",1614658522000000,2021-03-02T04:15:22+00:00,Logged,MAIL1
no date,1614658522000000,,Logged,MAIL1
`,
        },
        {
          text: `{"message":"a\\tb","timestamp":1614658522000001,"datetime":"2021-03-02T04:15:22+00:00","timestamp_desc":"Logged","data_type":"windows:evtx"}
{"message":"x","timestamp":1614658522000001,"timestamp_desc":"Logged"}
`,
        },
        {
          text: `0|/a|b.aspx (deleted)|12-128-1|r/rrwxrwxrwx|0|0|5|1614658522|1614658522|1614658522.5|0
0|/never|13|r/r|0|0|5|0|0|0|0
`,
        },
      ],
    },
    {
      parser: eomt,
      samples: [
        {
          text: '2021-03-16 10:00:00 Info: MAIL1 is vulnerable\nmore\n2021-03-16 10:00:05 Error: failed\n',
        },
      ],
    },
    {
      parser: safetyScanner,
      samples: [
        {
          text: `Microsoft Safety Scanner v1.405, (build 1.405.445.0)
Started On Thu Feb 22 13:33:34 2024

Threat Detected: Virus:DOS/Test_File, not removed.
    Action: NoAction, Result: 0x00000000
        file://C:\\a.zip->b.com
        containerfile://C:\\a.zip
Results Summary:
Microsoft Safety Scanner Finished On Thu Feb 22 13:40:00 2024
Return code: 7 (0x7)
`,
        },
      ],
    },
    {
      parser: defenderLog,
      samples: [
        {
          text: `2021-03-12T11:16:35.103Z DETECTION_ADD#1 Backdoor:ASP/Test!MSR file:C:\\a b\\x.asp PropBag [length: 0, data: (null)]
2021-03-12T11:16:58.000Z [RTP] [Mini-filter] Blocked file(#74): \\Device\\x.exe. Process: \\Device\\explorer.exe, Status: 0x0
2021-03-12T11:16:59.000Z ProcessImageName: w3wp.exe, Pid: 1, TotalTime: 2, Count: 1, MaxTime: 8, MaxTimeFile: C:\\x.aspx->(SCRIPT), EstimatedImpact: 1%
`,
        },
        {
          text: `MpCmdRun: Command Line: "C:\\MpCmdRun.exe" -Scan -ScanType 3
 Start Time: Thu Apr 01 2021 22:25:24
Threat                  : Virus:DOS/Test_File
    file                : C:\\x\\a.com
`,
        },
      ],
    },
    {
      parser: defenderExport,
      samples: [
        {
          text: `ActionSuccess                  : True
InitialDetectionTime           : 2021-03-14 09:38:39
Resources                      : {file:_C:\\inetpub\\wwwroot\\
                                 x.aspx}
ThreatID                       : 2147741009

DidThreatExecute : False
ThreatID         : 2147741009
ThreatName       : Backdoor:ASP/Test
`,
        },
        {
          text: `[
    { "InitialDetectionTime":  "\\/Date(1614658522000)\\/", "Resources":  [ "file:_C:\\\\x.aspx" ], "ThreatID":  2147741009 },
    { "InitialDetectionTime": {"value":"\\/Date(1614658523000)\\/","DateTime":"x"}, "ThreatID": 1 }
]
`,
        },
      ],
    },
    {
      parser: healthChecker,
      samples: [
        {
          text: `Exchange Health Checker version 24
	Name: MAIL1
	Generation Time: 2021-03-14 10:00:00
	Build Number: 15.01.2106.002
	Security Vulnerability: CVE-2021-26855
	IIS module anomalies detected: True
`,
        },
        {
          text: `<Objs Version="1.1.0.1"><Obj N="HealthCheckerExchangeServer" RefId="1"><Props><S N="ServerName">MAIL1</S><DT N="GenerationTime">2021-03-14T10:00:00.5+01:00</DT></Props></Obj>
<Obj RefId="3"><MS><S N="Name">Build Number</S><S N="DetailValue">15.1.2106.2</S></MS></Obj>
<Obj RefId="4"><MS><S N="Name">Security Vulnerability</S><S N="DetailValue">CVE-2021-26855_x000A_CVE-2021-27065</S></MS></Obj></Objs>
`,
        },
        {
          text: `<html><h1>Exchange Health Checker v24.01</h1><table><tr><th>Server Name</th><th>Build Number</th></tr>
<tr class="Green"><td>MAIL1</td><td>15.1.2106.2</td></tr></table>
<table><tr><td>Security Vulnerability</td><td><b>CVE-2021-26855</b> &amp; more</td></tr></table></html>
`,
        },
        {
          text: `{ "VersionReport": "1", "ReportDate": "2021-03-14T10:00:00Z", "Servers": [
    {"Name":"MAIL1","BuildVersion":"15.1.2106.2","HasVulnerability":true,"Vulnerabilities":["CVE-2021-26855"]}
  ] }
`,
        },
      ],
    },
    {
      parser: thorLoki,
      samples: [
        {
          text: `20210314T18:02:40Z MAIL1 LOKI: Alert: MODULE: FileScan MESSAGE: FILE: C:\\a b\\x.aspx SCORE: 140 TYPE: ASPX REASON_1: Yara Rule MATCH: WEBSHELL SUBSCORE: 70
Mar 14 09:12:13 MAIL1/10.0.0.1 THOR: Alert: MODULE: Filescan MESSAGE: Malware file found FILE: C:\\x.aspx SCORE: 90
20210314T18:02:40Z,MAIL1,WARNING,ProcessScan,Suspicious, really "so" PID: 80 CMD: "x"
1c926bf384319e40506e3d6e409dc856,C:\\a, b\\x.ps1,140
`,
        },
        {
          text: `{"time":"2021-03-14T12:35:41Z","hostname":"MAIL1","level":"Alert","module":"Filescan","message":"Malware file found","file":"C:\\\\x.aspx","scanid":"S-1"}
{"type":"THOR assessment","meta":{"time":"2021-03-14T14:18:46.190394329+02:00","level":"Warning","module":"Filescan","hostname":"MAIL1"},"message":"Suspicious","subject":{"type":"file","path":"C:\\\\y.aspx"}}
`,
        },
      ],
    },
    {
      parser: chirp,
      samples: [
        {
          text: `{"AA21-062A": {"description": "Shells", "confidence": 9, "matches": [{"rule": "r", "file": "C:\\\\x.aspx"}, {"file": "C:\\\\y.aspx"}]}, "Keys": {"description": "d", "confidence": 1, "matches": ["HKLM\\\\x"]}}
`,
        },
      ],
    },
    {
      parser: sigmaHits,
      samples: [
        {
          text: `"Timestamp","RuleTitle","Level","Computer","Details"
"2021-03-14 10:00:00.123 +09:00","Shell spawned","high","MAIL1","Cmd: ""x"""
"2021-03-14 10:00:01.123 +09:00","Shell spawned","high","MAIL1","two
lines"
`,
        },
      ],
    },
    {
      parser: kansa,
      samples: [
        {
          text: 'Name\tFullName\tLastWriteTime\nx.aspx\tC:\\inetpub\\x.aspx\t2021-03-14 10:00:00\ny.aspx\tC:\\y.aspx\t2021-03-14 10:00:00\n',
          path: KANSA_PATH,
        },
      ],
    },
  ]

export function sampleBytes({ text }: Sample): Uint8Array {
  return new TextEncoder().encode(plain(text).replaceAll('\n', '\r\n'))
}

/** Each parser's samples as fuzzing takes them, by its id. */
export const REPORT_TARGETS = Object.fromEntries(
  REPORTS.map(({ parser, samples }) => [
    parser.id,
    {
      parser,
      slice: SLICE,
      samples: () => samples.map((sample) => ({ bytes: sampleBytes(sample) })),
    },
  ]),
)
