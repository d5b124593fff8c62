import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dayNumber,
  formatDay,
  formatDayInWords,
  formatIso,
  TimeReader,
} from '../../../src/model/time.js'

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function iso(text: string): number {
  return new TimeReader().iso(bytes(text), 0, text.length)
}

describe('TimeReader', () => {
  it('reads what Date reads, for any millisecond between 1700 and 2200', () => {
    const instant = fc.date({
      min: new Date('1700-01-01T00:00:00Z'),
      max: new Date('2200-01-01T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(instant, (date) => {
        expect(iso(date.toISOString())).toBe(date.getTime() * 1000)
      }),
    )
  })

  it('reads date and time columns of an IIS row', () => {
    const reader = new TimeReader()
    const text = bytes('x 2021-02-28 03:14:15 y')
    expect(reader.date(text, 2, 12) + reader.timeOfDay(text, 13, 21)).toBe(
      Date.UTC(2021, 1, 28, 3, 14, 15) * 1000,
    )
  })

  it('keeps the 100 ns below the microsecond apart', () => {
    const reader = new TimeReader()
    const text = bytes('2021-03-03T06:49:53.1234567Z')
    const time = reader.iso(text, 0, text.length)
    expect(time).toBe(Date.UTC(2021, 2, 3, 6, 49, 53) * 1000 + 123_456)
    expect(reader.tenths).toBe(7)
    expect(formatIso(time, reader.tenths)).toBe('2021-03-03T06:49:53.1234567Z')
    reader.iso(bytes('2021-03-03T06:49:53Z'), 0, 20)
    expect(reader.tenths).toBe(0)
  })

  it('applies a stated zone', () => {
    expect(iso('2021-03-03T01:30:00+02:00')).toBe(Date.UTC(2021, 2, 2, 23, 30) * 1000)
    expect(iso('2021-03-03T01:30:00.5-02:00')).toBe(Date.UTC(2021, 2, 3, 3, 30, 0, 500) * 1000)
  })

  it.each([
    '2021-13-01T00:00:00Z',
    '2021-00-01T00:00:00Z',
    '2021-02-31T00:00:00Z',
    '2021-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2021-04-31T00:00:00Z',
    '2021-03-00T00:00:00Z',
    '1200-03-03T00:00:00Z',
    '2021-03-03T24:00:00Z',
    '2021-03-03T23:60:00Z',
    '2021-03-03T23:59:60Z',
    '2021-03-03T23:59:5',
    '2021-03-03T23:59:59.Z',
    '2021-03-03T23:59:59.1x3Z',
    '2021/03/03T23:59:59Z',
    '2O21-03-03T23:59:59Z',
    '',
    'Z',
  ])('gives NaN for %j', (text) => {
    expect(iso(text)).toBeNaN()
  })

  it('gives NaN again for an impossible day, and the right day after it', () => {
    const reader = new TimeReader()
    const bad = bytes('2021-02-30')
    const good = bytes('2021-03-02')
    expect(reader.date(bad, 0, 10)).toBeNaN()
    expect(reader.date(bad, 0, 10)).toBeNaN()
    expect(reader.date(good, 0, 10)).toBe(Date.UTC(2021, 2, 2) * 1000)
    expect(reader.date(good, 0, 10)).toBe(Date.UTC(2021, 2, 2) * 1000)
  })

  it('never throws, whatever the bytes and bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(45), fc.nat(45), (data, start, end) => {
        const reader = new TimeReader()
        for (const time of [
          reader.iso(data, start, end),
          reader.date(data, start, end),
          reader.timeOfDay(data, start, end),
        ]) {
          expect(typeof time).toBe('number')
        }
      }),
    )
  })
})

describe('dayNumber', () => {
  it('knows leap years', () => {
    expect(dayNumber(1970, 1, 1)).toBe(0)
    expect(dayNumber(2000, 2, 29)).toBe(11_016)
    expect(dayNumber(2100, 2, 29)).toBeNaN()
  })
})

describe('formats', () => {
  it('writes a fraction only where there is one', () => {
    const second = Date.UTC(2021, 1, 28, 3, 14, 15) * 1000
    expect(formatIso(second)).toBe('2021-02-28T03:14:15Z')
    expect(formatIso(second + 435_000)).toBe('2021-02-28T03:14:15.435Z')
    expect(formatIso(second + 5)).toBe('2021-02-28T03:14:15.000005Z')
  })

  it('writes days for tables and for sentences', () => {
    const time = Date.UTC(2021, 1, 28, 23, 59, 59) * 1000
    expect(formatDay(time)).toBe('2021-02-28')
    expect(formatDayInWords(time)).toBe('28 Feb 2021')
    expect(formatDayInWords(Date.UTC(2021, 11, 1) * 1000)).toBe('1 Dec 2021')
  })

  it('writes nothing for no time', () => {
    expect([formatIso(NaN), formatDay(NaN), formatDayInWords(NaN)]).toEqual(['', '', ''])
  })

  it('round trips every microsecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8e15, max: 8e15 }), (time) => {
        expect(iso(formatIso(time))).toBe(time)
      }),
    )
  })
})
