import { Detail } from '../findings/detail.js'
import { FindingsTable } from '../findings/findings-table.js'
import { firstToShow } from '../findings/select.js'
import { Later, useLater } from '../parts/later.js'
import { counted } from '../parts/words.js'
import { Timeline } from '../timeline/timeline.js'
import type { ViewProps } from '../view.js'
import { Answer } from './answer.js'

/** Answer, timeline, findings, proof: one screen. */
export function CaseView({ session, workspace, judged, host, stage, cancelled }: ViewProps) {
  const chosen = workspace.chosen.value
  const ofHost = judged.findings.filter(
    (finding) => host === undefined || finding.host === host.name,
  )
  const finding =
    ofHost.find(({ id }) => chosen?.kind === 'finding' && id === chosen.id) ?? firstToShow(ofHost)
  const selected = finding?.id ?? null
  const choose = (id: string) => {
    workspace.choose({ kind: 'finding', id })
  }
  // A new case reaches its parts one after another: all at once would hold the page up.
  const ofTimeline = useLater(judged, 1)
  const ofTable = useLater(judged, 3)
  const ofDetail = useLater(judged, 5)
  return (
    <main class="case">
      {stage === 'done' && host ? (
        <Answer judged={judged} host={host} cancelled={cancelled} onFinding={choose} />
      ) : stage === 'done' ? (
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
          <Later turns={1}>
            <Timeline
              session={session}
              workspace={workspace}
              judged={ofTimeline}
              host={ofTimeline.hosts.find(({ name }) => name === host?.name)}
              selected={selected}
              onSelect={choose}
            />
          </Later>
          <Later turns={3}>
            <FindingsTable
              judged={ofTable}
              host={host?.name}
              range={workspace.range.value}
              selected={selected}
              onSelect={choose}
            />
          </Later>
        </div>
        <Later turns={5}>
          <Detail
            session={session}
            judged={ofDetail}
            finding={ofDetail.findings.find(({ id }) => id === selected) ?? finding}
          />
        </Later>
      </div>
    </main>
  )
}
