import { describe, expect, it } from 'vitest'
import type { Finding, Rung } from '../../../src/model/finding.js'
import type { Call, Door } from '../../../src/model/verdict.js'
import type { Ladder, LadderRung } from '../../../workers/verdict/ladder.js'
import type { Told } from '../../../workers/verdict/told.js'
import { writeSentences } from '../../../workers/verdict/sentences.js'
import { micros } from './build-table.js'

const WINDOW = { from: micros('2021-01-01T00:00:00Z'), to: micros('2021-03-31T23:00:00Z') }

function rung(call: Call): LadderRung {
  const verdict = {
    ...{ call, because: '', against: '', wouldChangeIf: '', findings: [] },
    ...{ confidence: [], coverage: [], proveWrong: [] },
  }
  const collect = call === 'cannot tell' ? { what: 'more logs', command: 'robocopy' } : null
  const covered = call !== 'cannot tell'
  const days = covered ? WINDOW : { from: NaN, to: NaN }
  const by = covered ? ['IIS site 1 (front end)', 'HttpProxy, any protocol'] : []
  return { verdict, collect, reach: { covered, days, by, gaps: [] } }
}

function door(
  backDoor: 'present' | 'gone' = 'present',
  flaw: Door['flaw']['call'] = 'shut since',
): Door {
  const because = ''
  return {
    call: 'open',
    flaw: { call: flaw, chain: '', since: NaN, build: '', because, exposed: [] },
    flaws: [],
    backDoor: { call: backDoor, since: NaN, lastUsed: NaN, because, afterPatch: null },
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

type Calls = readonly [Call, Call, Call, Call]

function write(calls: Calls, findings: readonly Finding[], other: Partial<Told> = {}) {
  const [targeted, exploited, backdoored, used] = calls.map(rung) as [
    LadderRung,
    LadderRung,
    LadderRung,
    LadderRung,
  ]
  const ladder: Ladder = { targeted, exploited, backdoored, used }
  return writeSentences({
    host: 'MX01',
    ladder,
    door: door(),
    findings,
    aside: { acknowledged: [], scanners: [] },
    window: WINDOW,
    logs: { from: micros('2020-12-28T00:00:00Z'), to: WINDOW.to },
    complete: true,
    paths: [],
    flaws: ['ProxyLogon'],
    ...other,
  })
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
      [OPEN, OPEN, YES, YES],
      [later],
      'A back door on MX01 was used after the patch, last on 16 Mar 2021.',
    ],
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
    [
      [OPEN, OPEN, YES, NO],
      [page],
      'There is a back door on MX01, its file dated 28 Feb 2021; the logs show no use of it.',
    ],
    [[YES, YES, NO, NO], [exploit], 'MX01 was broken into on 28 Feb 2021; no back door was found.'],
    [
      [YES, YES, OPEN, NO],
      [exploit],
      'MX01 was broken into on 28 Feb 2021; whether a back door was left cannot be told.',
    ],
    [
      [YES, NO, NO, NO],
      [attempt],
      'MX01 was attacked on 27 Feb 2021; no attack succeeded from 1 Jan to 31 Mar 2021.',
    ],
    [
      [YES, OPEN, NO, NO],
      [attempt],
      'MX01 was attacked on 27 Feb 2021; whether an attack succeeded cannot be told.',
    ],
    [[NO, NO, NO, NO], [], 'No sign of an attack on MX01 from 1 Jan to 31 Mar 2021.'],
    [
      [NO, NO, OPEN, NO],
      [],
      'Nothing was found on MX01 from 1 Jan to 31 Mar 2021; a back door cannot be ruled out.',
    ],
    [
      [OPEN, OPEN, OPEN, OPEN],
      [],
      'Nothing was found in the logs of MX01 from 28 Dec 2020 to 31 Mar 2021, but what they lack leaves everything open.',
    ],
  ] as const)('for %j', (calls, findings, sentence) => {
    expect(write(calls, findings).sentence).toBe(sentence)
  })
})

