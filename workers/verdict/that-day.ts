import { beforeHttpProxy, describeBuild } from '../../src/model/builds.js'
import { CAMPAIGNS, type Campaign, type Chain } from '../../src/model/campaigns.js'
import type { Finding, ThatDay } from '../../src/model/finding.js'
import { dayNumber, formatDayInWords } from '../../src/model/time.js'
import { MICROSECONDS_PER_DAY, type Microseconds } from '../../src/model/units.js'
import type { Mitigation, Span } from '../../src/model/verdict.js'
import { DETECTIONS } from '../detections/index.js'
import type { AnalysisInput } from './analysis.js'
import { buildHistory, type BuildHistory } from './builds-history.js'
import { mitigationsOf } from './mitigations.js'

/** A build that was last seen so long before still says something of the day. */
const HOLDS_FOR: Microseconds = 2 * MICROSECONDS_PER_DAY

const CHAINS = new Map<string, Chain>(
  DETECTIONS.flatMap(({ id, chain }) => (chain ? [[id, chain] as const] : [])),
)

type Stated = BuildHistory['stated'][number]

/** Findings that show a chain of flaws, each with whether the server had the flaw on its days. */
export function withThatDay(input: AnalysisInput, findings: readonly Finding[]): Finding[] {
  const hosts = new Map(input.table.hosts.map((name, index) => [name, index]))
  const histories = new Map<string, BuildHistory>()
  return findings.map((finding) => {
    const campaign = CAMPAIGNS.find(({ chain }) => chain === CHAINS.get(finding.detection))
    const host = hosts.get(finding.host)
    const attacks = finding.rung === 'targeted' || finding.rung === 'exploited'
    if (!campaign?.fix || host === undefined || !attacks) return finding
    const key = `${String(host)} ${campaign.id}`
    const history = histories.get(key) ?? buildHistory(input, host, campaign.fix)
    histories.set(key, history)
    const mitigations = mitigationsOf(input, host)
    return withDay(finding, daysOf(finding, campaign, history, mitigations))
  })
}

/** That the hole was shut speaks against a success. */
function withDay(finding: Finding, thatDay: ThatDay): Finding {
  if (thatDay.call !== 'patched') return { ...finding, thatDay }
  return { ...finding, thatDay, counterEvidence: [...finding.counterEvidence, thatDay.because] }
}

function daysOf(
  { firstTime, lastTime }: Finding,
  campaign: Campaign,
  history: BuildHistory,
  mitigations: readonly Mitigation[],
): ThatDay {
  const first = stateAt(history, firstTime)
  const last = stateAt(history, lastTime)
  const shut = standingAt(mitigations, campaign.chain, firstTime)
  const beside = shut && first.call !== 'patched' ? ` ${mitigated(shut)}` : ''
  if (first.call === last.call) return { ...first, because: `${first.because}${beside}` }
  const words = `The first of these requests: ${lower(first.because)}${beside} The last: ${lower(last.because)}`
  return {
    call: first.call === 'vulnerable' || last.call === 'vulnerable' ? 'vulnerable' : 'not known',
    because: words,
  }
}

function mitigated({ what, from }: Mitigation): string {
  const since = Number.isNaN(from) ? '' : `, there since ${formatDayInWords(from)},`
  return `${what}${since} stops known attacks on it, not the flaw.`
}

/** The mitigation of a chain that stood at a time. */
function standingAt(
  mitigations: readonly Mitigation[],
  chain: string | null,
  time: Microseconds,
): Mitigation | undefined {
  return mitigations.find(
    (one) => one.works && one.chain === chain && one.from <= time && !(one.to <= time),
  )
}

