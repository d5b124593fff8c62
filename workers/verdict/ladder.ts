import type { Coverage } from '../../src/model/coverage.js'
import { RUNGS, type Finding, type Rung } from '../../src/model/finding.js'
import type { CampaignState, CollectNext, RungVerdict } from '../../src/model/verdict.js'
import { NEEDS, type Answer, type Need, type Window } from './needs.js'
import { doubts, innocent, proof } from './proof.js'

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
  /** Everything that a "no" would need is there: what was not found did not happen in those days. */
  readonly covered: boolean
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
    const sources = askSources(rung, input)
    if (own.length > 0) return [rung, yes(rung, own, sources)] as const
    const higher = IMPLIED_BY[rung].find((other) => (raised.get(other) ?? []).length > 0)
    if (higher) return [rung, implied(raised.get(higher) ?? [], higher, sources)] as const
    const unexplained = backDoorKnown(raised) && (rung === 'targeted' || rung === 'exploited')
    return [rung, unseen(rung, input, sources, unexplained)] as const
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

interface Sources {
  readonly needs: readonly { readonly need: Need; readonly answers: readonly Answer[] }[]
  readonly spans: readonly Answer[]
  readonly covered: boolean
}

function askSources(rung: Rung, { coverage, window, complete, campaign }: LadderInput): Sources {
  const needs = NEEDS[rung].map((need) => ({
    need,
    answers: need.sources.map((ask) => ask(coverage, window)),
  }))
  const enough = needs.every(({ answers }) => answers.some((answer) => answer.covers))
  return {
    needs,
    spans: needs.flatMap(({ answers }) => answers),
    covered: enough && complete && campaign === 'counts',
  }
}

function yes(rung: Rung, findings: readonly Finding[], { spans, covered }: Sources): LadderRung {
  return {
    verdict: {
      call: 'yes',
      because: proof(rung, findings),
      against: doubts(findings),
      wouldChangeIf: innocent(rung, findings),
      findings: findings.map((finding) => finding.id),
    },
    collect: null,
    spans,
    covered,
  }
}

function implied(findings: readonly Finding[], higher: Rung, sources: Sources): LadderRung {
  const rung = yes(higher, findings, sources)
  return {
    ...rung,
    verdict: { ...rung.verdict, because: `A ${QUESTION[higher]} is proven, which implies it.` },
  }
}

function unseen(
  rung: Rung,
  input: LadderInput,
  sources: Sources,
  unexplained: boolean,
): LadderRung {
  const { needs, spans, covered } = sources
  const lacking = needs.find(({ answers }) => !answers.some((answer) => answer.covers))
  const collect = lacking?.need.collect ?? null
  const nothing = `No ${QUESTION[rung]} was found`
  const cannot = (because: string, next: CollectNext | null): LadderRung => ({
    verdict: {
      call: 'cannot tell',
      because,
      against: '',
      wouldChangeIf: next
        ? `this was collected and read: ${next.what}.`
        : 'all of the evidence was read.',
      findings: [],
    },
    collect: next,
    spans,
    covered,
  })
  if (!input.complete)
    return cannot(`${nothing} so far, but not all of the evidence was read.`, collect)
  if (rung === 'exploited' && input.campaign === 'did not apply')
    return no('This version of Exchange never had the flaw.', sources)
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
  if (rung === 'used' && brokenInto(input) && !spans.some(isIisSiteOne))
    return cannot(
      `${nothing}, but HttpProxy does not see requests to pages outside Exchange’s own directories, such as aspnet_client.`,
      NEEDS.used[0]?.collect ?? null,
    )
  const words = needs.flatMap(({ answers }) => answers.filter((answer) => answer.covers))
  return no(`${nothing}: ${words.map((answer) => answer.words).join('; ')}.`, sources)
}

function no(because: string, { spans, covered }: Sources): LadderRung {
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
    covered,
  }
}

function brokenInto({ findings }: LadderInput): boolean {
  return findings.some(({ rung }) => rung === 'exploited' || rung === 'backdoored')
}

function isIisSiteOne({ covers, label }: Answer): boolean {
  return covers && label.startsWith('IIS site 1')
}
