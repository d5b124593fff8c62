import type { Actor } from '../../src/model/actor.js'
import { levelRank, PHASES, RUNGS, type Finding } from '../../src/model/finding.js'
import { groupActors, type ActorGroup } from '../correlations/shared/actor-groups.js'
import type { AnalysisInput } from './analysis.js'
import { earliest, findingId, latest } from './finding-parts.js'

/** Agents told of one actor at most: a scanner can name itself otherwise in each request. */
const MOST_AGENTS = 12

export function actorId(addresses: readonly string[]): string {
  return findingId('ACTOR', '', [...addresses].sort(), '')
}

/** Whoever a finding names: worst first, then earliest. `findings` come strongest first. */
export function judgeActors(input: AnalysisInput, findings: readonly Finding[]): Actor[] {
  const byAddress = new Map<string, Finding[]>()
  for (const finding of findings) {
    for (const address of finding.actors) {
      const known = byAddress.get(address)
      if (known) known.push(finding)
      else byAddress.set(address, [finding])
    }
  }
  return groupActors(input, findings)
    .map((group) => judgeActor(group, byAddress))
    .sort((a, b) => b.weight - a.weight || order(a.actor.first, b.actor.first))
    .map(({ actor }) => actor)
}

function judgeActor(
  { addresses, because }: ActorGroup,
  byAddress: ReadonlyMap<string, readonly Finding[]>,
): { readonly actor: Actor; readonly weight: number } {
  const all = [...new Set(addresses.flatMap((address) => byAddress.get(address) ?? []))]
  const own = new Set(addresses)
  const agents = new Set<string>()
  for (const { client, agent } of all.flatMap(({ rows }) => rows)) {
    if (agents.size < MOST_AGENTS && agent !== '' && own.has(client)) agents.add(agent)
  }
  const phases = new Set(all.map(({ phase }) => phase))
  const actor = {
    id: actorId(addresses),
    addresses,
    agents: [...agents],
    first: earliest(all.map(({ firstTime }) => firstTime)),
    last: latest(all.map(({ lastTime }) => lastTime)),
    phases: PHASES.filter((phase) => phases.has(phase)),
    findings: all.map(({ id }) => id),
    hosts: [...new Set(all.map(({ host }) => host))].sort(),
    because,
  }
  return { actor, weight: all.reduce((most, finding) => Math.max(most, weightOf(finding)), 0) }
}

/** A rung weighs more than any level. */
function weightOf({ rung, level }: Finding): number {
  return (rung === null ? 0 : RUNGS.indexOf(rung) + 1) * 10 + levelRank(level)
}

/** Those that state no time stand last. */
function order(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a - b
}
