import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_JUDGEMENTS, orderedJudgements, readJudgements } from '../../../src/model/judgement.js'

const reason = 'our own scan'

describe('judgements', () => {
  it('stand in one order, whatever order they were made in, the last of several about one thing', () => {
    const made = [
      { finding: 'b', reason: 'first thought' },
      { finding: 'a', reason },
      { finding: 'b', reason: 'second thought' },
    ]
    const scanners = [
      { address: 'FE80::1%4', reason: 'old' },
      { address: '192.0.2.9', reason },
      { address: 'fe80::1', reason: 'new' },
    ]
    const ordered = orderedJudgements({ acknowledged: made, scanners })
    expect(ordered.acknowledged.map(({ finding, reason: why }) => [finding, why])).toEqual([
      ['a', reason],
      ['b', 'second thought'],
    ])
    expect(ordered.scanners.map(({ address, reason: why }) => [address, why])).toEqual([
      ['192.0.2.9', reason],
      ['fe80::1', 'new'],
    ])
  })

  it('are read from what a case.json holds', () => {
    const acknowledged = [{ finding: 'PL-01-0', reason: ` ${reason} `, found: true }]
    expect(readJudgements({ acknowledged })).toEqual({
      acknowledged: [{ finding: 'PL-01-0', reason }],
      scanners: [],
    })
    expect(readJudgements({})).toEqual(NO_JUDGEMENTS)
  })

  it('without a reason, or of another shape, are refused and say why', () => {
    const refused = [
      [null, 'an object'],
      [[], 'an object'],
      [{ acknowledged: 'all' }, 'no list'],
      [{ acknowledged: ['PL-01'] }, 'no object'],
      [{ acknowledged: [{ finding: 'PL-01', reason: '  ' }] }, 'no “reason”'],
      [{ scanners: [{ reason }] }, 'no “address”'],
      [{ scanners: [{ address: '192.0.2.9', reason: 'x'.repeat(2_001) }] }, 'longer than'],
    ] as const
    for (const [value, why] of refused) expect(() => readJudgements(value)).toThrow(why)
  })

  it('of any shape are read or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          readJudgements(value)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })
})
