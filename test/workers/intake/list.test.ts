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
      ['client_info.json', 6],
      ['C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log', 2],
    ])
  })

  it('tells machines apart only where there are several', async () => {
    const two = await listArchive(await zipOf(['SRV1/C/a/x.log', 'SRV2/C/a/x.log', 'note.txt']))
    expect(two.entries.map(({ machine }) => machine)).toEqual(['SRV1', 'SRV2', ''])
    const one = await listArchive(await zipOf(['SRV1/C/a/x.log', 'note.txt']))
    expect(one.entries.map(({ machine }) => machine)).toEqual(['', ''])
  })

  it('tells inner archives by their names, to be unpacked', async () => {
    const { entries } = await listArchive(await zipOf(['logs.7z', 'a.log', 'b.log.GZ']))
    expect(entries.map(({ container }) => container)).toEqual([true, undefined, true])
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
})