describe('the sentence where nothing can be told', () => {
  const thin: Calls = [OPEN, OPEN, OPEN, OPEN]
  const span = (from: string, to: string) => ({ logs: { from: micros(from), to: micros(to) } })

  it('names the days read, and that they begin after the attacks did', () => {
    const gap = { label: 'HttpProxy', from: WINDOW.from, to: micros('2021-03-01T00:00:00Z') }
    const one = rung(OPEN)
    const late = { ...one, reach: { ...one.reach, gaps: [gap] } }
    const { sentence, ruledOut } = write(thin, [], {
      ...span('2021-03-01T00:00:00Z', '2021-03-31T23:00:00Z'),
      ladder: { targeted: late, exploited: late, backdoored: one, used: late },
    })
    expect(sentence).toBe(
      'Nothing was found in the logs of MX01 from 1 to 31 Mar 2021, but they do not reach back to 1 Jan 2021, when these attacks began.',
    )
    expect(ruledOut).toBe(
      'Nothing can be ruled out yet. Not covered: 1 Jan to 28 Feb 2021 (HttpProxy).',
    )
  })

  it('says that the logs end before the attacks began', () => {
    expect(write(thin, [], span('2020-11-01T00:00:00Z', '2020-12-03T00:00:00Z')).sentence).toBe(
      'Nothing can be told: the logs of MX01 end on 3 Dec 2020, before these attacks began.',
    )
  })

  it('says that no log could be read', () => {
    expect(write(thin, [], { logs: { from: NaN, to: NaN } }).sentence).toBe(
      'No log of MX01 could be read, so nothing can be told.',
    )
  })

  it('says that reading goes on', () => {
    expect(write(thin, [], { complete: false }).sentence).toMatch(
      /^Nothing was found on MX01 so far/,
    )
  })

  it('calls a server without a name “this server”', () => {
    const host = 'unnamed server (a.zip)'
    expect(write([YES, YES, NO, NO], [exploit], { host }).sentence).toMatch(
      /^This server was broken/,
    )
  })
})

describe('what is ruled out', () => {
  it('is what else could have happened in the days covered, where something did', () => {
    expect(write([YES, YES, YES, YES], [attempt, exploit, page, use]).ruledOut).toBe(
      'Any other successful exploit of ProxyLogon and use of any other back door in Exchange’s folders from 1 Jan to 31 Mar 2021, by IIS and HttpProxy; other web shells in the web folders as they were collected.',
    )
  })

  it('is everything looked for, by days and logs, where nothing was found', () => {
    expect(write([NO, NO, NO, NO], []).ruledOut).toBe(
      'Attempts at ProxyLogon, a successful exploit of ProxyLogon and use of a back door in Exchange’s folders from 1 Jan to 31 Mar 2021, by IIS and HttpProxy; web shells in the web folders as they were collected.',
    )
  })

  it('is nothing where nothing is covered', () => {
    expect(write([OPEN, OPEN, OPEN, OPEN], []).ruledOut).toBe('Nothing can be ruled out yet.')
  })
})

describe('what comes next', () => {
  it('is what would change a "cannot tell", before anything else', () => {
    expect(write([YES, YES, OPEN, NO], [exploit]).collectNext?.what).toBe('more logs')
  })

  it('is the log of changes, before anything is deleted, after a break-in', () => {
    const { collectNext, nextSteps } = write([YES, YES, YES, YES], [exploit, page, use])
    expect(collectNext?.command).toMatch(/^wevtutil epl "MSExchange Management"/)
    expect(nextSteps.join(' ')).toMatch(/delete nothing.*Active Directory.*Rebuild.*Sources/)
  })

  it('is the memory where that log is in the evidence already', () => {
    const paths = ['C:/Windows/System32/winevt/Logs/MSExchange Management.evtx']
    expect(write([YES, YES, YES, YES], [exploit, page], { paths }).collectNext?.what).toMatch(
      /memory/,
    )
  })

  it('is the file of a back door that only requests show, while it is still there', () => {
    const { collectNext } = write([YES, YES, YES, YES], [exploit, use])
    expect(collectNext?.what).toMatch(/the file of the back door/)
    const gone = write([YES, YES, YES, YES], [exploit, use], { door: door('gone') })
    expect(gone.collectNext?.command).toMatch(/^wevtutil/)
  })

  it('is nothing more where nothing is missing and nothing was found', () => {
    const { collectNext, nextSteps } = write([NO, NO, NO, NO], [])
    expect(collectNext).toBeNull()
    expect(nextSteps.join(' ')).not.toMatch(/named above/)
    expect(nextSteps.join(' ')).toMatch(/not the same as nothing happened/)
  })

  it('is the update first where the hole is open and nobody came in', () => {
    const { nextSteps } = write([YES, NO, NO, NO], [attempt], { door: door('gone', 'open') })
    expect(nextSteps[0]).toMatch(/hole is still open/)
  })
})
