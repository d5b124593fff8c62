import { describe, expect, it } from 'vitest'
import { formatIso } from '../../../src/model/time.js'
import { fileTime, fileTimeTenths } from '../../../workers/parsers/shared/filetime.js'

const EPOCH = 116_444_736_000_000_000n

function told(units: bigint): string {
  const low = Number(units & 0xffff_ffffn)
  const high = Number(units >> 32n)
  return formatIso(fileTime(low, high), fileTimeTenths(low, high))
}

describe('FILETIME', () => {
  it('is exact to 100 ns for centuries around today', () => {
    for (let step = -2_000n; step < 2_000n; step++) {
      const units = EPOCH + step * 4_000_000_000_000_007n
      if (units < EPOCH - 80_000_000_000_000_000n || units > EPOCH + 80_000_000_000_000_000n)
        continue
      const low = Number(units & 0xffff_ffffn)
      const high = Number(units >> 32n)
      const back = BigInt(fileTime(low, high)) * 10n + BigInt(fileTimeTenths(low, high)) + EPOCH
      expect(back).toBe(units)
    }
    expect(told(EPOCH + 1n)).toBe('1970-01-01T00:00:00.0000001Z')
    const shell = EPOCH + BigInt(Date.UTC(2021, 2, 3, 6, 49, 53)) * 10_000n + 1_234_567n
    expect(told(shell)).toBe('2021-03-03T06:49:53.1234567Z')
  })

  it('of zero, or past the year 9999, is no time', () => {
    expect(told(0n)).toBe('')
    expect(told(0x7fff_ffff_ffff_ffffn)).toBe('')
    expect(told(0xffff_ffff_ffff_ffffn)).toBe('')
    expect(told(1n)).toMatch(/^1601-01-01T00:00:00/)
  })
})
