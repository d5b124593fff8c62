import { describe, expect, it } from 'vitest'
import { plain } from '../../../src/model/plain.js'
import { BASELINE_PATHS } from '../../../src/model/tables/web-baseline-table.js'
import { DETECTIONS } from '../../../workers/detections/index.js'
import type { EventBatch } from '../../../src/model/event-table.js'
import { EventSink } from '../../../workers/event-sink.js'
import { recognise } from '../../../workers/parsers/index.js'
import { mft } from '../../../workers/parsers/mft.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'
import { entryOf, MemoryInput } from './memory-input.js'
import { file, fileTable, folders, type FileSpec } from './ntfs/build-mft.js'
import { readTable, rowAt } from './ntfs/read-table.js'
import { bytesOf, type ReadLog } from './read-all.js'

const kernels = await loadKernels()
const SHELL = plain('<scr¦ipt lang¦uage="JS¦cript" run¦at="ser¦ver">ev¦al(Req¦uest["x"])</scr¦ipt>')
const OWA_AUTH = 'Program Files/Microsoft/Exchange Server/V15/FrontEnd/HttpProxy/owa/auth'
const ASPNET_CLIENT = 'inetpub/wwwroot/aspnet_client'

/** Paths of Exchange's own web files, below its install folder. */
function baselinePaths(): string[] {
  let last = ''
  return BASELINE_PATHS.split(';').map((line) => {
    const [shared = '', rest = ''] = line.split(',')
    return (last = last.slice(0, parseInt(shared, 36)) + rest)
  })
}

function rowsOf(log: ReadLog, end: string): string[] {
  return log.rows
    .filter(({ target }) => target.endsWith(end))
    .map(({ time, action, target }) => `${time} ${action} ${target}`)
}

/** Ids of the detections that the table's rows hit, each with the row's path. */
async function findings(bytes: Uint8Array): Promise<string[]> {
  const found: string[] = []
  const strings: string[] = []
  const deliver = (batch: EventBatch): Promise<void> => {
    strings.push(...batch.newStrings)
    for (let hit = 0; hit < batch.hits.length; hit += 3) {
      const target = strings[batch.columns.target[batch.hits[hit] ?? 0] ?? 0] ?? ''
      found.push(`${DETECTIONS[batch.hits[hit + 1] ?? 0]?.id ?? ''} ${target}`)
    }
    return Promise.resolve()
  }
  const sink = new EventSink(0, 0, deliver, DETECTIONS, kernels)
  await mft.parse(new MemoryInput(bytes, { path: 'C:/$MFT' }), sink)
  await sink.finish()
  return found
}

describe('recognition', () => {
  it('is by the records, whatever the name', () => {
    const bytes = fileTable([])
    expect(recognise(bytes.slice(0, 4_096), entryOf('x.bin', bytes.length))?.id).toBe('mft')
    expect(recognise(bytesOf('FILE of the court\r\n'), entryOf('C:/$MFT', 20))).toBeNull()
  })

  it('survives a first record that is no longer one', () => {
    const bytes = fileTable(folders('a/b', 1))
    bytes.fill(0x41, 0, 1_024)
    expect(mft.sniff(bytes.slice(0, 4_096), entryOf('x', bytes.length))).toBe(true)
  })
})

