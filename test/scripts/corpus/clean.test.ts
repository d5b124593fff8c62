import { describe, expect, it } from 'vitest'
import { exitCode } from '../../../src/model/exit-code.js'
import { levelRank } from '../../../src/model/finding.js'
import { differences } from '../../../scripts/corpus/check.js'
import { buildClean } from '../../../scripts/corpus/clean.js'
import { judgeRead, readPackage, startLine } from '../../../scripts/corpus/line.js'
import type { PackageFile } from '../../../scripts/corpus/package.js'
import { TRAPS } from '../../../scripts/corpus/traps/index.js'
import { zipOf } from '../../../scripts/corpus/zip.js'

const LINES = 60_000
const TRAP_ROWS = 50

describe('clean corpus', () => {
  it('has every class of false alarms, raises nothing above low, and says “no” where the logs cover it', async () => {
    const files: PackageFile[] = []
    const { truth, traps, rows } = buildClean({ lines: LINES, seed: 'slice' }, (file) => {
      files.push(file)
    })
    expect(rows).toBeGreaterThanOrEqual(LINES)
    expect(traps.map(({ name }) => name).sort()).toEqual(TRAPS.map(({ name }) => name).sort())
    const paths = new Set(files.map(({ path }) => path))
    for (const trap of traps) {
      expect(trap.rows, trap.name).toBeGreaterThanOrEqual(TRAP_ROWS)
      for (const path of trap.paths) expect(paths, trap.name).toContain(path)
    }
    const read = await readPackage(await startLine(), new File([zipOf(files)], 'clean.zip'))
    const judged = judgeRead(read, truth.campaigns)
    const alarms = judged.findings.filter(({ level }) => levelRank(level) > levelRank('low'))
    expect(alarms.map(({ detection, level, reason }) => [detection, level, reason])).toEqual([])
    expect(differences(truth, files, read, judged)).toEqual([])
    expect(exitCode({ ...judged, entries: [] })).toBe(0)
    const unread = judged.results.filter(({ parser, events }) => parser === null || events === 0)
    expect(unread.map(({ entry }) => read.entries[entry]?.path)).toEqual([])
  }, 120_000)
})
