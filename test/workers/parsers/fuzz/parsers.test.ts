import { expect, it } from 'vitest'
import { fuzzParser, TARGETS } from './run.js'

/** `npm run fuzz` takes 200,000 and other seeds. */
const COUNT = 2_000

it.each(Object.keys(TARGETS))('%s takes damaged files without a fault', async (name) => {
  const { found, verdicts } = await fuzzParser(
    name,
    TARGETS[name]?.slice ?? COUNT,
    3,
    () => undefined,
  )
  expect(found?.what).toBeUndefined()
  expect(verdicts.size).toBeGreaterThan(1)
})
