import {
  CAMPAIGNS,
  type Campaign,
  type CampaignChoice,
  type Chain,
} from '../../src/model/campaigns.js'
import type { Finding } from '../../src/model/finding.js'
import type { CampaignState, FlawState } from '../../src/model/verdict.js'
import { DETECTIONS } from '../detections/index.js'
import type { AnalysisInput } from './analysis.js'
import { buildHistory, type BuildHistory } from './builds-history.js'
import { judgeFlaw } from './door.js'
import { latest } from './finding-parts.js'
import { mitigationsOf } from './mitigations.js'
import type { Window } from './needs.js'

/** A campaign before the evidence of one host. */
export interface JudgedCampaign {
  readonly campaign: Campaign
  readonly state: CampaignState['state']
  readonly window: Window
  /** Of the oldest campaign where its own has no fix. */
  readonly history: BuildHistory
  readonly flaw: FlawState
}

export interface Judgeable {
  /** Of those chosen, every one, for telling how it stands. */
  readonly known: readonly JudgedCampaign[]
  /** Those that the rungs are the worst over; never none. */
  readonly counting: readonly JudgedCampaign[]
}

const [OLDEST] = CAMPAIGNS

/**
 * Which campaigns count for a host. `all`: every dated one that begins before the evidence ends and
 * whose flaw its builds can have had. Where none does, the first stands for them, and no rung says "no".
 */
export function judgeCampaigns(input: AnalysisInput, host: number, logs: Window): Judgeable {
  const wanted = CAMPAIGNS.filter(({ id, fix }) => isChosen(id, fix === null, input.campaigns))
  const known = wanted.map((campaign) => judgeCampaign(input, host, campaign, logs))
  const counting = known.filter(({ state }) => state === 'counts')
  if (counting.length > 0) return { known, counting }
  const stand = known.find(({ state }) => state === 'did not apply') ?? known[0]
  return { known, counting: stand ? [stand] : [] }
}

function isChosen(id: string, undated: boolean, choice: CampaignChoice): boolean {
  return choice === 'all' ? !undated : choice === id
}

function judgeCampaign(
  input: AnalysisInput,
  host: number,
  campaign: Campaign,
  logs: Window,
): JudgedCampaign {
  const history = buildHistory(input, host, campaign.fix ?? OLDEST.fix)
  const undated = Number.isNaN(campaign.from)
  const window = { from: undated ? logs.from : campaign.from, to: logs.to }
  // Builds can be known of later days than the logs reach, as from a registry.
  const end = latest([logs.to, ...history.sightings.map(({ last }) => last)])
  const reached = end >= window.from || (Number.isNaN(end) && campaign.id === OLDEST.id)
  const mitigations = mitigationsOf(input, host).filter(({ chain }) => chain === campaign.chain)
  const flaw = campaign.fix
    ? judgeFlaw(campaign.flaw, history, { ...window, to: end }, mitigations)
    : unknownFlaw(campaign, history)
  const state =
    flaw.call === 'did not apply' ? 'did not apply' : reached ? 'counts' : 'not in this evidence'
  return { campaign, state, window, history, flaw }
}

/** Flaws that nobody has told of cannot be judged by a build. */
function unknownFlaw({ flaw }: Campaign, { sightings }: BuildHistory): FlawState {
  const build = sightings.at(-1)?.build ?? ''
  const because = 'No build is free of every flaw, known and unknown.'
  return { call: 'cannot tell', chain: flaw, since: NaN, build, because, exposed: [] }
}

const CHAINS = new Map(DETECTIONS.map(({ id, chain }) => [id, chain ?? null]))

/** The chain of flaws that a finding is about; null where it is about none. */
export function chainOf({ detection }: Finding): Chain | null {
  return CHAINS.get(detection) ?? null
}

/**
 * Those that count under a choice: what belongs to no chain always does, what belongs to one where all
 * count or its campaign is chosen.
 */
export function findingsThatCount(
  findings: readonly Finding[],
  choice: CampaignChoice,
): readonly Finding[] {
  if (choice === 'all' || choice === 'any') return findings
  const chosen = CAMPAIGNS.find(({ id }) => id === choice)?.chain
  return findings.filter((finding) => {
    const chain = chainOf(finding)
    return chain === null || chain === chosen
  })
}
