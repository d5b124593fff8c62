import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { needlesOf, segments } from '../../../src/findings/mark-raw.js'
import { firstToShow, selectFindings } from '../../../src/findings/select.js'
import { fakeCase } from '../../page-preview/fake-case.js'

const marked = (text: string, needles: string[]) =>
  segments(text, needles)
    .filter((segment) => segment.marked)
    .map((segment) => segment.text)

describe('what mattered in a raw line', () => {
  it('is the client, the method, the page and the status', () => {
    const row = fakeCase.findings[5]!.rows[0]!
    expect(needlesOf(row, '/aspnet_client/Kq3vTz8w.aspx')).toEqual([
      '198.51.100.222',
      'POST',
      'Kq3vTz8w.aspx',
      '200',
    ])
  })

  it('is marked as whole words only', () => {
    expect(marked('1.2.3.4 11.2.3.45 POST /a 200 2001', ['1.2.3.4', 'post', '200'])).toEqual([
      '1.2.3.4',
      'POST',
      '200',
    ])
  })

  it('changes nothing of the text, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ minLength: 2 })), (text, needles) => {
        expect(
          segments(text, needles)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})

describe('the list of findings', () => {
  it('is in order of time, or the worst first', () => {
    expect(selectFindings(fakeCase, 'MX01', '', 'time')[0]?.id).toBe('pl-01')
    expect(selectFindings(fakeCase, 'MX01', '', 'level')[0]?.id).toBe('pl-03')
  })

  it('keeps a finding without a time at the end', () => {
    const [first, ...rest] = fakeCase.findings
    const timeless = { ...fakeCase, findings: [{ ...first!, firstTime: NaN }, ...rest] }
    expect(selectFindings(timeless, 'MX01', '', 'time').map(({ id }) => id)).toEqual([
      'pl-03',
      'ws-01',
      'ws-03',
      'pl-11',
      'ws-04',
      'pl-22',
      'pl-01',
    ])
  })

  it('holds those with every word of the filter, and those of one host', () => {
    const found = selectFindings(fakeCase, 'MX01', '198.51 PATCH', 'time')
    expect(found.map(({ id }) => id)).toEqual(['ws-04'])
    expect(selectFindings(fakeCase, 'MX02', '', 'time')).toEqual([])
  })

  it('opens with the last use, the top of the ladder', () => {
    expect(firstToShow(fakeCase.findings)?.id).toBe('ws-04')
    expect(firstToShow([])).toBeUndefined()
  })
})
