import { describe, expect, it } from 'vitest'
import { answersOf, worstFirst } from '../../../src/answer/answers.js'
import { fakeCase, host, quietHost } from '../../page-preview/fake-case.js'

describe('the five answers', () => {
  it('each have a word, a shape and a colour of their own when they are yes', () => {
    const answers = answersOf(fakeCase, host)
    expect(answers.map(({ glyph, word }) => `${glyph} ${word}`)).toEqual([
      '▲ Yes',
      '■ Yes',
      '● Yes',
      '◆ Yes',
      '○ Open',
    ])
    expect(answers.map(({ detail }) => detail)).toEqual([
      '28 Feb 03:14 · 2 logs',
      '28 Feb 03:14 · 2 logs',
      '1 file · 28 Feb 03:14',
      '2 actors, 10 requests',
      'hole shut 11 Mar; back door still there',
    ])
  })

  it('say "no" calmly with the days that were covered', () => {
    const [targeted] = answersOf(fakeCase, quietHost)
    expect(targeted).toMatchObject({
      word: 'No',
      glyph: '✓',
      tone: 'calm',
      detail: '28 Dec 2020 – 1 Apr 2021',
    })
  })

  it('say "no" with the days of a log that has no hole, where one of two has', () => {
    const coverage = fakeCase.coverage.map((one) =>
      one.family === 'iis-front' && one.host === quietHost.name
        ? { ...one, first: one.first + 86_400_000_000, holes: [] }
        : one.family === 'httpproxy'
          ? { ...one, holes: [{ from: one.first, to: one.last }] }
          : one,
    )
    const [targeted] = answersOf({ ...fakeCase, coverage }, quietHost)
    expect(targeted?.detail).toBe('29 Dec 2020 – 1 Apr 2021')
  })

  it('count a request once that is told again as use after the patch', () => {
    const used = fakeCase.findings.filter(({ rung }) => rung === 'used')
    const again = used.map((one) => ({ ...one, id: `${one.id}-after`, count: 1 }))
    const ids = [...used, ...again].map(({ id }) => id)
    const told = { ...host.verdict, used: { ...host.verdict.used, findings: ids } }
    const judged = { ...fakeCase, findings: [...fakeCase.findings, ...again] }
    const before = answersOf(fakeCase, host)[3]?.detail
    expect(answersOf(judged, { ...host, verdict: told })[3]?.detail).toBe(before)
  })

  it('say "cannot tell" in grey with the reason, never in green', () => {
    const [, , backdoored, , door] = answersOf(fakeCase, quietHost)
    expect(backdoored).toMatchObject({
      word: 'Cannot tell',
      tone: 'unknown',
      detail: 'The web root was not collected.',
    })
    expect(door).toMatchObject({ word: 'Cannot tell', tone: 'unknown' })
  })

  it('show the worst server first', () => {
    expect(worstFirst(fakeCase.hosts).map(({ name }) => name)).toEqual(['MX01', 'MX02'])
  })
})
