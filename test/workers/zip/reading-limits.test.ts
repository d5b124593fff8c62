import { describe, expect, it } from 'vitest'
import { listSource } from '../../../workers/intake/list.js'
import { READING_LIMITS, type ReadingLimits } from '../../../src/model/limits.js'
import { makeZip } from './make-zip.js'
import { bytesOf, read, zipFile } from './reading.js'

const MEGABYTE = 1 << 20

function listed(file: File, change: Partial<ReadingLimits>) {
  return listSource({
    index: 0,
    name: 'x.zip',
    kind: 'zip',
    files: [{ path: 'x.zip', file }],
    limits: { ...READING_LIMITS, ...change },
  })
}

const three = zipFile(
  makeZip([
    { name: 'notes.txt', data: new Uint8Array(100) },
    { name: 'big.txt', data: new Uint8Array(900) },
    { name: 'C/x/HttpProxy/Ecp/HttpProxy_2021.LOG', data: new Uint8Array(200) },
  ]).bytes,
)

describe('a limit that is reached', () => {
  it('leaves the entry out and says so', async () => {
    const { entries, warnings } = await listed(three, { entrySize: 500 })
    expect(entries.map(({ notReadReason }) => notReadReason)).toEqual([
      '',
      'larger than the limit of 500 bytes an entry',
      '',
    ])
    expect(warnings).toMatchObject([
      { what: 'big.txt not read: larger than the limits, which can be raised', found: '900 bytes' },
    ])
  })

  it('in all keeps what decides', async () => {
    const { entries, warnings } = await listed(three, { totalSize: 250 })
    expect(entries.map(({ notReadReason }) => notReadReason === '')).toEqual([false, false, true])
    expect(warnings[0]?.what).toContain('notes.txt and 1 more not read')
  })

  it('of entries lists as many and says so, salvaged ones as well', async () => {
    const { entries, warnings } = await listed(three, { entries: 2 })
    expect(entries.length).toBe(2)
    expect(warnings[0]?.what).toBe('the archive has more entries than are listed')
    const { bytes, directoryAt } = makeZip(
      ['a', 'b', 'c'].map((name) => ({ name, data: new Uint8Array(9) })),
    )
    const salvaged = await listed(zipFile(bytes.subarray(0, directoryAt)), { entries: 2 })
    expect(salvaged.entries.length).toBe(2)
    expect(salvaged.warnings.map(({ what }) => what)).toContain(
      'more entries may be found by their local headers than are listed',
    )
  })

  it('of the ratio ends the entry there, and can be raised', async () => {
    const bomb = zipFile(makeZip([{ name: 'a.log', data: new Uint8Array(32 * MEGABYTE) }]).bytes)
    const { entries } = await listed(bomb, {})
    const entry = entries[0]
    if (!entry) throw new Error('no entry')
    const bounded = await read(bomb, { ...entry, index: 0 })
    expect(bytesOf(bounded).length).toBeLessThan(32 * MEGABYTE)
    expect(bounded).toMatchObject({ warnings: [{ wanted: '1000:1 at most' }] })
    const raised = await read(bomb, { ...entry, index: 0 }, { ...READING_LIMITS, ratio: 2000 })
    expect(bytesOf(raised).length).toBe(32 * MEGABYTE)
    expect(raised).toMatchObject({ warnings: [] })
  })

  it('of an entry holds for one that states too little', async () => {
    const { bytes, directoryAt } = makeZip([{ name: 'a.log', data: new Uint8Array(MEGABYTE) }])
    new DataView(bytes.buffer).setUint32(directoryAt + 24, 10, true)
    const { entries } = await listed(zipFile(bytes), {})
    const entry = entries[0]
    if (!entry) throw new Error('no entry')
    const limits = { ...READING_LIMITS, entrySize: 100_000 }
    const bounded = await read(zipFile(bytes), { ...entry, index: 0 }, limits)
    expect(bytesOf(bounded).length).toBeLessThan(300_000)
    expect(bounded).toMatchObject({
      warnings: [{}, {}, { what: 'the data is larger than the limit; the rest is not read' }],
    })
  })
})
