import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { EventQuery, EventRow, StackField } from '../../workers/query-protocol.js'
import type { FieldId } from '../model/query/fields.js'
import { parseQuery } from '../model/query/parse.js'
import { EVERYTHING, type Query } from '../model/query/query.js'
import type { ViewProps } from '../view.js'
import { valueOf } from './columns.js'
import { EventDetail } from './event-detail.js'
import { EventGrid, type Active } from './event-grid.js'
import { EventsBar } from './events-bar.js'
import { menuItems } from './menu-items.js'
import { RawSearch } from './raw-search.js'
import { StacksPanel } from './stacks-panel.js'
import { useAnswer, useRows } from './use-events.js'
import { ValueMenu, type Place } from './value-menu.js'

interface OpenMenu {
  readonly field: FieldId
  readonly value: string
  readonly place: Place
}

/** Every event of the case: asked for, counted, and each with its record. */
export function EventsView({ session, workspace, judged, host }: ViewProps) {
  const [stacked, setStacked] = useState<StackField>('target')
  const [allServers, setAllServers] = useState(false)
  const [active, setActive] = useState<Active>({ index: 0, column: 0 })
  const [beside, setBeside] = useState<EventRow | null>(null)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const raw = workspace.rawSearch.value
  const layout = workspace.layout.value
  const query = useValidQuery(workspace.query.value)
  const range = workspace.range.value
  const { sort } = layout
  const server = allServers ? '' : (host?.name ?? '')
  const asked = useMemo<EventQuery>(
    () => ({ query, range, server, sort }),
    [query, range, server, sort],
  )
  // What is asked anew is read from its beginning.
  useEffect(() => {
    setActive(({ column }) => ({ index: 0, column }))
    setBeside(null)
  }, [asked])
  const { answer, failure, busy } = useAnswer(session, asked)
  const rows = useRows(session, answer)
  const focused = useRef<Element | null>(null)
  const openMenu = (field: FieldId, value: string, place: Place) => {
    focused.current = document.activeElement
    setMenu({ field, value, place })
  }
  const closeMenu = useCallback(() => {
    setMenu(null)
    if (focused.current instanceof HTMLElement) focused.current.focus()
  }, [])
  const onRowMenu = (row: EventRow, field: FieldId, place: Place) => {
    const value = valueOf(row, field)
    if (value !== null) openMenu(field, value, place)
  }
  const shown = beside ?? rows?.row(active.index) ?? null
  return (
    <main class="events">
      <h1 class="hidden">Events</h1>
      <EventsBar
        session={session}
        workspace={workspace}
        judged={judged}
        query={query}
        answer={answer}
        failure={failure}
        busy={busy}
        allServers={allServers}
        onAllServers={setAllServers}
      />
      <div class={raw === null ? 'events-work' : 'events-work searching'}>
        {raw === null ? (
          <>
            <StacksPanel
              session={session}
              id={answer?.id ?? null}
              field={stacked}
              onField={setStacked}
              onMenu={(value, field, place) => {
                openMenu(field, value, place)
              }}
            />
            <EventGrid
              rows={rows}
              count={answer?.rows ?? 0}
              layout={layout}
              onLayout={workspace.setLayout}
              active={active}
              onActive={(to) => {
                setBeside(null)
                setActive(to)
              }}
              onMenu={onRowMenu}
            />
            <EventDetail
              session={session}
              workspace={workspace}
              judged={judged}
              row={shown}
              onRow={setBeside}
              onMenu={onRowMenu}
            />
          </>
        ) : (
          <RawSearch
            session={session}
            workspace={workspace}
            judged={judged}
            onEvent={(row) => {
              workspace.searchRaw(null)
              setBeside(row)
            }}
          />
        )}
      </div>
      {menu && (
        <ValueMenu
          title={menu.value === '' ? '(none)' : menu.value}
          items={menuItems(menu.field, menu.value, { workspace, query, stackBy: setStacked })}
          place={menu.place}
          onClose={closeMenu}
        />
      )}
    </main>
  )
}

/** The query of a text; the last one that could be read while it cannot. */
function useValidQuery(text: string): Query {
  const last = useRef<Query>(EVERYTHING)
  return useMemo(() => {
    const { query } = parseQuery(text)
    if (query) last.current = query
    return last.current
  }, [text])
}
