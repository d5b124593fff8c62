import type { Host } from '../../src/model/case.js'
import type { Coverage } from '../../src/model/coverage.js'
import { isLog } from '../../src/model/families.js'
import { levelRank, type Finding } from '../../src/model/finding.js'
import type { Verdict } from '../../src/model/verdict.js'
import { CORRELATIONS } from '../correlations/index.js'
import { judgeActors } from './actors.js'
import type { Analysis, AnalysisInput, Gathered } from './analysis.js'
import { updateMarks } from './build-marks.js'
import { buildConflicts } from './builds-history.js'
import { findingsThatCount, judgeCampaigns } from './campaigns.js'
import { withConfidence } from './confidence.js'
import { measureCoverage } from './coverage.js'
import { deletedPages } from './deleted-pages.js'
import { judgeDoor } from './door.js'
import { collectFindings } from './findings.js'
import { earliest, latest } from './finding-parts.js'
import { campaignCoverage, judgeLadder } from './ladder.js'
import { mitigationsOf } from './mitigations.js'
import type { Window } from './needs.js'
import { writeSentences } from './sentences.js'
import { notCollected } from './not-collected.js'
import { isSetAside, setAsideOf, standing, withJudgements } from './set-aside.js'
import { shellLives } from './shell-lives.js'
import { withThatDay } from './that-day.js'

/** Table and hits to findings, coverage and a verdict per host. */
export function analyse(input: AnalysisInput): Analysis {
  return judge(input, gather(input))
}

/** What the rows show: the dear part, which no judgement and no choice of campaigns changes. */
export function gather(input: AnalysisInput): Gathered {
  let collected: readonly Finding[] = collectFindings(input)
  for (const correlation of CORRELATIONS)
    collected = [...collected, ...correlation.run(input, collected)]
  const findings = withThatDay(input, withConfidence(collected)).sort(byWeight)
  return { findings, actors: judgeActors(input, findings), coverage: measureCoverage(input) }
}

/** What follows from it for each host. */
export function judge(input: AnalysisInput, gathered: Gathered): Analysis {
  const { actors, coverage } = gathered
  const findings = withJudgements(gathered.findings, input.judgements)
  const hosts = input.table.hosts.map((name, index) =>
    judgeHost(
      input,
      index,
      findings.filter((finding) => finding.host === name),
      coverage.filter((one) => one.host === name),
    ),
  )
  return { hosts, findings, actors, coverage }
}

function judgeHost(
  input: AnalysisInput,
  index: number,
  findings: readonly Finding[],
  coverage: readonly Coverage[],
): Host {
  const name = input.table.hosts[index] ?? ''
  const logs = logSpan(coverage)
  const { known, counting } = judgeCampaigns(input, index, logs)
  const relevant = findingsThatCount(findings, input.campaigns)
  const counted = standing(relevant)
  const aside = setAsideOf(relevant)
  const { complete } = input
  const asked = { findings: counted, aside, coverage, campaigns: counting, complete }
  const ladder = judgeLadder(asked)
  const flaws = counting.map(({ flaw }) => flaw)
  const lives = shellLives(input, index).filter(({ script }) => !isSetAside(script, relevant))
  const deleted = deletedPages(input, index)
  const door = judgeDoor(flaws, counted, lives, ladder.backdoored.verdict, deleted)
  const [main] = counting
  const window = main?.window ?? logs
  const verdict: Verdict = {
    targeted: ladder.targeted.verdict,
    exploited: ladder.exploited.verdict,
    backdoored: ladder.backdoored.verdict,
    used: ladder.used.verdict,
    door,
    setAside: aside,
    ...writeSentences({
      host: name,
      ladder,
      door,
      findings: counted,
      aside,
      window,
      logs,
      complete,
      paths: pathsOf(input, index),
      flaws: counting.map(({ campaign }) => campaign.name),
    }),
  }
  return {
    name,
    nameFrom: input.hostNameFrom[index] ?? '',
    who: input.who[index] ?? '',
    verdict,
    builds: main?.history.sightings ?? [],
    buildConflicts: main ? buildConflicts(main.history) : [],
    updates: updateMarks(input, index),
    mitigations: mitigationsOf(input, index),
    campaigns: known.map((one) => ({
      id: one.campaign.id,
      title: one.campaign.title,
      from: one.window.from,
      state: one.state,
      coverage: one.state === 'counts' ? campaignCoverage(one, asked) : [],
    })),
    notCollected: notCollected(input, index, coverage),
    patched: main?.history.patched ?? NaN,
  }
}

/** Files have times of their own, which say nothing of how far the logs reach. */
function logSpan(coverage: readonly Coverage[]): Window {
  const logs = coverage.filter(({ family }) => family === 'httpproxy' || isLog(family))
  return {
    from: earliest(logs.map(({ first }) => first)),
    to: latest(logs.map(({ last }) => last)),
  }
}

function pathsOf({ entries, hostOfEntry }: AnalysisInput, host: number): string[] {
  return entries.filter(({ index }) => (hostOfEntry[index] ?? 0) === host).map(({ path }) => path)
}

function byWeight(a: Finding, b: Finding): number {
  return (
    levelRank(b.level) - levelRank(a.level) ||
    // What several logs agree on beats what one says alone.
    Number(b.confidence.length > 1) - Number(a.confidence.length > 1) ||
    order(a.firstTime, b.firstTime) ||
    compareText(a.id, b.id)
  )
}

/** Those that state no time stand last. */
function order(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a - b
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
