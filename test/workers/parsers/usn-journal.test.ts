import { describe, expect, it } from 'vitest'
import { EventSink } from '../../../workers/event-sink.js'
import { recognise } from '../../../workers/parsers/index.js'
import { mft } from '../../../workers/parsers/mft.js'
import { usnJournal } from '../../../workers/parsers/usn-journal.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'
import { entryOf, MemoryInput } from './memory-input.js'
import { fileTable, folders, type FileSpec } from './ntfs/build-mft.js'
import {
  BASIC_INFO,
  CLOSE,
  CREATE,
  DELETE,
  EXTEND,
  journal,
  NEW_NAME,
  OLD_NAME,
  type UsnSpec,
} from './ntfs/build-usn.js'
import { bytesOf, readAll, type ReadLog } from './read-all.js'

const kernels = await loadKernels()
const PATH = 'C:/$Extend/$J'
/** Mebibyte that the parser reads at a time. */
const CHUNK = 1_024 * 1_024

/** What the file table's reader leaves for the journal's. */
async function foldersOf(specs: readonly FileSpec[]): Promise<Blob | null> {
  const sink = new EventSink(0, 0, () => Promise.resolve(), [], kernels)
  await mft.parse(new MemoryInput(fileTable(specs), { path: 'C:/$MFT' }), sink)
  return (await sink.finish()).folders
}

async function read(
  parts: readonly (UsnSpec | number | Uint8Array)[],
  table: readonly FileSpec[] | null = null,
): Promise<ReadLog> {
  const known = table ? await foldersOf(table) : null
  return readAll(usnJournal, journal(parts), { path: PATH, folders: known })
}

const told = (log: ReadLog): string[] => log.rows.map(({ action, target }) => `${action} ${target}`)

describe('recognition', () => {
  it('is by the first record, or by name where zeros stand there', () => {
    const one = { file: 40, name: 'a.txt', reason: CREATE }
    const head = journal([one, one])
    expect(recognise(head, entryOf('any', head.length))?.id).toBe('usn-journal')
    const late = journal([512, { ...one, version: 3 }, 8])
    expect(recognise(late, entryOf('any', late.length))?.id).toBe('usn-journal')
    const zeros = new Uint8Array(4_096)
    expect(recognise(zeros, entryOf(PATH, 1e9))?.id).toBe('usn-journal')
    expect(recognise(zeros, entryOf('C:/$Extend/$UsnJrnl:$J', 1e9))?.id).toBe('usn-journal')
    expect(recognise(zeros, entryOf('C:/pagefile.sys', 1e9))).toBeNull()
    expect(recognise(bytesOf('no journal'), entryOf(PATH, 10))).toBeNull()
  })
})

