import { useState } from 'preact/hooks'
import type { Session, SessionState } from '../case/session.js'
import type { Case, Host } from '../model/case.js'
import { Detail } from '../findings/detail.js'
import { FindingsTable } from '../findings/findings-table.js'
import { firstToShow } from '../findings/select.js'
import { counted } from '../parts/words.js'
import { Timeline } from '../timeline/timeline.js'
import { Answer } from './answer.js'

interface Props {
  readonly session: Session
  readonly judged: Case
  readonly host: Host | undefined
  readonly state: SessionState
}

/** Answer, timeline, findings, proof: one screen. */
export function CaseView({ session, judged, host, state }: Props) {
  const [chosen, setChosen] = useState<string | null>(null)
  const ofHost = judged.findings.filter(
    (finding) => host === undefined || finding.host === host.name,
  )
  const finding = ofHost.find(({ id }) => id === chosen) ?? firstToShow(ofHost)
  const selected = finding?.id ?? null
  return (
    <main class="case">
      {state.stage === 'done' && host ? (
        <Answer judged={judged} host={host} cancelled={state.cancelled} onFinding={setChosen} />
      ) : state.stage === 'done' ? (
        <section class="answer">
          <h1>No Exchange server was found in this evidence.</h1>
        </section>
      ) : (
        <section class="answer">
          <h1>
            {ofHost.length === 0
              ? 'Nothing found yet.'
              : `${counted(ofHost.length, 'finding')} so far.`}
          </h1>
          <p class="lead">
            The answer comes when everything is read. Until then nothing is ruled out.
          </p>
        </section>
      )}
      <div class="work">
        <div class="work-left">
          <Timeline
            session={session}
            judged={judged}
            host={host}
            selected={selected}
            onSelect={setChosen}
          />
          <FindingsTable
            judged={judged}
            host={host?.name}
            selected={selected}
            onSelect={setChosen}
          />
        </div>
        <Detail session={session} judged={judged} finding={finding} />
      </div>
    </main>
  )
}
