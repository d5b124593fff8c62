import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/model/finding.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { pageOfFile } from '../../../workers/web-path.js'
import { analysisInput, type TestCase, type TestRow } from '../verdict/build-table.js'

const A = '203.0.113.41'
const PAGE = '/aspnet_client/system_web/kx7.aspx'
const FILE = `C:/inetpub/wwwroot${PAGE}`

function at(minute: number, second = 0): string {
  return new Date(Date.UTC(2021, 2, 5, 3, minute, second)).toISOString()
}

function file(over: Partial<TestRow>): TestRow {
  return { family: 'mft', action: 'File created, since deleted', target: FILE, ...over }
}

/** The request that writes: `PL-04` proves a break-in. */
function order(time: string): TestRow {
  return { family: 'httpproxy-ecp', time, client: A, status: 200, hit: ['PL-04', 0] }
}

function use(time: string, over: Partial<TestRow> = {}): TestRow {
  return {
    family: 'iis-front',
    time,
    client: A,
    action: 'POST',
    target: PAGE,
    status: 200,
    ...over,
  }
}

function found(detection: string, test: TestCase): Finding[] {
  return analyse(analysisInput(test)).findings.filter((one) => one.detection === detection)
}

describe('a page’s birth', () => {
  it('is joined to the request that wrote it, and to those that used it', () => {
    const rows = [order(at(10, 2)), file({ time: at(10, 1) }), use(at(12)), use(at(40))]
    const [one] = found('WF-BORN', { rows })
    expect(one).toMatchObject({ level: 'critical', rung: 'backdoored', actors: [A], count: 2 })
    expect(one?.reason).toContain('2 requests had an answer from it')
    expect(one?.counterEvidence).toEqual([])
  })

  it('takes a record that states the second before, one that came when its request ended, no other', () => {
    const born = (time: string) =>
      found('WF-BORN', { rows: [order(time), file({ time: at(10, 30) })] })
    expect(born(at(10, 28))).toHaveLength(1)
    expect(born(at(10, 27))).toEqual([])
    expect(born(at(12, 30))).toHaveLength(1)
    expect(born(at(12, 31))).toEqual([])
  })

  it('waits for a mailbox’s export, which comes later than its command', () => {
    const rows: TestRow[] = [
      { family: 'evtx-management', time: at(5), hit: ['PS-06', 0] },
      file({ family: 'usn', action: 'File created, data added', time: at(30) }),
    ]
    expect(found('WF-BORN', { rows })).toHaveLength(1)
  })

  it('is told by what the journal, the table, a listing of the web root and Sysmon write', () => {
    const rows = (over: Partial<TestRow>) => [order(at(10)), file({ time: at(10), ...over })]
    expect(found('WF-BORN', { rows: rows({ family: 'web-root', action: '' }) })).toHaveLength(1)
    const event = { family: 'evtx-sysmon' as const, status: 11, action: 'File created' }
    expect(found('WF-BORN', { rows: rows(event) })).toHaveLength(1)
    const renamed = { family: 'usn' as const, action: 'File renamed from C:/x.txt' }
    expect(found('WF-BORN', { rows: rows(renamed) })).toHaveLength(1)
    expect(found('WF-BORN', { rows: rows({ action: 'Folder created' }) })).toEqual([])
  })

  it('says that a page answered before its stated birth', () => {
    const rows = [use(at(1)), order(at(10)), file({ time: at(10) })]
    expect(found('WF-BORN', { rows })[0]?.counterEvidence[0]).toContain('its times were set')
  })

  it('is medium and proves nothing where only an archive without a zone states it', () => {
    const test: TestCase = {
      rows: [order(at(10)), { ...file({ family: 'web-root', action: '' }), entry: 1 }],
      paths: ['C/log', FILE],
      hostOfEntry: [0, 0],
    }
    const input = analysisInput(test)
    const stamped = input.entries.map((entry) => ({ ...entry, archiveTime: '2021-03-05 04:10:02' }))
    const { findings } = analyse({ ...input, entries: stamped })
    const [one] = findings.filter(({ detection }) => detection === 'WF-BORN')
    expect(one).toMatchObject({ level: 'medium', rung: null })
    expect(one?.counterEvidence[0]).toContain('1 h ahead of UTC')
  })

  it('is nothing for Exchange’s own page, a page elsewhere, or without an attack', () => {
    const own = file({ time: at(10), target: 'C:/Exchange/FrontEnd/HttpProxy/owa/auth/logon.aspx' })
    expect(found('WF-BORN', { rows: [order(at(10)), own] })).toEqual([])
    const other = file({ time: at(10), target: 'C:/inetpub/wwwroot/app/x.aspx' })
    expect(found('WF-BORN', { rows: [order(at(10)), other] })).toEqual([])
    expect(found('WF-BORN', { rows: [file({ time: at(10) }), use(at(11))] })).toEqual([])
  })
})

