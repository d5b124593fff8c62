import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderByTime } from '../../../workers/table/sort.js'

/** The plain meaning: by time, equal times in the order they came, no time last. */
function reference(time: Float64Array): number[] {
  const key = (row: number) => (Number.isNaN(time[row]) ? Infinity : (time[row] as number))
  return [...time.keys()].sort((a, b) => {
    if (key(a) === key(b)) return a - b
    return key(a) - key(b)
  })
}

describe('order by time', () => {
  it('equals a stable comparison sort for any times, with rows without a time last', () => {
    const time = fc.oneof(
      fc.integer({ min: 0, max: 5 }),
      fc.maxSafeInteger().map((value) => Math.abs(value) % 4_000_000_000_000_000),
      fc.constant(NaN),
    )
    fc.assert(
      fc.property(fc.array(time, { maxLength: 200 }), (values) => {
        const column = Float64Array.from(values)
        const parts = [column.subarray(0, values.length >> 1), column.subarray(values.length >> 1)]
        expect([...orderByTime([column])]).toEqual(reference(column))
        expect([...orderByTime(parts)]).toEqual(reference(column))
      }),
    )
  })

  it.each([
    ['seconds over a month', 1e6, 2_600_000],
    ['milliseconds over a month', 1e3, 2_600_000_000],
    ['milliseconds over centuries', 1e3, 2 ** 43],
    ['microseconds over centuries', 1, 2 ** 52],
  ])('equals it where all times are whole %s', (_name, unit, span) => {
    const time = fc.integer({ min: 0, max: span }).map((value) => 1.6e15 + value * unit)
    fc.assert(
      fc.property(fc.array(time, { maxLength: 60 }), (values) => {
        const column = Float64Array.from([...values, NaN, ...values])
        expect([...orderByTime([column])]).toEqual(reference(column))
      }),
    )
  })

  it('leaves rows alone that are in order already', () => {
    expect([...orderByTime([Float64Array.of(1, 2, 2, 9, NaN)])]).toEqual([0, 1, 2, 3, 4])
  })

  it('handles no rows', () => {
    expect(orderByTime([])).toHaveLength(0)
  })
})
