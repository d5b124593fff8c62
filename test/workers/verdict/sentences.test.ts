import { describe, expect, it } from 'vitest'
import type { Finding, Rung } from '../../../src/model/finding.js'
import type { Call, Door } from '../../../src/model/verdict.js'
import type { Ladder, LadderRung } from '../../../workers/verdict/ladder.js'
import { writeSentences } from '../../../workers/verdict/sentences.js'
import { micros } from './build-table.js'

const WINDOW = { from: micros('2021-01-01T00:00:00Z'), to: micros('2021-03-31T23:00:00Z') }
const SPAN = {
  covers: true,
  label: 'IIS site 1 (front end)',
  words: '',
  from: micros('2020-12-28T00:00:00Z'),
  to: WINDOW.to,
}

function rung(call: Call): LadderRung {
  const verdict = { call, because: '', against: '', wouldChangeIf: '', findings: [] }
  const collect = call === 'cannot tell' ? { what: 'more logs', command: 'robocopy' } : null
  return { verdict, collect, spans: [SPAN], covered: call !== 'cannot tell' }
}

function door(lastUsed = NaN): Door {
  const because = ''
  return {
    call: 'open',
    flaw: { call: 'shut since', chain: '', since: NaN, build: '', because },
    backDoor: { call: 'present', since: NaN, lastUsed, because },
  }
}

const found = (raised: Rung, day: string, phase: Finding['phase'] = 'probe') =>
  ({
    rung: raised,
    phase,
    actors: ['203.0.113.41'],
    firstTime: micros(`${day}T03:00:00Z`),
    lastTime: micros(`${day}T04:00:00Z`),
  }) as unknown as Finding

function write(calls: readonly [Call, Call, Call, Call], findings: readonly Finding[], last = NaN) {
  const [targeted, exploited, backdoored, used] = calls.map(rung) as [
    LadderRung,
    LadderRung,
    LadderRung,
    LadderRung,
  ]
  const ladder: Ladder = { targeted, exploited, backdoored, used }
  return writeSentences('MX01', ladder, door(last), findings, WINDOW)
}

const YES = 'yes'
const NO = 'no'
const OPEN = 'cannot tell'
const attempt = found('targeted', '2021-02-27')
const exploit = found('exploited', '2021-02-28')
const page = found('backdoored', '2021-02-28')
const use = found('used', '2021-03-01')
const later = found('used', '2021-03-16', 'after')

describe('the sentence', () => {
  it.each([
    [
      [YES, YES, YES, YES],
      [attempt, exploit, page, use, later],
      'MX01 was broken into on 28 Feb 2021, and the back door was used again after the patch, last on 16 Mar 2021.',
    ],
    [
      [YES, YES, YES, YES],
      [exploit, page, use],
      'MX01 was broken into on 28 Feb 2021, and the back door was used, last on 1 Mar 2021.',
    ],
    [[OPEN, OPEN, YES, YES], [use], 'A back door on MX01 was used, last on 1 Mar 2021.'],
    [
      [YES, YES, YES, NO],
      [exploit, page],
      'MX01 was broken into on 28 Feb 2021, and a back door was left; the logs show no use of it.',
    ],
    [
      [YES, YES, YES, OPEN],
      [exploit, page],
      'MX01 was broken into on 28 Feb 2021, and a back door was left; whether it was used cannot be told.',
    ],
    [[OPEN, OPEN, YES, NO], [page], 'There is a back door on MX01, since 28 Feb 2021.'],
    [[YES, YES, NO, NO], [exploit], 'MX01 was broken into on 28 Feb 2021; no back door was found.'],
    [
      [YES, YES, OPEN, NO],
      [exploit],
      'MX01 was broken into on 28 Feb 2021; whether a back door was left cannot be told.',
    ],
    [
      [YES, NO, NO, NO],
      [attempt],
      'MX01 was attacked, first on 27 Feb 2021; no attack succeeded in the days that the logs cover.',
    ],
    [
      [YES, OPEN, NO, NO],
      [attempt],
      'MX01 was attacked, first on 27 Feb 2021; whether an attack succeeded cannot be told.',
    ],
    [[NO, NO, NO, NO], [], 'No sign of an attack on MX01 from 1 Jan 2021 to 31 Mar 2021.'],
    [
      [NO, NO, OPEN, NO],
      [],
      'Nothing was found on MX01 from 1 Jan 2021 to 31 Mar 2021; a back door cannot be ruled out.',
    ],
    [
      [OPEN, OPEN, OPEN, OPEN],
      [],
      'Nothing was found on MX01, but the evidence is too thin to rule anything out.',
    ],
  ] as const)('for %j', (calls, findings, sentence) => {
    expect(write(calls, findings).sentence).toBe(sentence)
  })
})

describe('what is ruled out', () => {
  it('is what else could have happened in the days covered, where something did', () => {
    const { ruledOut } = write([YES, YES, YES, YES], [attempt, exploit, page, use])
    expect(ruledOut).toMatch(/ny other successful exploit.* from 1 Jan 2021 to 31 Mar 2021/)
    expect(ruledOut).not.toMatch(/other attempts/)
  })

  it('is nothing where nothing is covered', () => {
    expect(write([OPEN, OPEN, OPEN, OPEN], []).ruledOut).toMatch(/^Nothing can be ruled out yet/)
  })
})

describe('what comes next', () => {
  it('is what would change a "cannot tell", before anything else', () => {
    expect(write([YES, YES, OPEN, NO], [exploit]).collectNext?.what).toBe('more logs')
  })

  it('is the log of changes, before anything is deleted, after a break-in', () => {
    const { collectNext, nextSteps } = write([YES, YES, YES, YES], [exploit, page, use])
    expect(collectNext?.command).toMatch(/^wevtutil epl "MSExchange Management"/)
    expect(nextSteps.join(' ')).toMatch(/Delete nothing yet.*Active Directory.*Rebuild.*Sources/)
  })

  it('is nothing more where nothing is missing and nothing was found', () => {
    expect(write([NO, NO, NO, NO], []).collectNext).toBeNull()
  })
})