describe('a page that is gone', () => {
  const deleted = file({ time: at(50), action: 'File deleted later (record kept)' })

  it('was there: by the file table, the journal or an antivirus', () => {
    const rows = (row: TestRow) => [use(at(1)), row]
    const found1 = found('WS-GONE', { rows: rows(deleted) })
    expect(found1).toMatchObject([{ level: 'high', rung: 'backdoored', subject: PAGE, count: 2 }])
    const journal = file({ family: 'usn', time: at(50), action: 'File data cut off, deleted' })
    expect(found('WS-GONE', { rows: rows(journal) })).toHaveLength(1)
    const defender: TestRow = {
      family: 'evtx-defender',
      time: at(50),
      action: 'Defender acted on malware: Quarantine',
      target: 'Backdoor: file:_C:\\inetpub\\wwwroot\\aspnet_client\\system_web\\Kx7.aspx',
    }
    expect(found('WS-GONE', { rows: rows(defender) })).toHaveLength(1)
  })

  it('is a back door that is gone, unless the file itself is in the evidence', () => {
    const backDoor = (rows: readonly TestRow[]) =>
      analyse(analysisInput({ rows })).hosts[0]?.verdict.door.backDoor.call
    const born = file({ time: at(0), hit: ['WS-PLACE', 0] })
    expect(backDoor([born, use(at(1))])).toBe('present')
    expect(backDoor([born, use(at(1)), deleted])).toBe('gone')
    const kept = file({ family: 'web-root', action: '', time: at(0), hit: ['WS-PLACE', 0] })
    expect(backDoor([kept, use(at(1)), deleted])).toBe('present')
  })

  it('or by requests alone, which prove no file', () => {
    const rows = [use(at(1)), use(at(50), { status: 404 })]
    expect(found('WS-GONE', { rows })).toMatchObject([{ level: 'high', rung: null }])
    expect(found('WS-GONE', { rows: [...rows].reverse() })).toHaveLength(1)
  })

  it('is not gone where it still answers, and was none where it never did', () => {
    expect(found('WS-GONE', { rows: [use(at(1), { status: 404 }), use(at(50))] })).toEqual([])
    expect(found('WS-GONE', { rows: [deleted, use(at(1), { status: 404 })] })).toEqual([])
  })
})

it('a file’s request path is found in Exchange’s folders, front and back', () => {
  expect(pageOfFile('C:\\inetpub\\wwwroot\\aspnet_client\\A.aspx')).toBe('/aspnet_client/a.aspx')
  expect(pageOfFile('D:/Exchange/FrontEnd/HttpProxy/owa/auth/x.aspx')).toBe('/owa/auth/x.aspx')
  expect(pageOfFile('C:/E/ClientAccess/exchweb/EWS/x.aspx')).toBe('/ews/x.aspx')
  expect(pageOfFile('C:/E/ClientAccess/Owa/x.aspx')).toBe('/owa/x.aspx')
  expect(pageOfFile('C:/Windows/x.aspx')).toBe('')
})
