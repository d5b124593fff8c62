import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeBenchSet } from '../../../scripts/bench/data.mjs'

const BYTES = 24_000_000
const noZip = spawnSync('zip', ['--version']).error !== undefined
const folder = mkdtempSync(join(tmpdir(), 'bench-data-'))

afterAll(() => {
  rmSync(folder, { recursive: true })
})

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

describe.skipIf(noZip)('the bench set (needs the command zip)', () => {
  it('holds eight members of the size asked for, in one zip', async () => {
    const set = await writeBenchSet(folder, BYTES)
    expect(set.members).toHaveLength(8)
    expect(set.bytes).toBeGreaterThanOrEqual(BYTES)
    expect(set.bytes).toBeLessThan(BYTES + 10_000)
    const listed = execFileSync('unzip', ['-Z1', set.zip], { encoding: 'utf8' })
    for (const { path, bytes } of set.members) {
      expect(statSync(join(set.folder, path)).size).toBe(bytes)
      expect(listed).toContain(path)
    }
  })

  it('has as many hits as it says, and not one line more', async () => {
    const { members, literals, folder: at } = await writeBenchSet(folder, BYTES)
    const wanted = readFileSync(literals, 'utf8').trim().toLowerCase().split('\n')
    expect(members.reduce((sum, { hits }) => sum + hits, 0)).toBeGreaterThan(0)
    for (const { path, lines, hits } of members) {
      const rows = readFileSync(join(at, path), 'utf8').toLowerCase().split('\r\n')
      expect(rows.filter((row) => wanted.some((word) => row.includes(word)))).toHaveLength(hits)
      expect(rows.filter((row) => row.startsWith('2021-'))).toHaveLength(lines)
    }
  })

  it('is the same when made anew, and not made twice in one place', async () => {
    const first = await writeBenchSet(folder, BYTES)
    const mark = join(first.folder, 'mark')
    writeFileSync(mark, '')
    await writeBenchSet(folder, BYTES)
    expect(statSync(mark).size).toBe(0)
    const other = await writeBenchSet(join(folder, 'again'), BYTES)
    for (const { path } of first.members) {
      expect(digest(join(other.folder, path))).toBe(digest(join(first.folder, path)))
    }
  })
})
