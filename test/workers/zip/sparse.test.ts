import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listZip } from '../../../workers/zip/directory.js'
import { sparseZip, type SparseZip } from './sparse-zip.js'

const GIBIBYTES = 25
const SENSIBLE_MS = 5_000

let zip: SparseZip | null = null

beforeAll(() => {
  zip = sparseZip(GIBIBYTES)
})

afterAll(() => zip?.remove())

/** What is read of the archive to list it. */
async function listed(file: Blob) {
  const windows = new Set<number>()
  const start = performance.now()
  const { entries, warnings } = await listZip(file, 'x.zip', {
    onProgress: (offset) => windows.add(offset),
  })
  expect(performance.now() - start).toBeLessThan(SENSIBLE_MS)
  expect(windows.size).toBeLessThan(100)
  return { names: entries.map(({ name }) => name), entries, warnings }
}

describe('a stored Zip64 archive of 25 GiB', () => {
  it('lists from its directory', async ({ skip }) => {
    if (!zip) skip('the file system has no sparse files')
    else {
      const { names, entries, warnings } = await listed(zip.file)
      expect(names).toEqual(zip.names)
      expect(entries[1]?.size).toBe(4 * 1024 ** 3 + 1)
      expect(warnings).toEqual([])
    }
  })

  it('is salvaged by sizes, not by searching 25 GiB, where the directory is cut off', async ({
    skip,
  }) => {
    if (!zip) skip('the file system has no sparse files')
    else {
      const { names, warnings } = await listed(zip.file.slice(0, zip.directoryAt))
      expect(names).toEqual(zip.names)
      expect(warnings.at(-1)?.found).toBe('0 listed, 7 salvaged')
    }
  })

  it('gives the bytes at the far end of an entry', async ({ skip }) => {
    if (!zip) skip('the file system has no sparse files')
    else {
      const { entries } = await listZip(zip.file)
      const last = entries.at(-1)
      const end = (last?.headerOffset ?? 0) + 30 + (last?.name.length ?? 0) + 20 + (last?.size ?? 0)
      const text = await zip.file.slice(end - 40, end).text()
      expect(text).toContain(`end of ${last?.name ?? ''}`)
    }
  })
})
