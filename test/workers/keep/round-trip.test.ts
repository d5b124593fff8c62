import fc from 'fast-check'
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { judge } from '../../../workers/verdict/analyse.js'
import { readCase } from '../../../workers/keep/read-case.js'
import { writeCase } from '../../../workers/keep/write-case.js'
import { anyInput, digest, exampleKept } from './kept.js'

const EXAMPLE = exampleKept()
/** Its findings would name entries that another case has not. */
const gathered = { findings: [], actors: [], coverage: [] }

describe('a case that is saved and opened again', () => {
  it('is the same: rows, texts, model, raw records, notes', async () => {
    const kept = exampleKept()
    expect(kept.gathered.findings.length).toBeGreaterThan(0)
    const { saved, ...opened } = await readCase(await writeCase(kept, digest), digest)
    expect(opened).toEqual(kept)
    expect(saved.tool).not.toBe('')
  })

  it('is judged the same', async () => {
    const kept = exampleKept()
    const { input, gathered } = await readCase(await writeCase(kept, digest), digest)
    expect(judge(input, gathered)).toEqual(judge(kept.input, kept.gathered))
  })

  it('is the same whatever numbers and texts are in its table', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyInput,
        fc.constantFrom('deflate-raw' as const, 'none' as const),
        async (input, packing) => {
          const { table } = (
            await readCase(
              await writeCase({ ...EXAMPLE, input, gathered, raw: [] }, digest, { packing }),
              digest,
            )
          ).input
          expect(table).toEqual(input.table)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('is saved to the same bytes twice, so that two copies can be compared', async () => {
    const [first, second] = [
      await writeCase(exampleKept(), digest),
      await writeCase(exampleKept(), digest),
    ]
    expect(new Uint8Array(await first.arrayBuffer())).toEqual(
      new Uint8Array(await second.arrayBuffer()),
    )
  })
})

describe('the file of a saved case', () => {
  it('is a plain zip: manifest first, every entry stored and at most 16 MiB', async () => {
    const zip = await JSZip.loadAsync(await (await writeCase(exampleKept(), digest)).arrayBuffer())
    const names = Object.keys(zip.files)
    expect(names[0]).toBe('afterpatch-case.json')
    expect(names).toContain('columns/time/0000')
    const sizes = await Promise.all(
      names.map(async (name) => (await zip.file(name)!.async('uint8array')).length),
    )
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16 * 1024 ** 2)
  })
})
