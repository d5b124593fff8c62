import { PHASES, type Finding } from '../../../src/model/finding.js'
import type { AnalysisInput } from '../../verdict/analysis.js'
import { groupActors } from './actor-groups.js'
import { SessionLinks } from './session-links.js'
import { holdsWithin } from './telling-times.js'
import { isStep, isTelling, ONE_GO, timesOf } from './telling.js'

/** A finding and why it belongs to a story. */
export interface Joined {
  readonly finding: Finding
  readonly by: string
}

/** What one actor did on one host, in order of time. */
export interface Story {
  readonly host: string
  readonly addresses: readonly string[]
  /** Why the addresses are held to be one actor. */
  readonly because: readonly string[]
  readonly steps: readonly Joined[]
  /** What is not sure about it, in sentences. */
  readonly unsure: readonly string[]
}

interface Draft {
  readonly host: string
  readonly addresses: readonly string[]
  readonly because: readonly string[]
  readonly steps: Joined[]
  /** Times of what proves more than an attempt, ascending. */
  readonly times: readonly number[]
  byTime: number
}

const NO_DRAFTS: readonly Draft[] = []

/**
 * Stories of everybody who got further than an attempt, one per actor and host. A finding that names
 * nobody (an event of Windows, a file, a request that the server passed on to itself) belongs to whoever
 * shares the id of a request or a session with it, else to the one whose page it is about, else to the
 * only one who was at it in the half hour around it.
 */
export function joinStories(input: AnalysisInput, findings: readonly Finding[]): Story[] {
  const drafts = draftsOf(input, findings)
  const byHost = new Map<string, Draft[]>()
  const byPage = new Map<string, Set<Draft>>()
  for (const draft of drafts) {
    const { host } = draft
    const ofHost = byHost.get(host)
    if (ofHost) ofHost.push(draft)
    else byHost.set(host, [draft])
    for (const { finding } of draft.steps) {
      const page = baseName(finding.subject)
      const key = `${host}\n${page}`
      if (page !== '') byPage.set(key, (byPage.get(key) ?? new Set()).add(draft))
    }
  }
  const links = new SessionLinks(input)
  for (const finding of findings) {
    const { host, actors, subject } = finding
    if (actors.length > 0 || !isStep(finding)) continue
    const linked = joinByKeys(finding, byHost.get(host) ?? NO_DRAFTS, links)
    if (linked) continue
    const about = [...(byPage.get(`${host}\n${baseName(subject)}`) ?? NO_DRAFTS)]
    const those = withinHalfAnHour(finding, about)
    for (const { steps } of those.length > 0 ? those : about)
      steps.push({ finding, by: `about ${baseName(subject)}` })
    if (about.length === 0) joinByTime(finding, byHost.get(host) ?? NO_DRAFTS)
  }
  return drafts.map(({ host, addresses, because, steps, byTime }) => ({
    host,
    addresses,
    because,
    steps: steps.sort(inOrder),
    unsure:
      byTime > 0
        ? [
            `${String(byTime)} of the steps name no address: they belong here by their time, within half an hour of the others.`,
          ]
        : [],
  }))
}

function draftsOf(input: AnalysisInput, findings: readonly Finding[]): Draft[] {
  const own = new Map<string, Finding[]>()
  for (const finding of findings) {
    for (const address of finding.actors) {
      const key = `${finding.host}\n${address}`
      const known = own.get(key)
      if (known) known.push(finding)
      else own.set(key, [finding])
    }
  }
  return groupActors(input, findings).flatMap(({ addresses, because }) =>
    input.table.hosts.flatMap((host) => {
      const all = addresses.flatMap((address) => own.get(`${host}\n${address}`) ?? [])
      const steps = [...new Set(all)].filter(isStep)
      const telling = steps.filter(isTelling)
      if (telling.length === 0) return []
      const times = telling.flatMap(timesOf).sort((a, b) => a - b)
      const joined = steps.map((finding) => ({ finding, by: `from ${finding.actors.join(', ')}` }))
      return [{ host, addresses, because, steps: joined, times, byTime: 0 }]
    }),
  )
}

/** By an id that its records share with a request of the actor; false where none does. */
function joinByKeys(finding: Finding, drafts: readonly Draft[], links: SessionLinks): boolean {
  const linked = new Map(finding.rows.flatMap((row) => links.of(row)))
  if (linked.size === 0) return false
  let joined = false
  for (const { addresses, steps } of drafts) {
    const address = addresses.find((one) => linked.has(one))
    if (address === undefined) continue
    steps.push({ finding, by: `${linked.get(address) ?? ''} as from ${address}` })
    joined = true
  }
  return joined
}

/** Only where nobody else was at it. */
function joinByTime(finding: Finding, drafts: readonly Draft[]): void {
  const [only, another] = withinHalfAnHour(finding, drafts)
  if (!only || another) return
  only.steps.push({ finding, by: 'by time alone, within half an hour' })
  only.byTime++
}

function withinHalfAnHour(finding: Finding, drafts: readonly Draft[]): Draft[] {
  const times = timesOf(finding)
  return drafts.filter((draft) => times.some((time) => holdsWithin(draft.times, time, ONE_GO)))
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase()
}

/** Those that state no time stand last. */
function inOrder({ finding: a }: Joined, { finding: b }: Joined): number {
  const [first, second] = [a.firstTime, b.firstTime]
  if (Number.isNaN(first) || Number.isNaN(second))
    return Number(Number.isNaN(first)) - Number(Number.isNaN(second)) || compare(a.id, b.id)
  return first - second || PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) || compare(a.id, b.id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
