import type { Coverage, Hole } from '../../src/model/coverage.js'
import { RUNGS, type Finding, type Rung } from '../../src/model/finding.js'
import type {
  CollectNext,
  RungCoverage,
  RungVerdict,
  SetAsideFindings,
} from '../../src/model/verdict.js'
import { chainOf, type JudgedCampaign } from './campaigns.js'
import { list } from './days.js'
import { earliest, latest } from './finding-parts.js'
import { needsOf, type Answer, type Need, type Window } from './needs.js'
import { doubts, innocent, proof } from './proof.js'
import { proveWrong } from './prove-wrong.js'
import { setAsideInWords } from './set-aside.js'

export interface LadderInput {
  /** Those that may raise a rung. */
  readonly findings: readonly Finding[]
  readonly aside: SetAsideFindings
  readonly coverage: readonly Coverage[]
  /** Those that count, oldest first; never none. A rung is the worst over them. */
  readonly campaigns: readonly Pick<JudgedCampaign, 'campaign' | 'state' | 'window'>[]
  readonly complete: boolean
}

export interface LadderRung {
  readonly verdict: RungVerdict
  readonly collect: CollectNext | null
  readonly reach: Reach
}

/** How far the sources of a rung see. */
export interface Reach {
  /** Everything that a "no" would need is there: what was not found did not happen in those days. */
  readonly covered: boolean
  /** The part of the window that every need has a source for; NaN where not covered. */
  readonly days: Window
  /** Sources that cover, by label. */
  readonly by: readonly string[]
  /** Of needs that no source meets: what their sources lack. */
  readonly gaps: readonly Gap[]
}

interface Gap extends Hole {
  readonly label: string
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
    const asked = input.campaigns.map((campaign) => askSources(rung, campaign, input))
    const [sources] = asked
    if (!sources) throw new RangeError('no campaign counts')
    if (own.length > 0) return [rung, yes(rung, own, sources)] as const
    const higher = IMPLIED_BY[rung].find((other) => (raised.get(other) ?? []).length > 0)
    if (higher) return [rung, implied(raised.get(higher) ?? [], higher, sources)] as const
    const unexplained = backDoorKnown(raised) && (rung === 'targeted' || rung === 'exploited')
    const calls = asked.map((one) => unseen(rung, input, one, unexplained))
    return [rung, calls.find(isOpen) ?? calls[0]] as const
  })
  return Object.fromEntries(rungs) as Ladder
}

function isOpen({ verdict }: LadderRung): boolean {
  return verdict.call === 'cannot tell'
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
  readonly campaign: Asked
  readonly needs: readonly { readonly need: Need; readonly answers: readonly Answer[] }[]
  readonly reach: Reach
}

type Asked = LadderInput['campaigns'][number]

/** What the evidence covers of one campaign's window. */
export function campaignCoverage(asked: Asked, input: LadderInput): RungCoverage[] {
  return RUNGS.map((rung) => {
    const sources = askSources(rung, asked, input)
    return { rung, covered: sources.reach.covered, sources: wordsOf(sources) }
  })
}

function wordsOf({ needs }: Sources): string[] {
  return needs.flatMap(({ answers }) => answers.map(({ words }) => words))
}

function askSources(rung: Rung, asked: Asked, input: LadderInput): Sources {
  const { coverage, complete } = input
  const { window, state } = asked
  const tried = raisers(input.findings, 'targeted').some((one) => chainOf(one) === 'proxylogon')
  const needs = needsOf(asked.campaign, tried)[rung].map((need) => ({
    need,
    answers: need.sources.map((ask) => ask(coverage, window)),
  }))
  const met = needs.map(({ answers }) => answers.filter(({ covers }) => covers))
  const covering = met.flat()
  const by = covering.map(({ label }) => label)
  const covered =
    met.every(({ length }) => length > 0) &&
    complete &&
    state !== 'not in this evidence' &&
    !isBlind(rung, input, by)
  const from = latest(met.map((sources) => earliest(sources.map((one) => one.from))))
  const to = earliest(met.map((sources) => latest(sources.map((one) => one.to))))
  const lacking = needs.filter((_, index) => met[index]?.length === 0)
  const gaps = lacking.flatMap(({ answers }) =>
    answers.flatMap(({ label, gaps: holes }) => holes.map((hole) => ({ label, ...hole }))),
  )
  return {
    campaign: asked,
    needs,
    reach: {
      covered,
      days: covered ? { from: Math.max(window.from, from), to } : { from: NaN, to: NaN },
      by,
      gaps: complete ? gaps : [],
    },
  }
}

