import type { Finding } from '../../src/model/finding.js'
import { beforeHttpProxy, describeBuild } from '../../src/model/builds.js'
import { formatDayInWords } from '../../src/model/time.js'
import type {
  BackDoorState,
  BuildSighting,
  Door,
  FlawState,
  Mitigation,
  RungVerdict,
  Span,
  UseAfterPatch,
} from '../../src/model/verdict.js'
import { GONE_ID } from '../correlations/gone.js'
import { PERSISTENCE_ID } from '../correlations/persistence.js'
import { pageOfFile } from '../web-path.js'
import { buildConflicts, type BuildHistory } from './builds-history.js'
import { inDays, list } from './days.js'
import { earliest, latest } from './finding-parts.js'
import type { ShellLife } from './shell-lives.js'
import { exposedSpans } from './that-day.js'

/**
 * The hole by the builds that logs state; the back door by files and requests. `deleted`: request paths
 * of pages that records of the disk say are gone.
 */
export function judgeDoor(
  flaws: readonly FlawState[],
  findings: readonly Finding[],
  lives: readonly ShellLife[],
  backdoored: RungVerdict,
  deleted: ReadonlySet<string>,
): Door {
  const flaw = worstFlaw(flaws)
  const backDoor = judgeBackDoor(findings, lives, backdoored, deleted)
  const open = flaw.call === 'open' || backDoor.call === 'present'
  const shut =
    (flaw.call === 'shut since' || flaw.call === 'did not apply') &&
    (backDoor.call === 'none seen' || backDoor.call === 'gone')
  return { call: open ? 'open' : shut ? 'shut' : 'cannot tell', flaw, flaws, backDoor }
}

const WORST: readonly FlawState['call'][] = ['open', 'cannot tell', 'shut since', 'did not apply']

/** Of those that are equally bad the first, which is the oldest. */
function worstFlaw(flaws: readonly FlawState[]): FlawState {
  const rank = ({ call }: FlawState): number => WORST.indexOf(call)
  const [first, ...others] = flaws
  if (!first) throw new RangeError('no campaign counts')
  return others.reduce((worst, flaw) => (rank(flaw) < rank(worst) ? flaw : worst), first)
}

/** By the builds that were seen, whether a chain of flaws was open, and since when it is not. */
export function judgeFlaw(
  chain: string,
  history: BuildHistory,
  window: Span,
  mitigations: readonly Mitigation[],
): FlawState {
  const flaw = byBuilds(chain, history)
  const exposed = flaw.call === 'did not apply' ? [] : exposedSpans(history, window)
  const beside = flaw.call === 'open' || flaw.call === 'cannot tell' ? told(mitigations) : ''
  return { ...flaw, exposed, because: `${flaw.because}${disagreement(history)}${beside}` }
}

/** ` But sources disagree …`, where one names a build with the fix and another one without it. */
function disagreement(history: BuildHistory): string {
  const fixed = new Map(history.stated.map((one) => [one.build, one.fixed]))
  const conflict = buildConflicts(history).find(
    ({ builds: [a, b] }) => (fixed.get(a) ?? null) !== (fixed.get(b) ?? null),
  )
  if (!conflict) return ''
  const { builds, sources, from, to } = conflict
  return ` But sources disagree: ${builds[0]} by ${sources[0]}, ${builds[1]} by ${sources[1]}, ${inDays(from, to)}.`
}

/** `, by HttpProxy and Registry`. */
function bySources({ sources }: BuildSighting): string {
  return sources.length === 0 ? '' : `, by ${list(sources.map(({ by }) => by))}`
}

/** ` Microsoft’s rewrite rule …, since 3 Mar 2021: it stops known attacks, and closes nothing.` */
function told(mitigations: readonly Mitigation[]): string {
  const standing = mitigations.filter((one) => one.works && one.ended === '').at(0)
  if (standing) {
    const since = Number.isNaN(standing.from) ? '' : `, since ${formatDayInWords(standing.from)}`
    return ` In its way: ${standing.what}${since}. It stops known attacks and closes nothing.`
  }
  const undone = mitigations.filter((one) => one.works).at(-1)
  return undone ? ` ${undone.what}: ${undone.ended}` : ''
}

type ByBuilds = Omit<FlawState, 'exposed'>