/** By the builds that are stated before, at and after a time. */
export function stateAt(history: BuildHistory, time: Microseconds): ThatDay {
  const { stated, fix } = history
  const known = stated.filter(({ fixed, first }) => fixed !== null && !Number.isNaN(first))
  if (known.length === 0) {
    const old = stated.length > 0 && stated.every(({ build }) => beforeHttpProxy(build))
    return old
      ? { call: 'patched', because: 'This version of Exchange never had the flaw.' }
      : { call: 'not known', because: 'No source states the build of that day.' }
  }
  if (Number.isNaN(time)) return { call: 'not known', because: 'The records state no time.' }
  if (time < released(fix.released))
    return {
      call: 'vulnerable',
      because: `The server was vulnerable that day: the update that closes the flaw was released on ${formatDayInWords(released(fix.released))}.`,
    }
  const there = known.filter(({ first, last }) => first <= time && time <= last)
  const open = there.find(({ fixed }) => !fixed) ?? there[0]
  if (open) return fromBuild(open, 'ran')
  return between(latestBefore(known, time), earliestAfter(known, time), time)
}

function between(
  before: Stated | undefined,
  after: Stated | undefined,
  time: Microseconds,
): ThatDay {
  if (before && after) {
    if (before.fixed === after.fixed) return fromBuild(before, 'ran before and after')
    return {
      call: 'not known',
      because: `Whether the server was vulnerable that day is not known: ${describeBuild(before.build)} was last seen on ${formatDayInWords(before.last)}, ${describeBuild(after.build)} first on ${formatDayInWords(after.first)}.`,
    }
  }
  if (before && (before.fixed === true || time - before.last <= HOLDS_FOR))
    return fromBuild(before, `was last seen on ${formatDayInWords(before.last)}`)
  // Builds rise: what lacks the fix later lacked it before.
  if (after?.fixed === false)
    return fromBuild(after, `was seen only later, on ${formatDayInWords(after.first)}`)
  const seen = before ?? after
  const when = before ? `last seen on ${formatDayInWords(before.last)}` : 'seen only later'
  return {
    call: 'not known',
    because: `Whether the server was vulnerable that day is not known: ${describeBuild(seen?.build ?? '')} was ${when}.`,
  }
}

function fromBuild({ build, fixed, by, path, first }: Stated, how: string): ThatDay {
  const source = `by ${by} (${path})`
  return fixed
    ? {
        call: 'patched',
        because: `The server was already patched that day: ${describeBuild(build)}, first seen on ${formatDayInWords(first)}, ${how}, ${source}.`,
      }
    : {
        call: 'vulnerable',
        because: `The server was vulnerable that day: ${describeBuild(build)}, which lacks the fix, ${how}, ${source}.`,
      }
}

function latestBefore(known: readonly Stated[], time: Microseconds): Stated | undefined {
  let best: Stated | undefined
  for (const one of known) if (one.last < time && !(best && best.last > one.last)) best = one
  return best
}

function earliestAfter(known: readonly Stated[], time: Microseconds): Stated | undefined {
  return known.find(({ first }) => first > time)
}

/** Stretches within a window over which builds without the fix ran, by what is stated. */
export function exposedSpans(history: BuildHistory, window: Span): Span[] {
  const known = history.stated.filter(({ fixed, first }) => fixed !== null && !Number.isNaN(first))
  const [earliestSeen] = known
  const release = released(history.fix.released)
  const spans: { from: Microseconds; to: Microseconds }[] = []
  // Until the fix was released nobody had it.
  if (earliestSeen?.fixed) spans.push({ from: window.from, to: release })
  let lastOpen = NaN
  for (const { fixed, first, last } of known) {
    const current = spans.at(-1)
    const open = current !== undefined && Number.isNaN(current.to)
    if (!fixed) {
      // Builds rise: before the first that is seen there was none with the fix.
      const from = spans.length === 0 ? window.from : first
      if (!open) spans.push({ from, to: NaN })
      lastOpen = lastOpen > last ? lastOpen : last
    } else if (open && last > lastOpen) current.to = Math.max(first, lastOpen)
  }
  return spans
    .map(({ from, to }) => ({ from: from > window.from ? from : window.from, to }))
    .filter(({ from, to }) => !(to <= from) && !(from > window.to))
}

function released(day: string): Microseconds {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return dayNumber(year, month, date) * MICROSECONDS_PER_DAY
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}
