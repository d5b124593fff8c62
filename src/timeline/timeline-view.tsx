import { Detail } from '../findings/detail.js'
import { firstToShow } from '../findings/select.js'
import { Later, useLater } from '../parts/later.js'
import type { ViewProps } from '../view.js'
import { Timeline } from './timeline.js'

/** The timeline with all the room there is, and the proof of what is chosen in it. */
export function TimelineView({ session, workspace, judged, host }: ViewProps) {
  const chosen = workspace.chosen.value
  const everywhere = workspace.lanes.value === 'host'
  const shown = judged.findings.filter(
    (finding) => everywhere || host === undefined || finding.host === host.name,
  )
  const finding =
    shown.find(({ id }) => chosen?.kind === 'finding' && id === chosen.id) ?? firstToShow(shown)
  const ofDetail = useLater(judged, 3)
  return (
    <main class="case">
      <h1 class="hidden">Timeline</h1>
      <div class="work">
        <div class="work-left">
          <Timeline
            session={session}
            workspace={workspace}
            judged={judged}
            host={host}
            selected={finding?.id ?? null}
            onSelect={(id) => {
              workspace.choose({ kind: 'finding', id })
            }}
          />
        </div>
        <Later turns={3}>
          <Detail
            session={session}
            judged={ofDetail}
            finding={ofDetail.findings.find(({ id }) => id === finding?.id) ?? finding}
          />
        </Later>
      </div>
    </main>
  )
}