function yes(rung: Rung, findings: readonly Finding[], sources: Sources): LadderRung {
  const { reach, needs } = sources
  const gaps = needs.flatMap(({ answers }) =>
    answers.some(({ covers }) => covers) ? [] : answers.map(({ words }) => words),
  )
  return {
    verdict: {
      call: 'yes',
      because: proof(rung, findings),
      against: doubts(findings),
      wouldChangeIf: innocent(rung, findings),
      findings: findings.map((finding) => finding.id),
      confidence: findings[0]?.confidence ?? [],
      coverage: wordsOf(sources),
      proveWrong: proveWrong(rung, findings, gaps),
    },
    collect: null,
    reach,
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
  const { needs, reach, campaign } = sources
  const lacking = needs.find(({ answers }) => !answers.some((answer) => answer.covers))
  const collect = lacking?.need.collect ?? null
  const beside = setAsideInWords(input.aside)
  const nothing = `No ${QUESTION[rung]} was found${beside === '' ? '' : ` beside ${beside}`}`
  const cannot = (because: string, next: CollectNext | null): LadderRung => ({
    verdict: {
      call: 'cannot tell',
      because,
      against: '',
      wouldChangeIf: next
        ? `this is collected and read: ${lowerFirst(next.what)}.`
        : 'the rest of the evidence is read.',
      findings: [],
      confidence: [],
      coverage: wordsOf(sources),
      proveWrong: [],
    },
    collect: next,
    reach,
  })
  if (!input.complete)
    return cannot(`${nothing} so far, but not all of the evidence was read.`, collect)
  if (rung === 'exploited' && campaign.state === 'did not apply')
    return no('This version of Exchange never had the flaw.', sources)
  if (campaign.state === 'not in this evidence')
    return cannot('The evidence ends before the campaign begins.', needs[0]?.need.collect ?? null)
  if (lacking) {
    const words = list(lacking.answers.map((answer) => answer.words))
    return cannot(`${nothing}, but ${words}.`, collect)
  }
  if (unexplained)
    return cannot(
      `A back door is there, yet no ${QUESTION[rung]} was found: something came in by a way that these logs do not show.`,
      needsOf(campaign.campaign).exploited[1]?.collect ?? null,
    )
  if (isBlind(rung, input, reach.by))
    return cannot(
      `${nothing}, but HttpProxy does not see requests to pages outside Exchange’s own directories, such as aspnet_client.`,
      needsOf(campaign.campaign).used[0]?.collect ?? null,
    )
  const words = needs.flatMap(({ answers }) => answers.filter((answer) => answer.covers))
  return no(`${nothing}: ${list(words.map((answer) => answer.words))}.`, sources)
}

function no(because: string, sources: Sources): LadderRung {
  const { reach } = sources
  return {
    verdict: {
      call: 'no',
      because,
      against: '',
      wouldChangeIf: 'logs of other days, another server or a backup show one.',
      findings: [],
      confidence: [],
      coverage: wordsOf(sources),
      proveWrong: [],
    },
    collect: null,
    reach,
  }
}

/** HttpProxy alone does not see pages outside Exchange’s directories, where back doors are left. */
function isBlind(rung: Rung, { findings }: LadderInput, by: readonly string[]): boolean {
  const brokenInto = findings.some((one) => one.rung !== null && one.rung !== 'targeted')
  return rung === 'used' && brokenInto && !by.some((label) => label.startsWith('IIS site 1'))
}

function lowerFirst(text: string): string {
  return text.startsWith('The ') ? `t${text.slice(1)}` : text
}