describe('paths', () => {
  it('lead from the volume through every folder', async () => {
    const specs = [
      ...folders('Windows/System32/drivers', 30),
      { record: 40, names: [{ text: 'ndis.sys', parent: 32 }] },
    ]
    const log = await readTable(fileTable(specs))
    expect(rowAt(log, 40)).toMatchObject({
      time: '2021-03-03T00:00:00.1234567Z',
      family: 'mft',
      action: 'File created',
      target: 'C:/Windows/System32/drivers/ndis.sys',
      size: 1_024,
    })
    expect(rowAt(log, 31)).toMatchObject({
      action: 'Folder created',
      target: 'C:/Windows/System32',
    })
    expect(rowAt(log, 5)?.target).toBe('C:/')
    expect(log.warnings).toEqual([])
    expect(log.totals.unreadable).toBe(0)
    const bare = await readTable(fileTable(specs), '$MFT')
    expect(rowAt(bare, 40)?.target).toBe('Windows/System32/drivers/ndis.sys')
  })

  it('are found in records of 4096 bytes, and in folders that stand behind their files', async () => {
    const specs = [{ record: 7, names: [{ text: 'late.txt', parent: 30 }] }, ...folders('Data', 30)]
    const log = await readTable(fileTable(specs, 4_096))
    expect(log.rows.map(({ target, offset }) => [target, offset / 4_096])).toEqual([
      ['C:/$MFT', 0],
      ['C:/', 5],
      ['C:/Data/late.txt', 7],
      ['C:/Data', 30],
    ])
  })

  it('of files whose folder is gone begin with <orphan>, of deleted folders they are kept', async () => {
    const gone = { record: 31, sequence: 2, directory: true, inUse: false }
    const log = await readTable(
      fileTable([
        { ...gone, names: [{ text: 'Old', parent: 5, parentSequence: 5 }] },
        // Deleted with its folder, whose record counts one more since.
        { record: 41, inUse: false, names: [{ text: 'a.txt', parent: 31, parentSequence: 1 }] },
        { record: 42, names: [{ text: 'b.txt', parent: 31, parentSequence: 9 }] },
        { record: 43, names: [{ text: 'c.txt', parent: 4_000_000 }] },
        { record: 44, names: [{ text: 'd.txt', parent: 41 }] },
      ]),
    )
    expect([41, 42, 43, 44].map((record) => rowAt(log, record)?.target)).toEqual([
      'C:/Old/a.txt',
      'C:/<orphan>/b.txt',
      'C:/<orphan>/c.txt',
      'C:/<orphan>/d.txt',
    ])
    expect(rowAt(log, 41)?.action).toBe('File created, since deleted')
  })

  it('end at loops, and are cut where no path is that long', async () => {
    const loop = [
      { record: 30, directory: true, names: [{ text: 'a', parent: 31 }] },
      { record: 31, directory: true, names: [{ text: 'b', parent: 30 }] },
      { record: 32, directory: true, names: [{ text: 'self', parent: 32 }] },
      { record: 33, names: [{ text: 'x.txt', parent: 30 }] },
      { record: 34, names: [{ text: 'y.txt', parent: 32 }] },
    ]
    const log = await readTable(fileTable(loop))
    expect(rowAt(log, 33)?.target).toMatch(/^C:\/<loop>\/.*\/x\.txt$/)
    expect(rowAt(log, 34)?.target).toBe('C:/<loop>/self/y.txt')
    const long = 'n'.repeat(250)
    const deep = Array.from({ length: 40 }, (_, level) => ({
      record: 30 + level,
      directory: true,
      names: [{ text: long, parent: level === 0 ? 5 : 29 + level, parentSequence: level ? 1 : 5 }],
    }))
    const cut = await readTable(fileTable(deep))
    expect(cut.rows).toHaveLength(42)
    expect(cut.rows.some(({ target }) => target.startsWith('C:/<cut>/'))).toBe(true)
    for (const { target } of cut.rows) expect(target.length).toBeLessThan(4_200)
  })

  it('hold letters of every script, lone halves of a pair as a mark', async () => {
    const names = ['Prüfung.txt', '表.txt', '😀.txt', '\ud800x.txt']
    const log = await readTable(
      fileTable(
        names.map((text, index) => ({
          record: 30 + index,
          names: [{ text, parent: 5, parentSequence: 5 }],
        })),
      ),
    )
    expect(log.rows.slice(2).map(({ target }) => target)).toEqual([
      'C:/Prüfung.txt',
      'C:/表.txt',
      'C:/😀.txt',
      'C:/\ufffdx.txt',
    ])
  })
})

