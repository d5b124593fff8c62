import { describe, expect, it } from 'vitest'
import { Volumes } from '../../../src/case/volumes.js'
import type { Entry } from '../../../src/model/evidence.js'
import { normalisePath } from '../../../workers/intake/layout.js'
import type { ScanTask } from '../../../workers/protocol.js'

let index = 0
function task(
  rawPath: string,
  collector: 'kape' | 'velociraptor' = 'kape',
  evidence = 0,
): ScanTask {
  const { path, machine } = normalisePath(rawPath, collector)
  const entry = { index: index++, evidence, rawPath, path, machine } as Entry
  return { entry, file: new Blob([]), checkpointBudget: 0 }
}

/** Which table's folders each journal got, both by raw path. */
async function pairs(
  tables: readonly ScanTask[],
  journals: readonly ScanTask[],
): Promise<Record<string, string>> {
  const volumes = new Volumes()
  expect(volumes.admit([...journals, ...tables])).toEqual(tables)
  for (const { entry } of tables) volumes.keep(entry, new Blob([entry.rawPath]))
  const read = volumes.journals()
  expect(volumes.journals()).toEqual([])
  const found: Record<string, string> = {}
  for (const { entry, folders } of read) found[entry.rawPath] = (await folders?.text()) ?? ''
  return found
}

describe('volumes', () => {
  it('join each journal with the table that stood beside it', async () => {
    const live = ['C/$MFT', 'D/$MFT', 'VSS1/C/$MFT'].map((path) => task(path))
    const journals = ['C/$Extend/$J', 'D/$Extend/$J', 'VSS1/C/$Extend/$J'].map((path) => task(path))
    expect(await pairs(live, journals)).toEqual({
      'C/$Extend/$J': 'C/$MFT',
      'D/$Extend/$J': 'D/$MFT',
      'VSS1/C/$Extend/$J': 'VSS1/C/$MFT',
    })
    const root = 'uploads/ntfs/%5C%5C.%5CC%3A'
    expect(
      await pairs(
        [task(`${root}/$MFT`, 'velociraptor')],
        [task(`${root}/$Extend/$UsnJrnl%3A$J`, 'velociraptor')],
      ),
    ).toEqual({ [`${root}/$Extend/$UsnJrnl%3A$J`]: `${root}/$MFT` })
  })

  it('fall back on the one table of the drive, never on another drive, machine or package', async () => {
    const journal = 'uploads/auto/C%3A/$Extend/$UsnJrnl%3A$J'
    const ofDrive = 'uploads/ntfs/%5C%5C.%5CC%3A/$MFT'
    const usn = task(journal, 'velociraptor')
    expect(await pairs([task(ofDrive, 'velociraptor')], [usn])).toEqual({ [journal]: ofDrive })
    const apart = [
      task('uploads/ntfs/%5C%5C.%5CD%3A/$MFT', 'velociraptor'),
      task(ofDrive, 'velociraptor', 1),
      task('HOST2/C/$MFT'),
    ]
    expect(await pairs(apart, [usn])).toEqual({ [journal]: '' })
  })

  it('give journals without any table all the same', async () => {
    expect(await pairs([], [task('C/$Extend/$J')])).toEqual({ 'C/$Extend/$J': '' })
  })
})
