import { useState } from 'preact/hooks'
import type { EventAnswer } from '../../workers/query-protocol.js'
import type { Session } from '../case/session.js'
import type { Case } from '../model/case.js'
import { visible } from '../model/escape.js'
import { printQuery } from '../model/query/print.js'
import type { Query } from '../model/query/query.js'
import { counted } from '../parts/words.js'
import { shownTime } from '../parts/zone.js'
import type { Workspace } from '../workspace.js'
import { ColumnPicker } from './column-picker.js'
import { hidesNoise, withoutNoise } from './menu-items.js'
import { QueryBar } from './query-bar.js'
import { QueryHelp } from './query-help.js'

interface Props {
  readonly session: Session
  readonly workspace: Workspace
  readonly judged: Case
  /** As it filters now. */
  readonly query: Query
  readonly answer: EventAnswer | null
  readonly failure: string
  readonly busy: boolean
  readonly allServers: boolean
  readonly onAllServers: (all: boolean) => void
}

/** What is asked for, and how much of it there is. */
export function EventsBar(props: Props) {
  const { session, workspace, judged, query, answer, failure, busy } = props
  const range = workspace.range.value
  const hidden = hidesNoise(query)
  return (
    <div class="events-bar">
      <div class="events-line">
        <QueryBar session={session} workspace={workspace} />
        <button
          class="tool"
          id="hide-noise"
          aria-pressed={hidden}
          title="Requests by which Exchange watches itself"
          onClick={() => {
            workspace.setQuery(printQuery(withoutNoise(query, !hidden)))
          }}
        >
          hide Exchange’s own monitoring
        </button>
        <button
          class="tool"
          id="search-raw"
          aria-pressed={workspace.rawSearch.value !== null}
          onClick={() => {
            workspace.searchRaw(workspace.rawSearch.value === null ? '' : null)
          }}
        >
          search everything
        </button>
        <ColumnPicker layout={workspace.layout.value} onLayout={workspace.setLayout} />
        <SavedViews workspace={workspace} />
        <QueryHelp />
      </div>
      <div class="events-line">
        <p role="status" aria-busy={busy}>
          {failure !== '' ? (
            <span class="bad">The events could not be asked: {visible(failure)}</span>
          ) : answer === null ? (
            <span class="soft">Asking…</span>
          ) : (
            <Sum answer={answer} />
          )}
        </p>
        {range && (
          <button
            class="chip"
            id="range-chip"
            aria-label="Show all times"
            onClick={() => {
              workspace.setRange(null)
            }}
          >
            {shownTime(range.from)} – {shownTime(range.to)} ✕
          </button>
        )}
        {judged.hosts.length > 1 && (
          <label class="caption">
            <input
              type="checkbox"
              checked={props.allServers}
              onChange={(event) => {
                props.onAllServers(event.currentTarget.checked)
              }}
            />{' '}
            all servers
          </label>
        )}
        {query.kind === 'and' && query.parts.length === 0 ? null : (
          <button
            class="link caption"
            onClick={() => {
              workspace.setQuery('')
            }}
          >
            show all events
          </button>
        )}
      </div>
    </div>
  )
}

function Sum({ answer: { rows, records, ms } }: { answer: EventAnswer }) {
  return (
    <>
      <b>{counted(rows, 'row')}</b>
      {records > rows && `, which stand for ${counted(records, 'record')}`}
      <span class="soft"> · {ms < 1 ? 'under 1' : String(Math.round(ms))} ms</span>
      {rows === 0 && <span class="soft"> · nothing in the evidence read matches</span>}
    </>
  )
}

/** Queries to come back to, for as long as the case is open. */
function SavedViews({ workspace }: { workspace: Workspace }) {
  const [name, setName] = useState('')
  const saved = workspace.savedViews.value
  const save = () => {
    if (name.trim() === '') return
    workspace.saveView(name.trim())
    setName('')
  }
  return (
    <details class="pop">
      <summary class="tool">Views{saved.length > 0 && ` (${String(saved.length)})`}</summary>
      <div class="pop-box">
        <div class="events-line">
          <input
            class="filter"
            aria-label="Name of the view"
            placeholder="name this query, range and columns"
            value={name}
            onKeyDown={(event) => {
              if (event.key === 'Enter') save()
            }}
            onInput={(event) => {
              setName(event.currentTarget.value)
            }}
          />
          <button class="tool" disabled={name.trim() === ''} onClick={save}>
            Save
          </button>
        </div>
        {saved.length === 0 && <p class="soft caption">No view is saved in this case.</p>}
        <ul>
          {saved.map((view) => (
            <li key={view.name} class="events-line">
              <button
                class="link"
                title={visible(view.query)}
                onClick={() => {
                  workspace.openView(view)
                }}
              >
                {visible(view.name)}
              </button>
              <span class="spring" />
              <button
                class="tool"
                aria-label={`Forget ${visible(view.name)}`}
                onClick={() => {
                  workspace.dropView(view.name)
                }}
              >
                ✕
              </button>
            </li>
          ))}
        </ul>
      </div>
    </details>
  )
}
