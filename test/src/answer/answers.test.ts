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