describe('records', () => {
  it('of versions 2 and 3 give the same rows, those of version 4 add their reasons', async () => {
    for (const version of [2, 3] as const) {
      const log = await read([
        { version, file: 40, name: 'é.txt', reason: CREATE, time: 132_591_689_931_234_567n },
        { version: 4, file: 40, reason: CREATE | EXTEND, extents: 3 },
        { version, file: 40, name: 'é.txt', reason: CREATE | EXTEND | CLOSE },
      ])
      expect(log.rows).toMatchObject([
        {
          time: '2021-03-02T14:29:53.1234567Z',
          family: 'usn',
          offset: 0,
          action: 'File created, data added',
          target: 'C:/é.txt',
        },
      ])
      expect(log.totals).toMatchObject({ records: 3, unreadable: 0 })
      expect(log.warnings).toEqual([])
    }
  })

  it('are one change from opening to closing, deletions and renames apart', async () => {
    const file = { file: 40, name: 'a.tmp' }
    const log = await read([
      { ...file, reason: CREATE },
      { ...file, reason: CREATE | EXTEND },
      { ...file, reason: CREATE | EXTEND | BASIC_INFO | CLOSE },
      { ...file, reason: EXTEND },
      { ...file, reason: EXTEND | OLD_NAME },
      { file: 40, name: 'b.aspx', reason: EXTEND | NEW_NAME },
      { file: 40, name: 'b.aspx', reason: EXTEND | NEW_NAME | BASIC_INFO | CLOSE },
      { file: 40, name: 'b.aspx', reason: DELETE | CLOSE },
      { file: 40, sequence: 2, name: 'c.txt', reason: CREATE | CLOSE },
    ])
    expect(told(log)).toEqual([
      'File created, data added, attributes or times changed C:/a.tmp',
      'File data added C:/a.tmp',
      'File renamed from C:/a.tmp (attributes or times changed) C:/b.aspx',
      'File deleted C:/b.aspx',
      'File created C:/c.txt',
    ])
    expect(log.totals.records).toBe(9)
  })

  it('of half a rename say which half is missing', async () => {
    const log = await read([
      { file: 40, name: 'new.txt', reason: NEW_NAME | CLOSE },
      { file: 41, name: 'old.txt', reason: OLD_NAME },
    ])
    expect(told(log)).toEqual([
      'File renamed (old name not recorded) C:/new.txt',
      'File renamed (new name not recorded) C:/old.txt',
    ])
  })

  it('of two renames in one opening are two changes', async () => {
    const log = await read([
      { file: 40, name: 'a', reason: OLD_NAME },
      { file: 40, name: 'b', reason: NEW_NAME },
      { file: 40, name: 'b', reason: OLD_NAME },
      { file: 40, name: 'c', reason: NEW_NAME },
      { file: 40, name: 'c', reason: NEW_NAME | CLOSE },
    ])
    expect(told(log)).toEqual(['File renamed from C:/a C:/b', 'File renamed from C:/b C:/c'])
  })
})

describe('paths', () => {
  const table = [...folders('inetpub/wwwroot/aspnet_client', 30), ...folders('Users/Public', 40)]

  it('come from the file table, moves between folders included', async () => {
    const log = await read(
      [
        { file: 50, parent: 41, name: 'x.txt', reason: OLD_NAME },
        { file: 50, parent: 32, name: 'x.aspx', reason: NEW_NAME | CLOSE },
      ],
      table,
    )
    expect(told(log)).toEqual([
      'File moved from C:/Users/Public/x.txt C:/inetpub/wwwroot/aspnet_client/x.aspx',
    ])
    expect(log.warnings).toEqual([])
  })

  it('are those of the time: folders renamed and moved later have their names of then', async () => {
    const folder = (name: string, parent: number, reason: number): UsnSpec => ({
      file: 32,
      parent,
      name,
      reason,
      directory: true,
    })
    const log = await read(
      [
        { file: 50, parent: 32, name: '1.txt', reason: CREATE | CLOSE },
        folder('work', 41, OLD_NAME),
        folder('play', 41, NEW_NAME | CLOSE),
        { file: 51, parent: 32, name: '2.txt', reason: CREATE | CLOSE },
        folder('play', 41, OLD_NAME),
        folder('aspnet_client', 31, NEW_NAME | CLOSE),
        { file: 52, parent: 32, name: '3.txt', reason: CREATE | CLOSE },
      ],
      table,
    )
    expect(told(log)).toEqual([
      'File created C:/Users/Public/work/1.txt',
      'Folder renamed from C:/Users/Public/work C:/Users/Public/play',
      'File created C:/Users/Public/play/2.txt',
      'Folder moved from C:/Users/Public/play C:/inetpub/wwwroot/aspnet_client',
      'File created C:/inetpub/wwwroot/aspnet_client/3.txt',
    ])
  })

  it('lead through folders that are gone from the table, by the journal’s own records', async () => {
    const log = await read(
      [
        { file: 60, sequence: 3, parent: 40, name: 'tmp', reason: CREATE | CLOSE, directory: true },
        { file: 61, parent: 60, parentSequence: 3, name: 'a.exe', reason: CREATE | CLOSE },
        { file: 61, parent: 60, parentSequence: 3, name: 'a.exe', reason: DELETE | CLOSE },
        { file: 60, sequence: 3, parent: 40, name: 'tmp', reason: DELETE | CLOSE, directory: true },
        { file: 62, parent: 60, parentSequence: 9, name: 'b.exe', reason: CREATE | CLOSE },
      ],
      table,
    )
    expect(told(log)).toEqual([
      'Folder created C:/Users/tmp',
      'File created C:/Users/tmp/a.exe',
      'File deleted C:/Users/tmp/a.exe',
      'Folder deleted C:/Users/tmp',
      'File created C:/<folder 60-9>/b.exe',
    ])
    expect(log.warnings).toEqual([
      '0 folders of the journal that are not known (all folders in the file table: at least 1 changes in folders shown by number) x1',
    ])
  })

  it('show folders by number without a table, and say that it is missing', async () => {
    const log = await read([{ file: 50, parent: 32, name: 'x.aspx', reason: CREATE }])
    expect(told(log)).toEqual(['File created C:/<folder 32-1>/x.aspx'])
    expect(log.warnings).toEqual([
      '0 folders of the journal that are not known (the file table of this volume: at least 1 changes in folders shown by number) x1',
    ])
  })

  it('end at loops and at more levels than there are', async () => {
    const loop = await read([
      { file: 60, parent: 61, name: 'a', reason: CREATE, directory: true },
      { file: 61, parent: 60, name: 'b', reason: CREATE, directory: true },
      { file: 62, parent: 60, name: 'x', reason: CREATE },
    ])
    expect(loop.rows.at(-1)?.target).toMatch(/^C:\/<cut>\/.*\/a\/x$/)
  })
})

