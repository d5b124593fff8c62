import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mft } from '../../../workers/parsers/mft.js'
import { attribute, file, fileRecord, fileTable, fixUp, folders } from './ntfs/build-mft.js'
import { readTable, rowAt } from './ntfs/read-table.js'
import { bytesOf, type ReadRow } from './read-all.js'

describe('damage', () => {
  const specs = [
    ...folders('Data', 30),
    { record: 40, names: [{ text: 'before.txt', parent: 30 }] },
    { record: 41, names: [{ text: 'hit.txt', parent: 30 }] },
    { record: 42, names: [{ text: 'behind.txt', parent: 30 }] },
  ]

  it('of a sector shows as a torn record, the rest of which is read', async () => {
    const bytes = fileTable(specs)
    bytes[41 * 1_024 + 1_022] = 0x99
    const log = await readTable(bytes)
    expect(rowAt(log, 41)).toMatchObject({
      action: 'File created (record torn)',
      target: 'C:/Data/hit.txt',
    })
    expect(log.warnings).toEqual(['41984 file record is torn (sectors of one write: several) x1'])
  })

  it('is not seen in fix-ups that a tool put back already', async () => {
    const bytes = fileTable(specs)
    for (const stride of [1, 2]) {
      const record = 41 * 1_024
      bytes.copyWithin(
        record + stride * 512 - 2,
        record + 48 + 2 * stride,
        record + 50 + 2 * stride,
      )
    }
    expect((await readTable(bytes)).warnings).toEqual([])
  })

  it('of one record leaves the others whole, and is counted', async () => {
    const bytes = fileTable(specs)
    bytes.fill(0x5a, 41 * 1_024, 42 * 1_024)
    const log = await readTable(bytes)
    expect(log.rows.map(({ target }) => target)).toEqual([
      'C:/$MFT',
      'C:/',
      'C:/Data',
      'C:/Data/before.txt',
      'C:/Data/behind.txt',
    ])
    expect(log.totals.unreadable).toBe(1)
    expect(log.warnings).toEqual(['41984 no file record (FILE or BAAD: bytes 90,90,90,90) x1'])
  })

  it('of an attribute’s length ends the record there, and says so', async () => {
    const record = fileRecord({
      record: 41,
      names: [{ text: 'hit.txt', parent: 5, parentSequence: 5 }],
      streams: [{ name: 'a' }],
    })
    const bytes = fileTable(specs)
    const view = new DataView(record.buffer)
    const names = 56 + attribute(0x10, new Uint8Array(72)).length
    view.setUint32(names + view.getUint32(names + 4, true) + 4, 0x7fff_fff8, true)
    bytes.set(record, 41 * 1_024)
    const log = await readTable(bytes)
    expect(rowAt(log, 41)?.action).toBe('File created (record torn)')
    expect(log.warnings).toEqual([
      '41984 file record is damaged (attributes inside it: one beyond it) x1',
    ])
  })

  it('of the end is a record cut off', async () => {
    const log = await readTable(fileTable(specs).slice(0, -300))
    expect(log.totals.unreadable).toBe(1)
    expect(log.warnings[0]).toContain('43008 file record is cut off (1024 bytes: 724 bytes)')
  })
})

describe('damage anywhere', () => {
  it('leaves the rows of all other records as they are', async () => {
    const files = Array.from({ length: 24 }, (_, index) => ({
      record: 24 + index,
      names: [{ text: `file${String(index)}.exe`, parent: 5, parentSequence: 5 }],
      streams: [{ name: 's', content: bytesOf('x') }],
    }))
    const whole = fileTable(files)
    const rows = (await readTable(whole)).rows
    const damage = fc.record({
      hit: fc.integer({ min: 24, max: 47 }),
      from: fc.integer({ min: 0, max: 1_023 }),
      junk: fc.uint8Array({ minLength: 1, maxLength: 200 }),
    })
    await fc.assert(
      fc.asyncProperty(damage, async ({ hit, from, junk }) => {
        const bytes = whole.slice()
        bytes.set(junk.subarray(0, 1_024 - from), hit * 1_024 + from)
        const log = await readTable(bytes)
        const others = (row: ReadRow): boolean => row.offset !== hit * 1_024
        // An extension record of another file may add to that one's rows, but takes none away.
        expect(log.rows.filter(others)).toEqual(expect.arrayContaining(rows.filter(others)))
      }),
      { numRuns: 40, seed: 26_855 },
    )
  })
})

describe('a record’s own text', () => {
  it('holds all times, names, streams and what it holds of the file', () => {
    const bytes = fileRecord({
      record: 77,
      sequence: 3,
      created: file('2021-03-03T06:49:53', 1_234_567),
      names: [{ text: 'x.aspx', parent: 32 }],
      streams: [{ content: bytesOf('line one\r\nline two') }, { name: 'more' }],
    })
    const location = { entry: 0, offset: 2_048, size: 1_024 }
    expect(mft.record?.stretch(location, 9_000)).toEqual({ from: 2_048, to: 3_072 })
    const text = mft.record?.tell({ bytes, base: 2_048 }, location) ?? ''
    for (const part of [
      'record: 77, sequence 3',
      'state: in use, file',
      'created: 2021-03-03T06:49:53.1234567Z',
      'attributes: archive',
      'name: x.aspx',
      'folder: record 32-1',
      '  line two',
      '0000  6c 69 6e 65',
      '$DATA:more: not resident',
      'size: 12345, allocated 16384',
      'clusters: 8+4',
    ])
      expect(text).toContain(part)
  })

  it('is made of any bytes', () => {
    const location = { entry: 0, offset: 0, size: 1_024 }
    for (const bytes of [new Uint8Array(0), bytesOf('FILE'), fixUp(new Uint8Array(1_024))])
      expect(mft.record?.tell({ bytes, base: 0 }, location)).toBeTypeOf('string')
  })
})
