import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { timeline } from '../../../../workers/parsers/timeline.js'
import { readAll } from '../read-all.js'
import { readReport, told, warned } from './reports.js'

const EVIDENCE = process.env.AFTERPATCH_EVIDENCE ?? '../shared/data'
const BODYFILE = `${EVIDENCE}/ntfs/velociraptor-test-ntfs.bodyfile.txt`

function read(text: string): ReturnType<typeof readReport> {
  return readReport(timeline, { path: 'timeline.csv', text })
}

const L2T =
  'date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra'
const DYNAMIC = 'datetime,timestamp_desc,source,source_long,message,parser,display_name,tag'

describe('timelines', () => {
  it('of log2timeline keep their stated time, source, user and message', async () => {
    const log = await read(`${L2T}
03/02/2021,04:15:22,UTC,M...,FILE,NTFS file stat,Content Modification Time,-,MAIL1,short,"C:\\a" is open,2,TSK:/a,1,-,filestat,-
03/03/2021,00:00:00,Europe/Berlin,..C.,EVT,WinEVTX,Event Logged,S-1-5-18,MAIL1,short,logged on,2,x,1,-,winevtx,-
13/03/2021,00:00:00,UTC,M...,EVT,WinEVTX,Event Logged,-,-,short,no such day,2,x,1,-,winevtx,-
03/04/2021,00:00`)
    expect(told(log)).toEqual([
      '2021-03-02T04:15:22Z | Reported by plaso: NTFS file stat, Content Modification Time | "C:\\a" is open',
      '2021-03-03T00:00:00Z | Reported by plaso: WinEVTX, Event Logged | logged on',
      'no time | Reported by plaso: WinEVTX, Event Logged | no such day',
    ])
    expect(log.rows.map(({ user }) => user)).toEqual(['', 'S-1-5-18', ''])
    expect([...log.totals.servers]).toEqual([['MAIL1', 2]])
    expect(warned(log)).toEqual([
      'times of a timeline are not in UTC: shown as if they were',
      'row with a time that cannot be read',
      'last row is cut off',
    ])
  })

  it('of psort quote nothing: a quote in a message opens no cell', async () => {
    const log = await read(`${DYNAMIC}
2021-03-02T04:15:22.123456+00:00,Creation Time,FILE,NTFS file entry,"open quote,filestat,NTFS:\\a,-
2021-03-02T06:15:22+02:00,Creation Time,FILE,NTFS file entry,second,filestat,NTFS:\\b,-
`)
    expect(told(log)).toEqual([
      '2021-03-02T04:15:22.123456Z | Reported by plaso: NTFS file entry, Creation Time | "open quote',
      '2021-03-02T04:15:22Z | Reported by plaso: NTFS file entry, Creation Time | second',
    ])
  })

  it('of Timesketch are read as table and as JSON lines', async () => {
    const table = await read(
      'message,timestamp,datetime,timestamp_desc,hostname\n"two\nlines, and ""more""",1614658522000000,2021-03-02T04:15:22+00:00,Logged,MAIL1\nno date,1614658522000000,,Logged,MAIL1\n',
    )
    expect(told(table)).toEqual([
      '2021-03-02T04:15:22Z | Reported by a timeline: Logged | two lines, and "more"',
      '2021-03-02T04:15:22Z | Reported by a timeline: Logged | no date',
    ])
    const lines = await read(
      [
        '{"message":"a\\tb","timestamp":1614658522000001,"datetime":"2021-03-02T04:15:22+00:00","timestamp_desc":"Logged","data_type":"windows:evtx"}',
        '{"message":"x","timestamp":1614658522000001,"timestamp_desc":"Logged"}',
        '{"message":"cut","times',
        '{"other":1}',
      ].join('\n'),
    )
    expect(told(lines)).toEqual([
      '2021-03-02T04:15:22Z | Reported by a timeline: windows:evtx, Logged | a b',
      '2021-03-02T04:15:22.000001Z | Reported by a timeline: Logged | x',
    ])
    expect(lines.totals.unreadable).toBe(2)
  })

  it('cut long messages, never inside a character', async () => {
    const log = await read(
      `${DYNAMIC}\n2021-03-02T04:15:22+00:00,C,F,L,${'a'.repeat(479)}${'é'.repeat(200)},p,d,-\n`,
    )
    expect(log.rows[0]?.target).toBe(`${'a'.repeat(479)}…`)
  })
})

describe('bodyfiles', () => {
  it('give a row for each different time', async () => {
    const log =
      await read(`0|/a|b.aspx (deleted)|12-128-1|r/rrwxrwxrwx|0|0|5|1614658522|1614658522|1614658522.5|0
0|/never|13|r/r|0|0|5|0|0|0|0
not a line
`)
    expect(told(log)).toEqual([
      '2021-03-02T04:15:22Z | Reported by a bodyfile: file last accessed, modified | /a|b.aspx (deleted)',
      '2021-03-02T04:15:22.500Z | Reported by a bodyfile: file record changed | /a|b.aspx (deleted)',
      'no time | Reported by a bodyfile: file without a time | /never',
    ])
    expect(log.totals.unreadable).toBe(1)
  })

  it.skipIf(!existsSync(BODYFILE))(
    'of The Sleuth Kit are read whole (needs evidence)',
    async () => {
      const log = await readAll(timeline, readFileSync(BODYFILE))
      const lines = readFileSync(BODYFILE, 'utf8').split('\n').filter(Boolean)
      expect(log.totals.unreadable).toBe(0)
      expect(new Set(log.rows.map(({ offset }) => offset)).size).toBe(lines.length)
      expect(new Set(log.rows.map(({ target }) => target))).toEqual(
        new Set(lines.map((line) => line.split('|')[1])),
      )
    },
  )
})