function byBuilds(chain: string, { sightings, patched, alwaysFixed }: BuildHistory): ByBuilds {
  const known = sightings.filter((seen) => seen.fixed !== null)
  const last = [...known].sort((a, b) => a.last - b.last).at(-1)
  if (!last) {
    const old = sightings.length > 0 && sightings.every((seen) => beforeHttpProxy(seen.build))
    const build = sightings.at(-1)?.build ?? ''
    const because = old
      ? `Exchange ${build} is older than the flaw.`
      : 'No log states a build of Exchange that is known.'
    return { call: old ? 'did not apply' : 'cannot tell', chain, since: NaN, build, because }
  }
  const { build } = last
  if (alwaysFixed) {
    const since = known[0]?.first ?? NaN
    const because = `Every build that the logs state holds the fix, from ${formatDayInWords(since)} on; when it was installed they do not say.`
    return { call: 'shut since', chain, since, build, because }
  }
  if (Number.isNaN(patched)) {
    const since = known.find((seen) => !seen.fixed)?.first ?? NaN
    const because = `${describeBuild(build)} was last seen on ${formatDayInWords(last.last)}${bySources(last)}, and it lacks the fix.`
    return { call: 'open', chain, since, build, because }
  }
  const fixed = known.find((seen) => seen.fixed && seen.last >= patched) ?? last
  const because = `${describeBuild(fixed.build)}, which holds the fix, first shows on ${formatDayInWords(patched)}${bySources(fixed)}.`
  return { call: 'shut since', chain, since: patched, build: fixed.build, because }
}

function judgeBackDoor(
  findings: readonly Finding[],
  lives: readonly ShellLife[],
  backdoored: RungVerdict,
  deleted: ReadonlySet<string>,
): BackDoorState {
  const afterPatch = usedAfterPatch(findings)
  const state = byFilesAndUse(findings, lives, backdoored, deleted)
  if (!afterPatch) return { ...state, afterPatch }
  const { actors, last } = afterPatch
  const who = actors.length > 0 ? ` by ${list(actors)}` : ''
  const because = `${state.because} It was used after the hole was shut${who}, last on ${formatDayInWords(last)}.`
  return { ...state, because, afterPatch }
}

function usedAfterPatch(findings: readonly Finding[]): UseAfterPatch | null {
  const uses = findings.filter(({ rung, phase }) => rung === 'used' && phase === 'after')
  if (uses.length === 0) return null
  return {
    actors: [...new Set(uses.flatMap(({ actors }) => actors))].sort(),
    first: earliest(uses.map(({ firstTime }) => firstTime)),
    last: latest(uses.map(({ lastTime }) => lastTime)),
    requests: uses.reduce((sum, { count }) => sum + count, 0),
  }
}

function subjectsOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ subject }) => subject))].sort()
}

/** Of a page that is gone by the records of the disk, unless the file itself is in the evidence. */
function isGone({ detection, subject, rows }: Finding, pages: ReadonlySet<string>): boolean {
  if (detection === GONE_ID) return true
  return pages.has(pageOfFile(subject)) && !rows.some(({ family }) => family === 'web-root')
}

function byFilesAndUse(
  findings: readonly Finding[],
  lives: readonly ShellLife[],
  backdoored: RungVerdict,
  deleted: ReadonlySet<string>,
): Omit<BackDoorState, 'afterPatch'> {
  const files = findings.filter((finding) => finding.rung === 'backdoored')
  const fileTimes = files.map((finding) => finding.firstTime)
  const since = earliest([...fileTimes, ...lives.map((life) => life.firstUsed)])
  const lastUsed = latest(lives.map((life) => life.lastUsed))
  const answered = subjectsOf(files.filter(({ detection }) => detection === GONE_ID))
  const pages = new Set([...answered, ...deleted])
  const standing = files.filter((finding) => !isGone(finding, pages))
  if (standing.length > 0) {
    const stay = subjectsOf(standing.filter(({ detection }) => detection === PERSISTENCE_ID))
    const paths = subjectsOf(standing.filter(({ detection }) => detection !== PERSISTENCE_ID))
    const because = [
      paths.length > 0 ? `The file is in the evidence: ${paths.join(', ')}.` : '',
      stay.length > 0 ? `Set up to stay in the half hour of the attack: ${stay.join(', ')}.` : '',
    ]
    return { call: 'present', since, lastUsed, because: because.join(' ').trim() }
  }
  if (files.length > 0) {
    const silent = subjectsOf(files).filter((one) => !answered.includes(pageOfFile(one)))
    const because = [
      answered.length > 0
        ? `It answered, and its file is deleted or was taken away since: ${answered.join(', ')}.`
        : '',
      silent.length > 0
        ? `The disk’s own records say that the file was deleted: ${silent.join(', ')}.`
        : '',
    ]
    return { call: 'gone', since, lastUsed, because: because.join(' ').trim() }
  }
  if (lives.length > 0) {
    const gone = lives.every((life) => life.lastMissing > life.lastAnswered)
    const answered = formatDayInWords(latest(lives.map((life) => life.lastAnswered)))
    const because = gone
      ? `It last answered on ${answered}; later requests did not find it.`
      : `It answered until ${answered}, and nothing shows that it was removed.`
    return { call: gone ? 'gone' : 'present', since, lastUsed, because }
  }
  const call = backdoored.call === 'no' ? 'none seen' : 'cannot tell'
  return { call, since: NaN, lastUsed: NaN, because: backdoored.because }
}
