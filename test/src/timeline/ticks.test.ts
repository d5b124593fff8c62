import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toX } from '../../../src/timeline/scale.js'
import { ticks } from '../../../src/timeline/ticks.js'
import { at } from '../../page-preview/fake-case.js'

const whole = {
  from: at('2020-12-28T00:00:00Z'),
  to: at('2021-04-02T00:00:00Z'),
  left: 90,
  width: 800,
}

describe('the ticks', () => {
  it('stand on Mondays over months and name the year where it changes', () => {
    expect(ticks(whole, 96).map(({ label }) => label)).toEqual([
      '28 Dec 2020',
      '11 Jan 2021',
      '25 Jan',
      '8 Feb',
      '22 Feb',
      '8 Mar',
      '22 Mar',
    ])
  })

  it('stand on whole hours over a day and name the day where it changes', () => {
    const day = { ...whole, from: at('2021-02-28T20:00:00Z'), to: at('2021-03-01T05:00:00Z') }
    const labels = ticks(day, 96).map(({ label }) => label)
    expect(labels[0]).toBe('28 Feb 21:00')
    expect(labels).toContain('1 Mar 00:00')
  })

  it('name milliseconds where the view is as narrow as it goes', () => {
    const from = at('2021-02-28T03:14:15.990Z')
    const labels = ticks({ ...whole, from, to: from + 20_000 }, 96).map(({ label }) => label)
    expect(labels).toContain('03:14:15.995')
    expect(labels).toContain('03:14:16.000')
  })

  it('stand on the first of a month or year over many of them', () => {
    const years = { ...whole, from: at('2016-05-01T00:00:00Z'), to: at('2021-04-02T00:00:00Z') }
    expect(ticks(years, 96).map(({ label }) => label)).toEqual([
      '2017',
      '2018',
      '2019',
      '2020',
      '2021',
    ])
    const months = { ...whole, from: at('2020-09-14T00:00:00Z') }
    expect(ticks(months, 96).map(({ label }) => label)).toEqual([
      'Oct 2020',
      'Nov 2020',
      'Dec 2020',
      'Jan 2021',
      'Feb 2021',
      'Mar 2021',
      'Apr 2021',
    ])
    const centuries = { ...whole, from: at('1601-01-01T00:00:00Z') }
    expect(ticks(centuries, 96).map(({ label }) => label)).toContain('1700')
  })

  it('are never closer than asked', () => {
    fc.assert(
      fc.property(fc.double({ min: 4, max: 15, noNaN: true }), (power) => {
        const scale = { ...whole, to: whole.from + 10 ** power }
        const xs = ticks(scale, 80).map(({ time }) => toX(scale, time))
        for (let i = 1; i < xs.length; i++) expect(xs[i]! - xs[i - 1]!).toBeGreaterThan(79.9)
      }),
    )
  })
})
