import type { Case, Host } from '../model/case.js'
import type { Coverage } from '../model/coverage.js'
import { RUNGS, type Finding, type Rung } from '../model/finding.js'
import type { RungVerdict } from '../model/verdict.js'
import { RUNG_GLYPH } from '../parts/palette.js'
import { clock, counted, days, shortDay } from '../parts/words.js'

export type Tone = Rung | 'calm' | 'unknown'

/** One of the five answers, as the page and the picture both print it. */
export interface Answer {
  readonly id: Rung | 'door'
  readonly question: string
  readonly glyph: string
  readonly word: string
  readonly tone: Tone
  readonly detail: string
  readonly because: string
  readonly against: string
  readonly wouldChangeIf: string
  readonly coverage: readonly string[]
  readonly proveWrong: readonly string[]
}

const QUESTION: Readonly<Record<Rung, string>> = {
  targeted: 'Targeted?',
  exploited: 'Exploited?',
  backdoored: 'Back door?',
  used: 'Used?',
}

/** Families whose days a "no" stands on. */
const DAYS_FROM: Readonly<Record<Rung, readonly Coverage['family'][]>> = {
  targeted: ['httpproxy', 'iis-front'],
  exploited: ['httpproxy-ecp', 'iis-back'],
  backdoored: ['web-root'],
  used: ['iis-front', 'httpproxy'],
}

export function answersOf(judged: Case, host: Host): Answer[] {
  return [...RUNGS.map((rung) => rungAnswer(judged, host, rung)), doorAnswer(host)]
}

function rungAnswer(judged: Case, host: Host, rung: Rung): Answer {
  const verdict = host.verdict[rung]
  const common = {
    id: rung,
    question: QUESTION[rung],
    because: verdict.because,
    against: verdict.against,
    wouldChangeIf: verdict.wouldChangeIf,
    coverage: verdict.coverage,
    proveWrong: verdict.proveWrong,
  }
  if (verdict.call === 'yes') {
    const detail = yesDetail(judged, verdict, rung)
    return { ...common, glyph: RUNG_GLYPH[rung], word: 'Yes', tone: rung, detail }
  }
  if (verdict.call === 'no') {
    const detail = coveredDays(judged, host, rung)
    return { ...common, glyph: '✓', word: 'No', tone: 'calm', detail }
  }
  return { ...common, glyph: '?', word: 'Cannot tell', tone: 'unknown', detail: verdict.because }
}

function yesDetail(judged: Case, verdict: RungVerdict, rung: Rung): string {
  const findings = findingsOf(judged, verdict)
  const first = findings.find((finding) => Number.isFinite(finding.firstTime))
  const when = first ? `${shortDay(first.firstTime)} ${clock(first.firstTime)}` : ''
  const actors = new Set(findings.flatMap((finding) => finding.actors)).size
  const logs = new Set(findings.flatMap((finding) => finding.confidence)).size
  if (rung === 'used')
    return `${counted(actors, 'actor')}, ${counted(requestsOf(findings), 'request')}`
  if (rung === 'backdoored') {
    const files = new Set(findings.map((f) => f.subject.toLowerCase()).filter((s) => s !== '')).size
    // Requests alone prove a page, not that its file still lies there.
    const seen = findings.some(({ rows }) => rows.some(({ family }) => family === 'web-root'))
    const what = files > 0 ? counted(files, seen ? 'file' : 'page') : ''
    return [what, when].filter((s) => s !== '').join(' · ')
  }
  return [when, logs > 0 ? counted(logs, 'log') : ''].filter((s) => s !== '').join(' · ')
}

/** Use after the patch is a part of all use by the same actor: of two such findings one counts. */
function requestsOf(findings: readonly Finding[]): number {
  const most = new Map<string, number>()
  for (const { actors, subject, count } of findings) {
    const key = [...actors, '', subject.toLowerCase()].join('\n')
    most.set(key, Math.max(most.get(key) ?? 0, count))
  }
  return [...most.values()].reduce((sum, count) => sum + count, 0)
}

function findingsOf(judged: Case, verdict: RungVerdict): Finding[] {
  const ids = new Set(verdict.findings)
  return judged.findings
    .filter((finding) => ids.has(finding.id))
    .sort((a, b) => (a.firstTime || 0) - (b.firstTime || 0))
}

/** Days of the family that reaches furthest, of those without a hole where there are such. */
function coveredDays(judged: Case, host: Host, rung: Rung): string {
  const families = judged.coverage.filter(
    (one) => one.host === host.name && DAYS_FROM[rung].includes(one.family),
  )
  const dated = families.filter(({ first }) => Number.isFinite(first))
  const whole = dated.filter(({ holes, unusable }) => holes.length + unusable.length === 0)
  const [best] = [...(whole.length > 0 ? whole : dated)].sort(
    (a, b) => b.last - b.first - (a.last - a.first),
  )
  return best ? days(best.first, best.last) : ''
}

function doorAnswer(host: Host): Answer {
  const { call, flaw, backDoor } = host.verdict.door
  const hole = {
    open: 'hole open',
    'shut since': `hole shut ${shortDay(flaw.since)}`.trim(),
    'did not apply': 'this build has no such hole',
    'cannot tell': 'hole: cannot tell',
  }[flaw.call]
  const behind = {
    'none seen': 'no back door seen',
    present: 'back door still there',
    gone: `back door gone ${shortDay(backDoor.since)}`.trim(),
    'cannot tell': 'back door: cannot tell',
  }[backDoor.call]
  const look = {
    open: { glyph: '○', word: 'Open', tone: 'backdoored' },
    shut: { glyph: '✓', word: 'Shut', tone: 'calm' },
    'cannot tell': { glyph: '?', word: 'Cannot tell', tone: 'unknown' },
  } as const
  return {
    id: 'door',
    question: 'Door now?',
    ...look[call],
    detail: `${hole}; ${behind}`,
    because: [flaw.because, backDoor.because].filter((text) => text !== '').join(' '),
    against: '',
    wouldChangeIf: '',
    coverage: [],
    proveWrong: [],
  }
}

/** Hosts, worst first; the order of the case decides between equals. */
export function worstFirst(hosts: readonly Host[]): Host[] {
  const rank = ({ verdict }: Host) => {
    const rung = verdict.headline === null ? 0 : RUNGS.indexOf(verdict.headline) + 1
    const unknown = RUNGS.some((one) => verdict[one].call === 'cannot tell') ? 0.5 : 0
    const open = verdict.door.call === 'open' ? 0.25 : 0
    // Between two that were used alike: where somebody came back through the patch.
    const cameBack = verdict.door.backDoor.afterPatch !== null ? 0.2 : 0
    return rung + unknown + open + cameBack
  }
  return [...hosts].sort((a, b) => rank(b) - rank(a))
}
