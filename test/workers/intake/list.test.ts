import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { listSource } from '../../../workers/intake/list.js'
import { listArchive, read, textOf, zipFile } from '../zip/reading.js'

async function zipOf(names: readonly string[], name?: string): Promise<File> {
  const zip = new JSZip()
  for (const path of names) zip.file(path, 'x')
  return zipFile(await zip.generateAsync({ type: 'uint8array' }), name)
}

function loose(files: Readonly<Record<string, string | Uint8Array>>) {
  return listSource({
    index: 1,
    name: 'dropped',
    kind: 'files',
    files: Object.entries(files).map(([path, content]) => ({ path, file: zipFile(content, path) })),
  })
}

describe('listing an archive', () => {
  it('keeps files, leaves folders out, and puts a collector’s paths in order', async () => {
    const host = 'Collection-SRV1-2021-03-12T10_11_12Z.zip'
    const file = await zipOf(
      ['client_info.json', 'uploads/auto/C%3A/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log'],
      host,
    )
    const listing = await listArchive(file)
    expect(listing).toMatchObject({ collector: 'velociraptor', packageHost: 'SRV1', warnings: [] })
    expect(listing.entries.map(({ path, priority }) => [path, priority])).toEqual([
      ['client_info.json', 5],
      ['C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log', 2],
    ])
  })

  it('tells machines apart only where there are several', async () => {
    const two = await listArchive(await zipOf(['SRV1/C/a/x.log', 'SRV2/C/a/x.log', 'note.txt']))
    expect(two.entries.map(({ machine }) => machine)).toEqual(['SRV1', 'SRV2', ''])
    const one = await listArchive(await zipOf(['SRV1/C/a/x.log', 'note.txt']))
    expect(one.entries.map(({ machine }) => machine)).toEqual(['', ''])
  })

  it('lists an inner archive with the reason', async () => {
    const { entries } = await listArchive(await zipOf(['logs.7z', 'a.log']))
    expect(entries.map(({ notReadReason }) => notReadReason)).toEqual([
      'archive inside an archive: not read yet',
      '',
    ])
  })
})

describe('listing loose files', () => {
  it('reads them without a header', async () => {
    const { entries, warnings } = await loose({ 'W3SVC1/u_ex210303.log': 'line\r\n' })
    expect(warnings).toEqual([])
    expect(entries[0]).toMatchObject({ headerOffset: -1, priority: 2, size: 6, archiveTime: '' })
    if (!entries[0]) throw new Error('no entry')
    expect(textOf(await read(zipFile('line\r\n'), { ...entries[0], index: 0 }))).toBe('line\r\n')
  })

  it.each([
    ['logs.7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'a 7-Zip archive', 'pack it again as a zip'],
    ['logs.rar', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0], 'a RAR archive', 'unpack it'],
    ['disk.vhdx', [...new TextEncoder().encode('vhdxfile')], 'a VHDX disk image', 'mount it'],
    ['disk.e01', [0x45, 0x56, 0x46, 9, 13, 10, 255, 0], 'an EnCase (E01) disk image', 'mount it'],
  ])('%s is not read, and says how to repack it', async (name, head, what, advice) => {
    const { entries, warnings } = await loose({ [name]: Uint8Array.from(head) })
    expect(entries[0]?.notReadReason).toBe(`${what}: not read`)
    expect(warnings[0]?.what).toContain(what)
    expect(warnings[0]?.what).toContain(advice)
  })

  it('a log with an archive’s name is a log', async () => {
    const { entries } = await loose({ 'old.log.gz': 'just text\r\n' })
    expect(entries[0]?.notReadReason).toBe('')
  })
})
