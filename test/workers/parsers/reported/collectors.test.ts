import { describe, expect, it } from 'vitest'
import { cylrLog } from '../../../../workers/parsers/cylr-log.js'
import { kapeLog } from '../../../../workers/parsers/kape-log.js'
import { velociraptor } from '../../../../workers/parsers/velociraptor.js'
import { readReport, told, warned } from './reports.js'

const COPY_HEADER =
  'CopiedTimestamp,SourceFile,DestinationFile,FileSize,SourceFileSha1,DeferredCopy,CreatedOnUtc,ModifiedOnUtc,LastAccessedOnUtc,CopyDuration'

describe('KAPE', () => {
  it('states the times that copied files had', async () => {
    const text = `\ufeff${COPY_HEADER}
2021-03-08 10:00:00.1234567,"C:\\Program Files\\a, b\\x.log",E:\\out\\C\\x.log,5,DA39,False,2021-03-01 01:02:03.1234567,2021-03-02 04:05:06.7,2021-03-03 00:00:00,00:00:00.1
2021-03-08 10:00:01,C:\\$MFT,E:\\out\\C\\$MFT,5,DA39,True,,,,00:00:00.1
cut,off
`
    const log = await readReport(kapeLog, { path: '2021_CopyLog.csv', text })
    expect(told(log)).toEqual([
      '2021-03-01T01:02:03.1234567Z | Reported by KAPE: file created | C:\\Program Files\\a, b\\x.log',
      '2021-03-02T04:05:06.700Z | Reported by KAPE: file modified | C:\\Program Files\\a, b\\x.log',
      '2021-03-03T00:00:00Z | Reported by KAPE: file last accessed | C:\\Program Files\\a, b\\x.log',
      '2021-03-08T10:00:01Z | Reported by KAPE: file copied | C:\\$MFT',
    ])
    expect(warned(log)).toEqual(['last row is cut off'])
  })

  it('says what it left out', async () => {
    const text = 'SourceFile,SourceFileSha1,Reason\nC:\\a.log,DA39,Deduped\n'
    const log = await readReport(kapeLog, { path: 'x_SkipLog.csv.csv', text })
    expect(told(log)).toEqual(['no time | Reported by KAPE: file not copied (Deduped) | C:\\a.log'])
  })
})

describe('CyLR', () => {
  it('tells what it collected, line by line', async () => {
    const text =
      '2021-03-08T10:00:00 [info] Collection started\nhalf a line\n2021-03-08T10:00:01 [warn] No access to C:\\a\n'
    const log = await readReport(cylrLog, { path: 'CyLR_Collection_Log_x.log', text })
    expect(told(log)).toEqual([
      '2021-03-08T10:00:00Z | Reported by CyLR: info | Collection started',
      '2021-03-08T10:00:01Z | Reported by CyLR: warn | No access to C:\\a',
    ])
    expect(log.totals.unreadable).toBe(1)
  })
})

describe('Velociraptor', () => {
  const file = (path: string, modified: string): string =>
    `{"CopiedOnTimestamp":1730828739,"SourceFile":"${path}","DestinationFile":"x","FileSize":1,"SourceFileSha256":"e0","Created":"2021-05-08T08:06:51.7462883Z","Changed":"","Modified":"${modified}","LastAccessed":null,"_Source":"Generic.Collectors.File/Uploads"}`

  it('states the times that collected files had', async () => {
    const text = [
      file('C:\\\\inetpub\\\\a.aspx', '2021-03-03T01:02:03Z'),
      '{"CopiedOnTimestamp":1730828739,"SourceFile":"C:\\\\b","Modi',
      file('C:\\\\c', 'yesterday'),
    ].join('\n')
    const path = 'results/Windows.KapeFiles.Targets/Uploads.json'
    const log = await readReport(velociraptor, { path, text })
    expect(told(log)).toEqual([
      '2021-05-08T08:06:51.7462883Z | Reported by Velociraptor: file created | C:\\inetpub\\a.aspx',
      '2021-03-03T01:02:03Z | Reported by Velociraptor: file modified | C:\\inetpub\\a.aspx',
      '2021-05-08T08:06:51.7462883Z | Reported by Velociraptor: file created | C:\\c',
    ])
    expect(warned(log)).toEqual([
      'object that cannot be read',
      'time of a file that cannot be read',
    ])
  })

  it('reads objects laid out over lines too', async () => {
    const laidOut = file('C:\\\\a', '2021-03-03T01:02:03Z').replaceAll(',"', ',\n    "')
    const log = await readReport(velociraptor, { path: 'loose.json', text: `[${laidOut}\n]\n` })
    expect(log.rows.map(({ time }) => time)).toEqual([
      '2021-05-08T08:06:51.7462883Z',
      '2021-03-03T01:02:03Z',
    ])
  })

  it('reads its own list of uploads', async () => {
    const text =
      '{"Timestamp":"2021-03-08T10:00:00Z","started":1,"vfs_path":"C:\\\\a","file_size":1,"uploaded_size":1}\n'
    const log = await readReport(velociraptor, { path: 'uploads.json', text })
    expect(told(log)).toEqual([
      '2021-03-08T10:00:00Z | Reported by Velociraptor: file collected | C:\\a',
    ])
  })

  it('gives results of any artefact their name, first time and path', async () => {
    const read = (artefact: string, text: string): ReturnType<typeof readReport> =>
      readReport(velociraptor, { path: `results/${artefact}.json`, text })
    const netstat = await read(
      'Windows.Network.Netstat',
      '{"Pid":4,"Name":"w3wp.exe","Raddr":{"IP":"203.0.113.7","Port":1},"Timestamp":"2021-03-01T00:00:00Z"}\n',
    )
    expect(netstat.rows[0]).toMatchObject({ client: '203.0.113.7', target: 'w3wp.exe' })
    const events = await read(
      'Windows.EventLogs.Evtx',
      '{"System":{"TimeCreated":{"SystemTime":1614834000.5}},"Message":"a\\tb","Hostname":"MAIL1"}\n',
    )
    expect(told(events)).toEqual([
      '2021-03-04T05:00:00.500Z | Reported by Velociraptor: Windows.EventLogs.Evtx | a b',
    ])
    expect([...events.totals.servers]).toEqual([['MAIL1', 1]])
    const table = await read(
      'Windows.NTFS.MFT',
      '{"EntryNumber":1,"OSPath":"\\\\\\\\.\\\\C:\\\\a","Created0x10":"2021-03-01T00:00:00.1Z"}\n{}\n',
    )
    expect(told(table)).toEqual([
      '2021-03-01T00:00:00.100Z | Reported by Velociraptor: Windows.NTFS.MFT | \\\\.\\C:\\a',
    ])
  })
})