describe('names', () => {
  it('are the long ones, wherever the short form stands', async () => {
    const short = { text: 'LONGNA~1.TXT', parent: 5, parentSequence: 5, space: 2 }
    const long = { text: 'long name.txt', parent: 5, parentSequence: 5, space: 1 }
    const log = await readTable(
      fileTable([
        { record: 30, names: [short, long] },
        { record: 31, names: [long, short] },
        { record: 32, names: [short] },
      ]),
    )
    expect([30, 31, 32].map((record) => rowAt(log, record)?.target)).toEqual([
      'C:/long name.txt',
      'C:/long name.txt',
      'C:/LONGNA~1.TXT',
    ])
    expect(log.rows).toHaveLength(5)
  })

  it('and contents are read from extension records, before or behind the file’s own', async () => {
    const log = await readTable(
      fileTable([
        ...folders(ASPNET_CLIENT, 30),
        { record: 40, base: 41, names: [{ text: 'x.aspx', parent: 32 }] },
        { record: 41, list: true },
        { record: 42, base: 41, streams: [{ content: bytesOf(SHELL) }] },
        { record: 43, base: 44, baseSequence: 7, names: [{ text: 'stale.txt', parent: 32 }] },
        { record: 44, names: [{ text: 'new.txt', parent: 32 }] },
      ]),
    )
    expect(rowAt(log, 41)?.target).toBe(`C:/${ASPNET_CLIENT}/x.aspx`)
    expect(log.seen.map(({ fields }) => fields['content'])).toEqual([SHELL])
    expect(log.rows.some(({ target }) => target.endsWith('stale.txt'))).toBe(false)
    expect(log.warnings).toEqual([
      '44032 part of a file whose record is gone (the record that it extends: record 44 is not of that file) x1',
    ])
  })

  it('of one file in several folders give a row each where a web server would run it', async () => {
    const log = await readTable(
      fileTable([
        ...folders(ASPNET_CLIENT, 30),
        {
          record: 40,
          names: [
            { text: 'report.txt', parent: 5, parentSequence: 5 },
            { text: 'link.aspx', parent: 32 },
            { text: 'other.txt', parent: 30 },
          ],
          streams: [{ content: bytesOf(SHELL) }],
        },
      ]),
    )
    expect(log.rows.filter(({ offset }) => offset === 40 * 1_024).map((row) => row.target)).toEqual(
      ['C:/report.txt', `C:/${ASPNET_CLIENT}/link.aspx`],
    )
  })
})

describe('streams', () => {
  it('say where a file came from', async () => {
    const zone = '[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=http://203.0.113.9/p.zip\r\n'
    const log = await readTable(
      fileTable([
        {
          record: 30,
          names: [{ text: 'p.zip', parent: 5, parentSequence: 5 }],
          streams: [
            {},
            { name: 'Zone.Identifier', content: bytesOf(zone) },
            { name: 'hidden.exe' },
            { name: 'WofCompressedData' },
          ],
        },
      ]),
    )
    expect(log.rows.slice(2).map(({ target, action }) => [target, action])).toEqual([
      ['C:/p.zip', 'File created'],
      [
        'C:/p.zip:Zone.Identifier',
        'File came from elsewhere: ZoneId=3, HostUrl=http://203.0.113.9/p.zip',
      ],
      ['C:/p.zip:hidden.exe', 'Stream beside a file'],
    ])
  })
})

describe('what a file’s record states besides its birth', () => {
  const created = file('2019-01-01T10:00:00')
  const named = file('2021-03-03T06:49:53', 1_234_567)
  const page = {
    record: 40,
    created,
    modified: file('2021-03-04T01:02:03', 5),
    changed: file('2021-03-05T00:00:00', 1),
    names: [{ text: 'x.aspx', parent: 32, created: named }],
  }

  it('is told of pages, times set back in words', async () => {
    const log = await readTable(fileTable([...folders(ASPNET_CLIENT, 30), page]))
    const path = `C:/${ASPNET_CLIENT}/x.aspx`
    expect(rowsOf(log, 'x.aspx')).toEqual([
      `2019-01-01T10:00:00Z File created, dated before its name ($SI before $FN) ${path}`,
      `2021-03-04T01:02:03.0000005Z File content changed ($SI) ${path}`,
      `2021-03-03T06:49:53.1234567Z File name entered ($FN) ${path}`,
    ])
    const whole = { ...page, created: file('2021-03-03T06:49:54'), modified: page.created }
    const second = await readTable(fileTable([...folders(ASPNET_CLIENT, 30), whole]))
    expect(rowsOf(second, 'x.aspx')[0]).toContain(
      'File created, dated to a whole second ($SI), its name is not ($FN)',
    )
  })

  it('tells when a deleted file was last changed', async () => {
    const log = await readTable(
      fileTable([
        ...folders('Temp', 30),
        { ...page, inUse: false, names: [{ text: 'mimi.exe', parent: 30 }] },
      ]),
    )
    expect(rowsOf(log, 'mimi.exe').at(-1)).toBe(
      '2021-03-05T00:00:00.0000001Z File deleted later (record kept) C:/Temp/mimi.exe',
    )
  })

  it('is left out for other files, and for what Windows keeps in its stores', async () => {
    const times = { created, modified: page.modified }
    const log = await readTable(
      fileTable([
        ...folders('Windows/WinSxS/amd64_x', 30),
        { record: 40, ...times, names: [{ text: 'a.dll', parent: 32, created: named }] },
        { record: 41, ...times, names: [{ text: 'notes.txt', parent: 30, created: named }] },
        { record: 42, ...times, names: [{ text: 'b.dll', parent: 30, created: named }] },
      ]),
    )
    expect(rowsOf(log, 'a.dll')).toHaveLength(1)
    expect(rowsOf(log, 'notes.txt')).toHaveLength(1)
    expect(rowsOf(log, 'b.dll')).toHaveLength(3)
  })
})

