import { beforeAll, describe, expect, it } from 'vitest'
import { buildCase, CASES } from '../../../scripts/corpus/cases.js'
import { differences } from '../../../scripts/corpus/check.js'
import { judgeRead, readPackage, startLine, type Line } from '../../../scripts/corpus/line.js'
import { withoutEach } from '../../../scripts/corpus/removal.js'
import { zipOf } from '../../../scripts/corpus/zip.js'

/** Those of which every family is taken away here; `npm run corpus -- check` does it with all. */
const TAKEN_APART = new Set(['proxylogon-used', 'proxyshell-backdoored', 'proxylogon-exploited'])

const USED = CASES.find(({ name }) => name === 'owassrf-used') ?? CASES[0]!

let line: Line

beforeAll(async () => {
  line = await startLine()
})

describe('malicious corpus', () => {
  it.each(CASES.map((kind) => [kind.name, kind] as const))(
    '%s: every planted step is found at its tier, verdict and door are as they should be',
    async (name, kind) => {
      const { files, truth } = buildCase(kind, false)
      expect(truth.steps.length).toBeGreaterThan(0)
      const read = await readPackage(line, new File([zipOf(files)], `${name}.zip`))
      expect(differences(truth, files, read, judgeRead(read, truth.campaigns))).toEqual([])
      if (!TAKEN_APART.has(name)) return
      const removed = withoutEach(truth, read)
      expect(removed.length).toBeGreaterThan(10)
      expect(removed.flatMap(({ wrong }) => wrong)).toEqual([])
    },
  )

  it('is the same in every run, byte for byte', () => {
    const [first, again] = [
      zipOf(buildCase(USED, false).files),
      zipOf(buildCase(USED, false).files),
    ]
    expect(Buffer.from(first).equals(Buffer.from(again))).toBe(true)
  })
})
