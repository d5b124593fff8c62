import { describe, expect, it } from 'vitest'
import { chirp } from '../../../../workers/parsers/chirp.js'
import { kansa } from '../../../../workers/parsers/kansa.js'
import { sigmaHits } from '../../../../workers/parsers/sigma-hits.js'
import { thorLoki } from '../../../../workers/parsers/thor-loki.js'
import { readReport, told, warned } from './reports.js'

describe('Loki', () => {
  it('alerts in its log and in its table, which quotes nothing', async () => {
    const log = await readReport(thorLoki, {
      path: 'loki.log',
      text: `20210314T18:02:40Z MAIL1 LOKI: Alert: MODULE: FileScan MESSAGE: FILE: C:\\a b\\x.aspx SCORE: 140 TYPE: ASPX REASON_1: Yara Rule MATCH: WEBSHELL SUBSCORE: 70
20210314T18:02:41Z MAIL1 LOKI: Info: MODULE: FileScan MESSAGE: Scanning C:\\
half a line
`,
    })
    expect(told(log)).toEqual([
      '2021-03-14T18:02:40Z | Reported by Loki: alert, FileScan, Yara Rule | C:\\a b\\x.aspx',
    ])
    expect([...log.totals.servers]).toEqual([['MAIL1', 1]])
    expect(log.totals.unreadable).toBe(1)
    const table = await readReport(thorLoki, {
      path: 'loki.csv',
      text: '20210314T18:02:40Z,MAIL1,WARNING,ProcessScan,Suspicious, really "so" PID: 80 CMD: "x"\n',
    })
    expect(told(table)).toEqual([
      '2021-03-14T18:02:40Z | Reported by Loki: warning, ProcessScan, Suspicious, really "so" | Suspicious, really "so" PID: 80 CMD: "x"',
    ])
  })
})

describe('THOR', () => {
  it('alerts in its log, undated where the year is missing', async () => {
    const log = await readReport(thorLoki, {
      path: 'thor.txt',
      text: `Mar 14 09:12:13 MAIL1/10.0.0.1 THOR: Alert: MODULE: Filescan MESSAGE: Malware file found FILE: C:\\x.aspx SCORE: 90
2021-03-14T09:12:14Z MAIL1 THOR: Notice: MODULE: Autoruns MESSAGE: Unusual entry
`,
    })
    expect(told(log)).toEqual([
      'no time | Reported by THOR: alert, Filescan, Malware file found | C:\\x.aspx',
      '2021-03-14T09:12:14Z | Reported by THOR: notice, Autoruns | Unusual entry',
    ])
    expect(warned(log)).toEqual([
      'times of the scanner have no year: these rows are shown without a time',
    ])
  })

  it('lists files with their score', async () => {
    const text = '1c926bf384319e40506e3d6e409dc856,C:\\a, b\\x.ps1,140\n'
    const log = await readReport(thorLoki, { path: 'thor.csv', text })
    expect(told(log)).toEqual(['no time | Reported by THOR: file with score 140 | C:\\a, b\\x.ps1'])
  })

  it('alerts in JSON of all its versions', async () => {
    const text = `{"time":"2021-03-14T12:35:41Z","hostname":"MAIL1","level":"Alert","module":"Filescan","message":"Malware file found","file":"C:\\\\x.aspx","scanid":"S-1","log_version":"v1.0.0"}
{"type":"THOR assessment","meta":{"time":"2021-03-14T14:18:46.190394329+02:00","level":"Warning","module":"Filescan","scan_id":"a","hostname":"MAIL1"},"message":"Suspicious","subject":{"type":"file","path":"C:\\\\y.aspx"},"score":70,"log_version":"v3"}
{"time":"2021-03-14T12:35:42Z","hostname":"MAIL1","level":"Info","module":"Filescan","message":"x","scanid":"S-1"}
`
    const log = await readReport(thorLoki, { path: 'thor.json', text })
    expect(told(log)).toEqual([
      '2021-03-14T12:35:41Z | Reported by THOR: alert, Filescan, Malware file found | C:\\x.aspx',
      '2021-03-14T12:18:46.1903943Z | Reported by THOR: warning, Filescan, Suspicious | C:\\y.aspx',
    ])
  })
})

describe('CHIRP', () => {
  it('names the indicator of each match', async () => {
    const text = `{"AA21-062A": {"description": "Shells", "confidence": 9, "matches": [{"meta": "x", "rule": "r", "file": "C:\\\\x.aspx"}, {"file": "C:\\\\y.aspx"}]}, "Keys": {"description": "d", "confidence": 1, "matches": ["HKLM\\\\x"]}, "Cut": {"descr`
    const log = await readReport(chirp, { path: 'output/yara.json', text })
    expect(told(log)).toEqual([
      'no time | Reported by CHIRP: AA21-062A | C:\\x.aspx',
      'no time | Reported by CHIRP: AA21-062A | C:\\y.aspx',
      'no time | Reported by CHIRP: Keys | ["HKLM\\\\x"]',
    ])
    expect(warned(log)).toEqual(['report that is damaged or cut off'])
  })
})

describe('hunters by Sigma rules', () => {
  it('of Hayabusa state rule, level and details', async () => {
    const text = `"Timestamp","RuleTitle","Level","Computer","Channel","EventID","RecordID","Details"
"2021-03-14 10:00:00.123 +09:00","Shell spawned","high","MAIL1.example","Sec","4688","5","Cmd: whoami ¦ ""x"""
"2021-03-14","cut"`
    const log = await readReport(sigmaHits, { path: 'h.csv', text })
    expect(told(log)).toEqual([
      '2021-03-14T01:00:00.123Z | Reported by Hayabusa: high, Shell spawned | Cmd: whoami ¦ "x"',
    ])
    expect([...log.totals.servers]).toEqual([['MAIL1.example', 1]])
  })

  it('of Chainsaw state what was detected', async () => {
    const text = `timestamp,detections,path,count,Event ID,Record ID,Computer,Event Data
2021-03-14T10:00:00.000001+00:00,+ Shell spawned,C:\\Security.evtx,1,4688,5,MAIL1,"a: b
c: d"
`
    const log = await readReport(sigmaHits, { path: 'sigma.csv', text })
    expect(told(log)).toEqual([
      '2021-03-14T10:00:00.000001Z | Reported by Chainsaw: + Shell spawned | a: b c: d',
    ])
  })
})

describe('Kansa', () => {
  it('gives each result of a module a row', async () => {
    const log = await readReport(kansa, {
      path: 'Output_20210314100000/WebrootListing/MAIL1-WebrootListing.tsv',
      text: 'Name\tFullName\tLastWriteTime\nx.aspx\tC:\\inetpub\\x.aspx\t3/14/2021 10:00:00 AM\n',
    })
    expect(told(log)).toEqual([
      '2021-03-14T10:00:00Z | Reported by Kansa: WebrootListing | C:\\inetpub\\x.aspx',
    ])
    expect([...log.totals.servers]).toEqual([['MAIL1', 1]])
  })
})
