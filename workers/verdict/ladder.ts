import type { Coverage } from '../../src/model/coverage.js'
import { RUNGS, type Finding, type Rung } from '../../src/model/finding.js'
import { formatDay } from '../../src/model/time.js'
import type { CampaignState, CollectNext, RungVerdict } from '../../src/model/verdict.js'
import { earliest } from './finding-parts.js'
import { NEEDS, type Answer, type Window } from './needs.js'

export interface LadderInput {
  readonly findings: readonly Finding[]
  readonly coverage: readonly Coverage[]
  readonly window: Window
  readonly campaign: CampaignState['state']
  readonly complete: boolean
}

export interface LadderRung {
  readonly verdict: RungVerdict
  readonly collect: CollectNext | null
  /** What the sources asked say of their days. */
  readonly spans: readonly Answer[]
}

export type Ladder = Readonly<Record<Rung, LadderRung>>

const QUESTION: Readonly<Record<Rung, string>> = {
  targeted: 'attempt',
  exploited: 'successful exploit',
  backdoored: 'back door',
  used: 'use of a back door',
}

/** Each rung by what was found, and where nothing was, by what was looked at. */
export function judgeLadder(input: LadderInput): Ladder {
  const raised = new Map(RUNGS.map((rung) => [rung, raisers(input.findings, rung)]))
  const rungs = RUNGS.map((rung) => {
    const own = raised.get(rung) ?? []
    if (own.length > 0) return [rung, yes(own)] as const
    const higher = IMPLIED_BY[rung].find((other) => (raised.get(other) ?? []).length > 0)
    if (higher) return [rung, implied(raised.get(higher) ?? [], higher)] as const
    const unexplained = backDoorKnown(raised) && (rung === 'targeted' || rung === 'exploited')
    return [rung, unseen(rung, input, unexplained)] as const
  })
  return Object.fromEntries(rungs) as Ladder
}

/** What a success on a higher rung says of a lower one. */
const IMPLIED_BY: Readonly<Record<Rung, readonly Rung[]>> = {
  targeted: ['exploited'],
  exploited: [],
  backdoored: ['used'],
  used: [],
}

function backDoorKnown(raised: ReadonlyMap<Rung, readonly Finding[]>): boolean {
  return ['backdoored' as const, 'used' as const].some(
    (rung) => (raised.get(rung) ?? []).length > 0,
  )
}

function raisers(findings: readonly Finding[], rung: Rung): Finding[] {
  return findings.filter((finding) => finding.rung === rung)
}

function yes(findings: readonly Finding[]): LadderRung {
  const first = findings[0]
  const against = [...new Set(findings.flatMap((finding) => finding.counterEvidence))].sort()
  const day = formatDay(earliest(findings.map((finding) => finding.firstTime)))
  return {
    verdict: {
      call: 'yes',
      because: `${first?.title ?? ''}: ${first?.reason ?? ''}${day === '' ? '' : ` First on ${day}.`}`,
      against: against.join(' '),
      wouldChangeIf: `every one of the records behind it turned out to be innocent: ${[...new Set(findings.flatMap((finding) => finding.falsePositives))].sort().join(' ')}`,
      findings: findings.map((finding) => finding.id),
    },
    collect: null,
    spans: [],
  }
}

function implied(findings: readonly Finding[], higher: Rung): LadderRung {
  const rung = yes(findings)
  return {
    ...rung,
    verdict: { ...rung.verdict, because: `A ${QUESTION[higher]} is proven, which implies it.` },
  }
}

function unseen(rung: Rung, input: LadderInput, unexplained: boolean): LadderRung {
  const needs = NEEDS[rung].map((need) => ({
    need,
    answers: need.sources.map((ask) => ask(input.coverage, input.window)),
  }))
  const lacking = needs.find(({ answers }) => !answers.some((answer) => answer.covers))
  const spans = needs.flatMap(({ answers }) => answers)
  const collect = lacking?.need.collect ?? null
  const nothing = `No ${QUESTION[rung]} was found`
  const cannot = (because: string, next: CollectNext | null): LadderRung => ({
    verdict: {
      call: 'cannot tell',
      because,
      against: '',
      wouldChangeIf: next
        ? `${next.what} was collected and read.`
        : 'all of the evidence was read.',
      findings: [],
    },
    collect: next,
    spans,
  })
  if (!input.complete)
    return cannot(`${nothing} so far, but not all of the evidence was read.`, collect)
  if (rung === 'exploited' && input.campaign === 'did not apply')
    return no('This version of Exchange never had the flaw.', spans)
  if (input.campaign === 'not in this evidence')
    return cannot('The evidence ends before the campaign begins.', NEEDS[rung][0]?.collect ?? null)
  if (lacking) {
    const words = lacking.answers.map((answer) => answer.words).join('; ')
    return cannot(`${nothing}, but ${words}.`, collect)
  }
  if (unexplained)
    return cannot(
      `A back door is there, yet no ${QUESTION[rung]} was found: something came in by a way that these logs do not show.`,
      NEEDS.exploited[1]?.collect ?? null,
    )
  const words = needs.flatMap(({ answers }) => answers.filter((answer) => answer.covers))
  return no(`${nothing}: ${words.map((answer) => answer.words).join('; ')}.`, spans)
}

function no(because: string, spans: readonly Answer[]): LadderRung {
  return {
    verdict: {
      call: 'no',
      because,
      against: '',
      wouldChangeIf: 'logs of other days, another server or a backup showed one.',
      findings: [],
    },
    collect: null,
    spans,
  }
}
