import { expect, test } from 'vitest'
import { fuzzInflate } from '../../scripts/fuzz/inflate.mjs'
import { compileKernels } from '../../scripts/kernels.mjs'

const COUNT = 30_000

test('damaged and made-up streams are judged and inflated as zlib does it', async () => {
  const { verdicts, found } = fuzzInflate(await compileKernels(), COUNT, 2, () => undefined)
  expect(found?.what).toBeUndefined()
  // Whole, cut short and refused for each of zlib's reasons: the streams reach every branch.
  expect(verdicts.size).toBeGreaterThanOrEqual(13)
})
