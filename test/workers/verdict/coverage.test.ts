import { describe, expect, it } from 'vitest'
import { measureCoverage } from '../../../workers/verdict/coverage.js'
import { analysisInput, micros, type TestCase, type TestRow } from './build-table.js'

function row(family: TestRow['family'], time?: string, entry = 0): TestRow {
  return time === undefined ? { family, entry } : { family, time, entry }
}

function coverage(test: TestCase, family: string) {
  return measureCoverage(analysisInput(test)).find((one) => one.family === family)
}

describe('coverage', () => {
  it('states first and last event inside the log, holes, entries and events', () => {
    const rows = [
      row('httpproxy-owa', '2021-01-01T00:00:00Z'),
      row('httpproxy-ecp', '2021-01-01T03:00:00Z', 1),
      row('httpproxy-owa', '2021-01-01T06:00:01Z', 1),
      row('httpproxy-owa'),
    ]
    const test = { rows, paths: ['a', 'b'] }
    expect(coverage(test, 'httpproxy')).toMatchObject({
      first: micros('2021-01-01T00:00:00Z'),
      last: micros('2021-01-01T06:00:01Z'),
      holes: [{ from: micros('2021-01-01T03:00:00Z'), to: micros('2021-01-01T06:00:01Z') }],
      entries: 2,
      events: 4,
    })
    expect(coverage(test, 'httpproxy-owa')).toMatchObject({ holes: [], entries: 2, events: 3 })
  })

  it('a quiet day is no hole of IIS, more than one is; the panel’s log may be quiet for a week, one protocol and files have none', () => {
    const days = (family: TestRow['family'], to: string) => ({
      rows: [row(family, '2021-01-01T00:00:00Z'), row(family, to)],
    })
    expect(coverage(days('iis-front', '2021-01-02T00:00:00Z'), 'iis-front')?.holes).toEqual([])
    expect(coverage(days('iis-front', '2021-01-02T00:00:01Z'), 'iis-front')?.holes).toHaveLength(1)
    const panel = 'ecp-server'
    expect(coverage(days(panel, '2021-01-08T00:00:00Z'), panel)?.holes).toEqual([])
    expect(coverage(days(panel, '2021-01-08T00:00:01Z'), panel)?.holes).toHaveLength(1)
    expect(coverage(days('web-root', '2021-02-02T00:00:00Z'), 'web-root')?.holes).toEqual([])
    expect(coverage(days('httpproxy-oab', '2021-02-02T00:00:00Z'), 'httpproxy-oab')?.holes).toEqual(
      [],
    )
  })

  it('a file with no events, or under 95 % readable, counts as missing and is named', () => {
    const path = 'C/inetpub/logs/LogFiles/W3SVC1/u_ex210101.log'
    const rows = [row('iis-front', '2021-01-01T00:00:00Z')]
    const at = (unreadable: number) =>
      coverage({ rows, paths: [path], results: [{ records: 100, unreadable }] }, 'iis-front')
    expect(at(5)).toMatchObject({ events: 1, unusable: [] })
    expect(at(6)).toMatchObject({ events: 0, first: NaN, unusable: [path] })
    const empty = coverage({ rows: [], paths: [path], results: [{ events: 0 }] }, 'iis-front')
    expect(empty?.unusable).toEqual([path])
  })

  it('a log by its folder and name whose bytes are no log counts as missing; other files do not', () => {
    const log = 'C/inetpub/logs/LogFiles/W3SVC1/u_ex210101.log'
    const notes = 'C/notes.txt'
    const results = [
      { entry: 0, parser: null, events: 0 },
      { entry: 1, parser: null, events: 0 },
    ]
    const input = analysisInput({ rows: [], paths: [log, notes], results })
    expect(measureCoverage(input).map(({ family, unusable }) => [family, unusable])).toEqual([
      ['iis-front', [log]],
    ])
  })

  it('is kept apart per host', () => {
    const rows = [
      row('iis-front', '2021-01-01T00:00:00Z'),
      row('iis-front', '2021-01-02T00:00:00Z', 1),
    ]
    const input = analysisInput({ rows, hosts: ['A', 'B'], paths: ['a', 'b'], hostOfEntry: [0, 1] })
    expect(measureCoverage(input).map(({ host, events }) => [host, events])).toEqual([
      ['A', 1],
      ['B', 1],
    ])
  })
})