describe('zeros and damage', () => {
  const one = (file: number): UsnSpec => ({ file, name: `file${String(file)}.txt`, reason: CREATE })

  it('before, between and behind records are skipped, records across chunks read', async () => {
    const log = await read([3 * CHUNK - 40, one(1), 72, one(2), CHUNK - 256, one(3), 4_096])
    const first = 3 * CHUNK - 40
    expect(log.rows.map(({ target, offset }) => [target, offset])).toEqual([
      ['C:/file1.txt', first],
      ['C:/file2.txt', first + 80 + 72],
      ['C:/file3.txt', first + 80 + 72 + 80 + CHUNK - 256],
    ])
    expect(log.totals.unreadable).toBe(0)
    expect(log.warnings).toEqual([])
  })

  it.each([8, 4_000, 2 * CHUNK])(
    'of %i bytes is one gap, behind which reading goes on',
    async (size) => {
      const junk = new Uint8Array(size).fill(0xa7)
      const log = await read([one(1), junk, one(2), one(3)])
      expect(told(log)).toEqual([1, 2, 3].map((n) => `File created C:/file${String(n)}.txt`))
      expect(log.totals).toMatchObject({ unreadable: 1, records: 4 })
      expect(log.warnings[0]).toBe(
        `80 no journal record (a record of version 2, 3 or 4, or zeros: bytes 167,167,167,167,167,167,167,167, and so on to ${String(80 + size)}) x1`,
      )
    },
  )

  it('at the end is a record cut off', async () => {
    const bytes = journal([one(1), one(2)]).slice(0, -20)
    const log = await readAll(usnJournal, bytes, { path: PATH })
    expect(log.rows).toHaveLength(1)
    expect(log.totals.unreadable).toBe(1)
  })
})

describe('a record’s own text', () => {
  it('holds its fields and bytes', () => {
    const tell = (spec: UsnSpec): string => {
      const bytes = journal([spec])
      const location = { entry: 0, offset: 64, size: bytes.length }
      expect(usnJournal.record?.stretch(location, 1e6)).toEqual({ from: 64, to: 64 + bytes.length })
      return usnJournal.record?.tell({ bytes, base: 64 }, location) ?? ''
    }
    const text = tell({ version: 3, file: 7, parent: 32, name: 'x.aspx', reason: CREATE | CLOSE })
    for (const part of [
      'name: x.aspx',
      'version: 3',
      'file: record 7-1',
      'folder: record 32-1',
      'reason: created, closed (0x80000100)',
      'attributes: archive',
      '0000  ',
    ])
      expect(text).toContain(part)
    expect(tell({ version: 4, file: 7, reason: EXTEND, extents: 2 })).toContain('ranges: 2')
    expect(
      usnJournal.record?.tell({ bytes: bytesOf('?'), base: 0 }, { entry: 0, offset: 0, size: 1 }),
    ).toContain('no journal record')
  })
})
