import { useMemo, useState } from 'preact/hooks'
import type { Actor } from '../model/actor.js'
import { visible } from '../model/escape.js'
import type { Finding } from '../model/finding.js'
import { MarkPart } from '../notes/judge-part.js'
import { PHASE_WORD } from '../parts/palette.js'
import { counted } from '../parts/words.js'
import { FindingChips } from '../findings/finding-chips.js'
import { FilterBox } from '../parts/filter-box.js'
import { shownTime } from '../parts/zone.js'
import type { ViewProps } from '../view.js'
import { clientQuery } from './client-query.js'

/** Actors and findings in the document at once; the filter reaches the rest. */
const SHOWN_ACTORS = 100
const SHOWN_FINDINGS = 12

/** Whoever a finding names: what they did, when, and why several addresses are held to be one. */
export function ActorsView({ judged, host, workspace }: ViewProps) {
  const filter = workspace.actorFilter.value
  const [everywhere, setEverywhere] = useState(false)
  const byId = useMemo(() => new Map(judged.findings.map((one) => [one.id, one])), [judged])
  const wanted = filter.toLowerCase()
  const actors = judged.actors.filter(
    (actor) =>
      (everywhere || host === undefined || actor.hosts.includes(host.name)) &&
      `${actor.addresses.join(' ')} ${actor.agents.join(' ')}`.toLowerCase().includes(wanted),
  )
  const shared = judged.actors.filter(({ hosts }) => hosts.length > 1).length
  return (
    <main class="page">
      <h1>Actors</h1>
      <p class="lead">
        Whoever a finding names, by client address, worst first. An address is where a request came
        from, not who sent it: behind it can stand a proxy, a rented server, or a victim like you.
      </p>
      <div class="findings-tools">
        <h2>{counted(actors.length, 'actor')}</h2>
        <FilterBox
          words="filter by address or agent"
          label="Filter actors"
          value={filter}
          onValue={workspace.filterActors}
        />
        {judged.hosts.length > 1 && (
          <button
            class="tool"
            aria-pressed={everywhere}
            onClick={() => {
              setEverywhere(!everywhere)
            }}
          >
            on all servers
          </button>
        )}
        {shared > 0 && (
          <span class="caption">{counted(shared, 'actor')} seen on more than one server</span>
        )}
      </div>
      {actors.length === 0 && (
        <p class="soft">
          {judged.actors.length === 0
            ? 'No finding names a client address. Where logs name none, or a machine in front of the server hides them, who came cannot be told.'
            : 'No actor has these words on this server.'}
        </p>
      )}
      {actors.slice(0, SHOWN_ACTORS).map((actor) => (
        <ActorCard
          key={actor.id}
          actor={actor}
          findings={actor.findings
            .flatMap((id) => byId.get(id) ?? [])
            .filter((finding) => everywhere || host === undefined || finding.host === host.name)}
          named={everywhere && judged.hosts.length > 1}
          onFinding={workspace.openFinding}
          onEvents={() => {
            workspace.openEvents(clientQuery(actor.addresses), null)
          }}
        />
      ))}
      {actors.length > SHOWN_ACTORS && (
        <p class="caption">
          The first {SHOWN_ACTORS} of {counted(actors.length, 'actor')}; filter to see others.
        </p>
      )}
    </main>
  )
}

interface CardProps {
  readonly actor: Actor
  readonly findings: readonly Finding[]
  /** The findings are of several servers: each says of which. */
  readonly named: boolean
  readonly onFinding: (id: string, host: string) => void
  readonly onEvents: () => void
}

function ActorCard({ actor, findings, named, onFinding, onEvents }: CardProps) {
  const { addresses, agents, phases, hosts, because } = actor
  return (
    <section class="told" aria-label={`Actor ${visible(addresses[0] ?? '')}`}>
      <h3 class="mono">{addresses.map(visible).join(', ')}</h3>
      <dl class="lines">
        <dt>When</dt>
        <dd>
          {shownTime(actor.first)} – {shownTime(actor.last)}
        </dd>
        <dt>What</dt>
        <dd>
          {phases.map((phase) => PHASE_WORD[phase]).join(' → ')}{' '}
          <button class="link" onClick={onEvents}>
            all its events
          </button>
        </dd>
        {hosts.length > 0 && (
          <>
            <dt>Where</dt>
            <dd>{hosts.map(visible).join(', ')}</dd>
          </>
        )}
        {agents.length > 0 && (
          <>
            <dt>Agents</dt>
            <dd class="mono agents">{agents.map(visible).join(' · ')}</dd>
          </>
        )}
        {because.length > 0 && (
          <>
            <dt>One actor because</dt>
            <dd>{because.map(visible).join(' ')}</dd>
          </>
        )}
        <dt>Findings</dt>
        <dd>
          <FindingChips
            findings={findings}
            most={SHOWN_FINDINGS}
            named={named}
            onFinding={onFinding}
          />
        </dd>
      </dl>
      <MarkPart subject={{ kind: 'actor', key: addresses[0] ?? '' }} />
    </section>
  )
}
