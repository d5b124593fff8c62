import type { Finding } from '../../../src/model/finding.js'
import { earliest, latest } from '../../verdict/finding-parts.js'
import type { AnalysisInput } from '../../verdict/analysis.js'
import { otherUsers, tellingAgent } from './agents.js'
import { networkOf } from './network.js'
import { isTelling, ONE_GO } from './telling.js'
import { Unions } from './unions.js'

/** An agent that more others use than this tells nobody apart. */
const RARE_USERS = 2

/** Addresses that are held to be one actor. */
export interface ActorGroup {
  /** In order of their first finding. */
  readonly addresses: readonly string[]
  /** Why; empty where there is one address. */
  readonly because: readonly string[]
}

/** What the findings tell of one address. */
interface Profile {
  readonly address: string
  first: number
  /** Does a finding prove more than an attempt? Only such addresses are joined to others. */
  telling: boolean
  /** Of what proves more than an attempt; NaN where nothing does. */
  from: number
  to: number
  /** Telling agents only. */
  readonly agents: Set<string>
  readonly pages: Set<string>
  /** Methods and parameters that it sent to pages which Exchange does not ship. */
  readonly styles: Set<string>
}

/**
 * Everybody that findings name, addresses joined where one session of the control panel has both, or two
 * signs agree: an agent that hardly anybody else uses, and with it the same planted page, the same
 * parameters, one network or one half hour; or the same parameters and one network or half hour. An
 * agent alone joins nobody.
 */
export function groupActors(input: AnalysisInput, findings: readonly Finding[]): ActorGroup[] {
  const profiles = profilesOf(findings)
  const unions = new Unions(profiles.length)
  const because = new Map<number, Set<string>>()
  const join = (a: number, b: number, why: string): void => {
    unions.join(a, b)
    because.set(b, (because.get(b) ?? new Set()).add(why))
  }
  readSessions(input, profiles, join)
  joinByAgent(input, profiles, join)
  joinByStyle(profiles, join)
  return groupsOf(profiles, unions, because)
}

type Join = (a: number, b: number, why: string) => void

function profilesOf(findings: readonly Finding[]): Profile[] {
  const known = new Map<string, Profile>()
  for (const finding of findings) {
    for (const address of finding.actors) {
      const profile = known.get(address) ?? emptyProfile(address)
      known.set(address, profile)
      profile.first = earliest([profile.first, finding.firstTime])
      if (!isTelling(finding)) continue
      profile.telling = true
      profile.from = earliest([profile.from, finding.firstTime])
      profile.to = latest([profile.to, finding.lastTime])
      if (finding.subject !== '') profile.pages.add(finding.subject)
      for (const { client, agent } of finding.rows) {
        const telling = client === address ? tellingAgent(agent) : ''
        if (telling !== '') profile.agents.add(telling)
      }
    }
  }
  return [...known.values()].sort(byFirst)
}

function emptyProfile(address: string): Profile {
  return {
    address,
    first: NaN,
    telling: false,
    from: NaN,
    to: NaN,
    agents: new Set(),
    pages: new Set(),
    styles: new Set(),
  }
}

function byFirst(a: Profile, b: Profile): number {
  const order =
    (Number.isNaN(a.first) ? Infinity : a.first) - (Number.isNaN(b.first) ? Infinity : b.first)
  return order || (a.address < b.address ? -1 : 1)
}

/** Notes styles, and joins whoever shares a session. */
function readSessions(
  { table, sessions }: AnalysisInput,
  profiles: readonly Profile[],
  join: Join,
): void {
  const places = new Map(profiles.map(({ address }, at) => [address, at]))
  const firstOf = new Map<string, number>()
  const pairs = new Set<string>()
  for (const { row, canary, style } of sessions) {
    const at = places.get(table.strings[table.client[row] ?? 0] ?? '')
    if (at === undefined) continue
    if (style !== '') profiles[at]?.styles.add(style)
    if (canary === '') continue
    const before = firstOf.get(canary)
    if (before === undefined) firstOf.set(canary, at)
    else if (before !== at && !pairs.has(`${String(before)} ${String(at)}`)) {
      pairs.add(`${String(before)} ${String(at)}`)
      join(before, at, 'one session of the control panel (its canary) came from both')
    }
  }
}

