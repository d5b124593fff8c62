import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixedZone, namedZone, shownTime, UTC } from '../../../src/parts/zone.js'
import { ianaName } from '../../../src/parts/windows-zones.js'

const at = (iso: string) => Date.parse(iso) * 1_000

describe('a time on the screen', () => {
  it('is in UTC with a Z, or has its offset printed', () => {
    const time = at('2021-03-02T23:30:00Z')
    expect(shownTime(time, UTC)).toBe('2021-03-02 23:30:00Z')
    expect(shownTime(time, fixedZone(-330))).toBe('2021-03-02 18:00:00-05:30')
    expect(shownTime(NaN, fixedZone(60))).toBe('no time')
  })

  it('follows daylight saving of a named zone', () => {
    const berlin = namedZone(ianaName('W. Europe Standard Time'))!
    expect(shownTime(at('2021-03-28T00:59:59Z'), berlin)).toBe('2021-03-28 01:59:59+01:00')
    expect(shownTime(at('2021-03-28T01:00:00Z'), berlin)).toBe('2021-03-28 03:00:00+02:00')
  })

  it('names the same moment in every zone', () => {
    const zones = Intl.supportedValuesOf('timeZone')
    const times = fc.integer({
      min: at('2010-01-01T00:00:00Z') / 1e6,
      max: at('2030-01-01T00:00:00Z') / 1e6,
    })
    fc.assert(
      fc.property(times, fc.constantFrom(...zones), (seconds, name) => {
        const shown = shownTime(seconds * 1e6, namedZone(name)!)
        expect(Date.parse(shown.replace(' ', 'T'))).toBe(seconds * 1000)
      }),
    )
  })

  it('is in a zone that browsers know for each Windows name that we know', () => {
    for (const windows of [
      'Eastern Standard Time',
      'GMT Standard Time',
      'UTC',
      'Tokyo Standard Time',
    ])
      expect(namedZone(ianaName(windows))).not.toBeNull()
    expect(ianaName('No Such Time')).toBe('')
  })
})