describe('web shells in the table', () => {
  const shell = (inUse: boolean, parent: number, text = 'x.aspx') => ({
    record: 60,
    inUse,
    names: [{ text, parent }],
    streams: [{ content: bytesOf(SHELL) }],
  })

  it.each([true, false])('are found by place and content (in use: %s)', async (inUse) => {
    const table = fileTable([...folders(OWA_AUTH, 30), shell(inUse, 37)])
    const path = `C:/${OWA_AUTH}/x.aspx`
    expect(await findings(table)).toEqual([`WS-PLACE ${path}`, `WS-CONTENT ${path}`])
    const below = fileTable([...folders(ASPNET_CLIENT, 30), shell(inUse, 32)])
    expect(await findings(below)).toHaveLength(2)
  })

  it('are found by place where their content is not in the record, by content where the folder is gone', async () => {
    const big = { record: 60, names: [{ text: 'b.aspx', parent: 32 }], streams: [{}] }
    expect(await findings(fileTable([...folders(ASPNET_CLIENT, 30), big]))).toEqual([
      `WS-PLACE C:/${ASPNET_CLIENT}/b.aspx`,
    ])
    expect(await findings(fileTable([shell(false, 77)]))).toEqual(['WS-CONTENT C:/<orphan>/x.aspx'])
  })

  it('are not Exchange’s own pages, nor folders of such a name', async () => {
    const install = 'Program Files/Microsoft/Exchange Server/V15'
    const table = fileTable([
      ...folders(OWA_AUTH, 30),
      ...folders(`${install}/ClientAccess/ecp`, 50),
      { record: 70, names: [{ text: 'logon.aspx', parent: 37 }], streams: [{}] },
      { record: 71, names: [{ text: 'errorFE.aspx', parent: 37 }], streams: [{}] },
      { record: 72, names: [{ text: 'default.aspx', parent: 55 }], streams: [{}] },
      { record: 73, inUse: false, names: [{ text: 'logoff.aspx', parent: 37 }], streams: [{}] },
      { record: 74, directory: true, names: [{ text: 'x.aspx', parent: 37 }] },
    ])
    expect(await findings(table)).toEqual([])
  })
})

describe('a clean server', () => {
  it('has no web shell: every page that Exchange ships stands in its place', async () => {
    const pages = baselinePaths().filter((path) => /\.(?:aspx|ashx|asmx|svc)$/.test(path))
    expect(pages.length).toBeGreaterThan(100)
    const numbers = new Map<string, number>()
    const specs: FileSpec[] = []
    const numberOf = (path: string): number => {
      const known = numbers.get(path)
      if (known !== undefined) return known
      const slash = path.lastIndexOf('/')
      const parent = slash < 0 ? 5 : numberOf(path.slice(0, slash))
      const record = 30 + specs.length
      numbers.set(path, record)
      const name = { text: path.slice(slash + 1), parent, parentSequence: parent === 5 ? 5 : 1 }
      specs.push({ record, directory: !pages.includes(path), names: [name], streams: [{}] })
      return record
    }
    for (const path of pages) numberOf(path)
    const table = fileTable(specs)
    expect((await readTable(table)).rows.filter(({ action }) => /^File/.test(action))).toHaveLength(
      pages.length + 1,
    )
    expect(await findings(table)).toEqual([])
  })
})