/** Everybody who uses a page sends what it asks for, so the page is no second sign here. */
function joinByStyle(profiles: readonly Profile[], join: Join): void {
  const byStyle = new Map<string, number[]>()
  profiles.forEach(({ styles, telling }, at) => {
    if (telling) for (const style of styles) push(byStyle, style, at)
  })
  for (const [style, all] of byStyle)
    joinNear(profiles, all, `the same parameters (${style})`, join)
}

function joinByAgent(input: AnalysisInput, profiles: readonly Profile[], join: Join): void {
  const byAgent = new Map<string, number[]>()
  profiles.forEach(({ agents, telling }, at) => {
    if (telling) for (const agent of agents) push(byAgent, agent, at)
  })
  const shared = new Set([...byAgent].flatMap(([agent, all]) => (all.length > 1 ? [agent] : [])))
  const known = new Set(profiles.map(({ address }) => address))
  const users = otherUsers(input.table, shared, known, RARE_USERS + 1)
  for (const agent of shared) {
    const others = users.get(agent) ?? 0
    if (others > RARE_USERS) continue
    const rare =
      others === 0
        ? 'an agent that nobody else uses'
        : `an agent that ${others === 1 ? 'one other address uses' : `${String(others)} other addresses use`}`
    joinAlike(profiles, byAgent.get(agent) ?? [], rare, join)
  }
}

/** Of those with one agent: whoever has the same page, parameters, network or half hour besides. */
function joinAlike(
  profiles: readonly Profile[],
  alike: readonly number[],
  rare: string,
  join: Join,
): void {
  const firstOf = new Map<string, number>()
  const meet = (key: string, at: number, why: string): void => {
    const before = firstOf.get(key)
    if (before === undefined) firstOf.set(key, at)
    else join(before, at, why)
  }
  for (const at of alike) {
    const { pages, styles } = profiles[at] as Profile
    for (const page of pages) meet(`page ${page}`, at, `${rare}, and the same page: ${page}`)
    for (const style of styles)
      meet(`style ${style}`, at, `${rare}, and the same parameters: ${style}`)
  }
  joinNear(profiles, alike, rare, join)
}

/** Whoever has one network or half hour besides the sign that they share. */
function joinNear(
  profiles: readonly Profile[],
  alike: readonly number[],
  sign: string,
  join: Join,
): void {
  const firstOf = new Map<string, number>()
  for (const at of alike) {
    const { address } = profiles[at] as Profile
    const network = networkOf(address)
    const before = firstOf.get(network)
    if (before !== undefined) join(before, at, `${sign}, from one network: ${network}`)
    else if (network !== '') firstOf.set(network, at)
  }
  const inTime = alike
    .filter((at) => !Number.isNaN(profiles[at]?.from))
    .sort((a, b) => (profiles[a] as Profile).from - (profiles[b] as Profile).from)
  let latestSoFar = -1
  for (const at of inTime) {
    const { from, to } = profiles[at] as Profile
    const end = latestSoFar < 0 ? NaN : (profiles[latestSoFar] as Profile).to
    if (from <= end + ONE_GO) join(latestSoFar, at, `${sign}, within half an hour of each other`)
    if (!(to <= end)) latestSoFar = at
  }
}

function groupsOf(
  profiles: readonly Profile[],
  unions: Unions,
  because: ReadonlyMap<number, ReadonlySet<string>>,
): ActorGroup[] {
  const groups = new Map<number, { addresses: string[]; because: string[] }>()
  profiles.forEach(({ address }, at) => {
    const root = unions.find(at)
    const group = groups.get(root) ?? { addresses: [], because: [] }
    groups.set(root, group)
    group.addresses.push(address)
    for (const why of [...(because.get(at) ?? [])].sort()) group.because.push(`${address}: ${why}`)
  })
  return [...groups.values()]
}

function push(map: Map<string, number[]>, key: string, at: number): void {
  const known = map.get(key)
  if (known) known.push(at)
  else map.set(key, [at])
}
