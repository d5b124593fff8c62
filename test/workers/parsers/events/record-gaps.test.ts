import { describe, expect, it } from 'vitest'
import { familyIndex } from '../../../../src/model/families.js'
import { readEvents } from './read-events.js'
import { writtenEvent } from './written-event.js'

const START = Date.UTC(2021, 2, 3) * 1_000

function records(...numbers: readonly number[]) {
  return numbers.map((record) =>
    writtenEvent({ channel: 'Security', record, time: START + record * 1_000_000 }),
  )
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

describe('record numbers', () => {
  it('without a gap are nothing to speak of, in whatever order their chunks stand', async () => {
    const events = records(...range(50, 80), ...range(20, 49), 25, ...range(81, 90))
    expect((await readEvents(events)).warnings).toEqual([])
  })

  it('that are missing are told with the records around them and their times', async () => {
    const events = records(...range(40, 60), ...range(10, 19), ...range(21, 30))
    expect((await readEvents(events)).warnings).toEqual([
      '3100 record numbers are missing from the log Security of EX01.contoso.local ' +
        '(record 20 behind 19 of 2021-03-03T00:00:19Z: record 21 of 2021-03-03T00:00:21Z: 1 missing) x1',
      '0 record numbers are missing from the log Security of EX01.contoso.local ' +
        '(record 31 behind 30 of 2021-03-03T00:00:30Z: record 40 of 2021-03-03T00:00:40Z: 9 missing) x1',
    ])
  })

  it('that are missing are holes of the log, from the record before to the record after', async () => {
    const { gaps } = (await readEvents(records(...range(1, 20), ...range(31, 60)))).totals
    expect(gaps).toEqual([
      {
        family: familyIndex('evtx-security'),
        from: START + 20_000_000,
        to: START + 31_000_000,
        missing: 10,
        excerpt: false,
      },
    ])
    const thinned = await readEvents(records(...range(1, 20_000).map((record) => record * 10)))
    expect(thinned.totals.gaps.map(({ excerpt, from }) => [excerpt, from])).toEqual([
      [true, START + 10_000_000],
    ])
  })

  it('are asked of each channel and computer by itself', async () => {
    const events = range(1, 40).map((record) =>
      writtenEvent({
        channel: record % 2 ? 'Security' : 'System',
        computer: record % 4 < 2 ? 'A' : 'B',
        record: Math.ceil(record / 4),
      }),
    )
    expect((await readEvents(events)).warnings).toEqual([])
  })

  it('of an excerpt are told once', async () => {
    const events = records(...range(1, 20_000).map((record) => record * 10))
    expect((await readEvents(events)).warnings).toEqual([
      '0 most record numbers of the log Security of EX01.contoso.local are not in this file: ' +
        'an excerpt, or a log that was thinned out (records 10 to 200000: 20000 records) x1',
    ])
  })

  it('with very many gaps tell the greatest and count the others', async () => {
    const events = records(...range(1, 2_000).filter((record) => record % 50 > 0), 2_500)
    const { warnings } = await readEvents(events)
    expect(warnings).toHaveLength(17)
    expect(warnings.at(-2)).toContain('record 2500')
    expect(warnings.at(-1)).toContain('24 smaller gaps besides; 539 records missing in all')
  })

  it('that are none, or beyond all counting, are left alone', async () => {
    const events = records(NaN, 2 ** 60, -1, 0, 1, 2)
    expect((await readEvents(events)).warnings).toEqual([])
  })
})
