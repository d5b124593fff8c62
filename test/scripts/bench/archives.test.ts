import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, openAsBlob, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  manyEntries,
  sparseArchive,
  withoutDirectory,
} from '../../../scripts/bench/page/archives.mjs'
import { listZip } from '../../../workers/zip/directory.js'

const noUnzip = spawnSync('unzip', ['-v']).error !== undefined
const folder = mkdtempSync(join(tmpdir(), 'bench-archives-'))

afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe("the bench's archives", () => {
  it('have as many entries as asked for, each of them whole', async () => {
    const { path, count, size } = await manyEntries(folder, 300)
    expect([count, statSync(path).size]).toEqual([300, size])
    const { entries, warnings } = await listZip(await openAsBlob(path))
    expect(warnings).toEqual([])
    expect(new Set(entries.map(({ name }) => name)).size).toBe(300)
  })

  it.skipIf(noUnzip)(
    'pass the test of unzip, holes included (needs the command unzip)',
    async () => {
      for (const { path } of [await manyEntries(folder, 300), await sparseArchive(folder, 40e6)]) {
        expect(execFileSync('unzip', ['-tqq', path], { encoding: 'utf8' })).toBe('')
      }
    },
  )

  it('are as long as asked for, with little of it on the disk, and salvaged without a directory', async () => {
    const whole = await sparseArchive(folder, 400e6)
    const cut = await withoutDirectory(folder, 400e6)
    for (const { size, blocks } of [whole, cut].map(({ path }) => statSync(path))) {
      expect(size).toBeGreaterThan(400e6)
      expect(blocks * 512).toBeLessThan(40e6)
    }
    expect(statSync(cut.path).size).toBe(whole.directoryAt)
    const [listed, salvaged] = await Promise.all(
      [whole, cut].map(async ({ path }) => (await listZip(await openAsBlob(path))).entries),
    )
    expect(salvaged?.map(({ name, size }) => [name, size])).toEqual(
      listed?.map(({ name, size }) => [name, size]),
    )
    expect(listed).toHaveLength(3)
  })
})
