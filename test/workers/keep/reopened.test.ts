import { describe, expect, it } from 'vitest'
import { CaseStore } from '../../../workers/case-store.js'
import { readCase } from '../../../workers/keep/read-case.js'
import { writeCase } from '../../../workers/keep/write-case.js'
import { caseJson } from '../../../workers/verdict/case-json.js'
import { digest, exampleKept } from './kept.js'

const WRITTEN = { masked: false, written: '2026-01-01T00:00:00Z' }

function jsonOf(store: CaseStore, how = exampleKept().input): string {
  const { evidence, entries, raw } = store
  return caseJson({ ...store.rejudge(how), evidence, entries }, raw, WRITTEN)
}

describe('a saved case in the case worker', () => {
  it('gives the same case.json, byte for byte, and the same case', async () => {
    const before = CaseStore.reopened(exampleKept())
    const after = CaseStore.reopened(
      await readCase(await writeCase(before.kept({}), digest), digest),
    )
    expect(jsonOf(after)).toBe(jsonOf(before))
    expect(jsonOf(after)).toContain('"raw": "a line')
    const { input } = exampleKept()
    expect(after.rejudge(input)).toEqual(before.rejudge(input))
    expect(after.table).toEqual(before.table)
  })

  it('is judged anew with what its reader decides', async () => {
    const store = CaseStore.reopened(await readCase(await writeCase(exampleKept(), digest), digest))
    const { input, gathered } = exampleKept()
    const scanners = gathered.findings.flatMap(({ actors }) =>
      actors.map((address) => ({ address, reason: 'our own scan' })),
    )
    const judged = store.rejudge({ ...input, judgements: { acknowledged: [], scanners } })
    expect(judged.findings.some(({ setAside }) => setAside?.by === 'scanner')).toBe(true)
  })

  it('keeps what was decided when it is saved once more', async () => {
    const store = CaseStore.reopened(exampleKept())
    const { input } = exampleKept()
    const scanners = [{ address: '203.0.113.41', reason: 'our own scan' }]
    store.rejudge({ ...input, judgements: { acknowledged: [], scanners } })
    const again = await readCase(await writeCase(store.kept({}), digest), digest)
    expect(again.input.judgements.scanners).toEqual(scanners)
  })
})
