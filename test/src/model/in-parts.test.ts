import { expect, it } from 'vitest'
import { inParts } from '../../../src/model/in-parts.js'

it.each([0, 1, 1_999, 2_000, 2_001, 10_000])(
  'parts of %i are all of it, in order and small',
  (length) => {
    const all = Array.from({ length }, (_, index) => index)
    const parts = inParts(all)
    expect(parts.flat()).toEqual(all)
    expect(parts.every((part) => part.length > 0 && part.length <= 2_000)).toBe(true)
  },
)
