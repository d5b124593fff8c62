import { batch, signal, type ReadonlySignal } from '@preact/signals'
import { FIRST_LAYOUT, type TableLayout } from './events/columns.js'
import type { RecordLocation } from './model/event-table.js'
import type { Microseconds } from './model/units.js'
import { createNoteStore, type NoteStore } from './notes/store.js'
import { UTC, zone } from './parts/zone.js'
import type { LaneKind } from './timeline/lanes.js'

/** A stretch of time, from ≤ t < to. */
export interface TimeRange {
  readonly from: Microseconds
  readonly to: Microseconds
}

/** What the reader looks at just now: a finding, or a record of the evidence. */
export type Chosen =
  | { readonly kind: 'finding'; readonly id: string }
  | { readonly kind: 'row'; readonly place: RecordLocation }

/** A query that the reader wants to come back to. */
export interface SavedView {
  readonly name: string
  readonly query: string
  readonly range: TimeRange | null
  readonly layout: TableLayout
}

/** What the views share of what the reader does. Views read the signals; changes go by the functions. */
export interface Workspace {
  /** Id of a view of src/views.ts, or of share or privacy. */
  readonly view: ReadonlySignal<string>
  /** Name of the server looked at, '' for the worst. */
  readonly host: ReadonlySignal<string>
  /** Text of the query bar; it filters the events. */
  readonly query: ReadonlySignal<string>
  /** What the timeline has selected; it filters everything. */
  readonly range: ReadonlySignal<TimeRange | null>
  /** What the timeline shows; null for all of the evidence. */
  readonly shown: ReadonlySignal<TimeRange | null>
  /** What its lanes are. */
  readonly lanes: ReadonlySignal<LaneKind>
  readonly chosen: ReadonlySignal<Chosen | null>
  /** Part of an address or agent that the actors shown have. */
  readonly actorFilter: ReadonlySignal<string>
  readonly savedViews: ReadonlySignal<readonly SavedView[]>
  /** Columns and order of the events. */
  readonly layout: ReadonlySignal<TableLayout>
  /** Text that is looked for in the raw evidence; null while the events are shown. */
  readonly rawSearch: ReadonlySignal<string | null>
  readonly show: (view: string) => void
  readonly chooseHost: (name: string) => void
  readonly setQuery: (text: string) => void
  readonly setRange: (range: TimeRange | null) => void
  readonly showTime: (stretch: TimeRange | null) => void
  readonly setLanes: (kind: LaneKind) => void
  readonly choose: (what: Chosen | null) => void
  /** A finding, in the view that shows findings with their proof; of its own server, where given. */
  readonly openFinding: (id: string, host?: string) => void
  readonly filterActors: (text: string) => void
  /** Who stands behind an address, in the view of actors. */
  readonly openActor: (address: string) => void
  /** Events that match, in the view of events. */
  readonly openEvents: (query: string, range?: TimeRange | null) => void
  readonly setLayout: (layout: TableLayout) => void
  readonly searchRaw: (text: string | null) => void
  /** Keeps the query, the range and the columns as they are; one of the same name is replaced. */
  readonly saveView: (name: string) => void
  readonly openView: (view: SavedView) => void
  readonly dropView: (name: string) => void
  /** What people add to the case. */
  readonly notes: NoteStore
  /** Back to how a new case begins. */
  readonly reset: () => void
}

export function createWorkspace(): Workspace {
  const view = signal('answer')
  const host = signal('')
  const query = signal('')
  const range = signal<TimeRange | null>(null)
  const shown = signal<TimeRange | null>(null)
  const lanes = signal<LaneKind>('phase')
  const chosen = signal<Chosen | null>(null)
  const actorFilter = signal('')
  const savedViews = signal<readonly SavedView[]>([])
  const layout = signal(FIRST_LAYOUT)
  const rawSearch = signal<string | null>(null)
  const notes = createNoteStore()
  const others = (name: string) => savedViews.value.filter((saved) => saved.name !== name)
  return {
    view,
    host,
    query,
    range,
    shown,
    lanes,
    chosen,
    actorFilter,
    savedViews,
    layout,
    rawSearch,
    notes,
    show: (id) => {
      view.value = id
    },
    chooseHost: (name) => {
      host.value = name
    },
    setQuery: (text) => {
      query.value = text
    },
    setRange: (wanted) => {
      range.value = wanted
    },
    showTime: (stretch) => {
      shown.value = stretch
    },
    setLanes: (kind) => {
      lanes.value = kind
    },
    choose: (what) => {
      chosen.value = what
    },
    openFinding: (id, ofHost) => {
      batch(() => {
        if (ofHost !== undefined && ofHost !== '') host.value = ofHost
        chosen.value = { kind: 'finding', id }
        view.value = 'answer'
      })
    },
    filterActors: (text) => {
      actorFilter.value = text
    },
    openActor: (address) => {
      batch(() => {
        actorFilter.value = address
        view.value = 'actors'
      })
    },
    openEvents: (text, wanted) => {
      batch(() => {
        query.value = text
        rawSearch.value = null
        if (wanted !== undefined) range.value = wanted
        view.value = 'events'
      })
    },
    setLayout: (wanted) => {
      layout.value = wanted
    },
    searchRaw: (text) => {
      rawSearch.value = text
    },
    saveView: (name) => {
      const saved = { name, query: query.value, range: range.value, layout: layout.value }
      savedViews.value = [...others(name), saved]
    },
    openView: (saved) => {
      batch(() => {
        query.value = saved.query
        range.value = saved.range
        layout.value = saved.layout
        rawSearch.value = null
        view.value = 'events'
      })
    },
    dropView: (name) => {
      savedViews.value = others(name)
    },
    reset: () => {
      batch(() => {
        view.value = 'answer'
        host.value = ''
        query.value = ''
        range.value = null
        shown.value = null
        lanes.value = 'phase'
        chosen.value = null
        actorFilter.value = ''
        savedViews.value = []
        layout.value = FIRST_LAYOUT
        rawSearch.value = null
        notes.reset()
        zone.value = UTC
      })
    },
  }
}
