import { useEffect, useState } from 'preact/hooks'
import type { EventRow } from '../../workers/query-protocol.js'
import type { SearchHit } from '../../workers/protocol.js'
import { LONGEST_SEARCH, SHORTEST_SEARCH, type RawSearchState } from '../case/raw-search.js'
import type { Session } from '../case/session.js'
import { RawRecord } from '../findings/raw-record.js'
import { segments } from '../findings/mark-raw.js'
import type { Case } from '../model/case.js'
import { visible } from '../model/escape.js'
import { VirtualRows } from '../parts/virtual-rows.js'
import { baseName, bytes, count, counted } from '../parts/words.js'
import type { Workspace } from '../workspace.js'
import { BytesPart } from './bytes-part.js'

const ROW_HEIGHT = 44
/** Bytes shown around a hit in a binary format. */
const AROUND = 512

interface Props {
  readonly session: Session
  readonly workspace: Workspace
  readonly judged: Case
  readonly onEvent: (row: EventRow) => void
}

/** Looks for a text in the files themselves, whether or not a row of the case stands for it. */
export function RawSearch({ session, workspace, judged, onEvent }: Props) {
  const asked = workspace.rawSearch.value ?? ''
  const [draft, setDraft] = useState(asked)
  const [chosen, setChosen] = useState<SearchHit | null>(null)
  const { state, running, cancel } = useSearch(session, asked)
  useEffect(() => {
    setDraft(asked)
    setChosen(null)
  }, [asked])
  const text = draft.trim()
  const fits = text.length >= SHORTEST_SEARCH && text.length <= LONGEST_SEARCH
  // No form: the frame that the page runs in may submit none.
  const search = () => {
    if (fits) workspace.searchRaw(text)
  }
  const hits = state?.hits ?? []
  const at = chosen ? hits.indexOf(chosen) : -1
  const choose = (hit: SearchHit | undefined) => {
    if (!hit) return
    setChosen(hit)
  }
  return (
    <>
      <section class="raw-search" aria-label="Search of the raw evidence">
        <div class="events-line" role="search">
          <input
            id="raw-needle"
            class="query-text mono"
            aria-label="Text to look for in every file"
            placeholder="text to look for in every byte of every file"
            value={draft}
            onKeyDown={(event) => {
              if (event.key === 'Enter') search()
            }}
            onInput={(event) => {
              setDraft(event.currentTarget.value)
            }}
          />
          <button class="tool" disabled={!fits} onClick={search}>
            Search
          </button>
          {running && (
            <button class="tool" id="cancel-search" onClick={cancel}>
              Cancel
            </button>
          )}
          <button
            class="tool"
            onClick={() => {
              workspace.searchRaw(null)
            }}
          >
            Back to events
          </button>
        </div>
        <p role="status" class="caption">
          {text !== '' && !fits
            ? `Between ${String(SHORTEST_SEARCH)} and ${String(LONGEST_SEARCH)} characters.`
            : state
              ? progressOf(state, running)
              : 'Case does not matter. A text is found as it is, percent-decoded, and as UTF-16; + , ? and blanks count as the same.'}
        </p>
        {state && state.limits.length > 0 && (
          <p class="caption">Limits: {visible(state.limits.join('; '))}.</p>
        )}
        {running && state && (
          <progress
            max={Math.max(1, state.bytesTotal)}
            value={state.bytes}
            aria-label="Searched so far"
          />
        )}
        {state && hits.length === 0 && !running && (
          <p class="nothing soft">
            Nothing in the {counted(state.files, 'file')} searched holds this text.
          </p>
        )}
        <div
          class="hits"
          role="listbox"
          aria-label="Hits"
          tabIndex={0}
          aria-activedescendant={at >= 0 ? `hit-${at}` : undefined}
          onKeyDown={(event) => {
            const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: hits.length - 1 }[
              event.key
            ]
            if (to === undefined) return
            event.preventDefault()
            choose(hits[Math.max(0, Math.min(hits.length - 1, to))])
          }}
        >
          <VirtualRows
            count={hits.length}
            rowHeight={ROW_HEIGHT}
            keep={at}
            role="presentation"
            row={(index) => {
              const hit = hits[index]
              if (!hit) return null
              return (
                <div
                  id={`hit-${index}`}
                  class="hit"
                  role="option"
                  aria-selected={hit === chosen}
                  onClick={() => {
                    choose(hit)
                  }}
                >
                  <span class="caption">
                    {visible(baseName(judged.entries[hit.entry]?.path ?? ''))}
                    {hit.line > 0
                      ? ` : line ${count(hit.line)}`
                      : ` · offset 0x${hit.at.toString(16).toUpperCase()}`}
                  </span>
                  <span class="mono hit-text">
                    {segments(hit.text, [asked]).map((part, number) =>
                      part.marked ? (
                        <mark key={number}>{visible(part.text)}</mark>
                      ) : (
                        <span key={number}>{visible(part.text)}</span>
                      ),
                    )}
                  </span>
                </div>
              )
            }}
          />
        </div>
      </section>
      <aside class="detail" aria-label="Hit" tabIndex={-1}>
        {chosen ? (
          <Hit
            key={`${chosen.entry}:${chosen.at}`}
            {...{ session, judged, onEvent }}
            hit={chosen}
          />
        ) : (
          <p class="soft">Choose a hit to see its line and where it stands.</p>
        )}
      </aside>
    </>
  )
}

function Hit({ session, judged, onEvent, hit }: Omit<Props, 'workspace'> & { hit: SearchHit }) {
  const [event, setEvent] = useState<EventRow | null>(null)
  const [row] = useState(() => ({
    ...hit,
    time: NaN,
    family: 'reported' as const,
    client: '',
    user: '',
    agent: '',
    action: '',
    target: '',
    status: 0,
    says: '',
  }))
  const [around] = useState(() => ({ ...hit, offset: Math.max(0, hit.at - 64), size: AROUND }))
  useEffect(() => {
    let wanted = true
    session.events.eventAt(hit).then(
      (found) => {
        if (wanted) setEvent(found)
      },
      () => {
        if (wanted) setEvent(null)
      },
    )
    return () => {
      wanted = false
    }
  }, [session, hit])
  const path = judged.entries[hit.entry]?.path ?? ''
  return (
    <>
      <h2>{visible(baseName(path))}</h2>
      <p class="facts">
        {event ? (
          <button
            class="link"
            onClick={() => {
              onEvent(event)
            }}
          >
            show the event that this record is
          </button>
        ) : (
          'No row of the case stands for this place.'
        )}
      </p>
      {hit.line > 0 ? (
        <RawRecord
          session={session}
          row={row}
          subject=""
          entries={judged.entries}
          result={judged.results.find(({ entry }) => entry === hit.entry)}
        />
      ) : (
        <p class="raw-place mono">{visible(path)}</p>
      )}
      <BytesPart session={session} location={around} open={hit.line === 0} />
    </>
  )
}

function progressOf(state: RawSearchState, running: boolean): string {
  const { hits, files, filesTotal, bytes: read } = state
  const found = counted(hits.length, 'hit')
  if (!running && files === filesTotal) {
    return `${found} in all ${counted(files, 'file')} that were read, ${bytes(read)}.`
  }
  const stopped = running ? '' : ' Stopped: what was not searched may hold it.'
  return `${found} so far, in ${count(files)} of ${counted(filesTotal, 'file')}.${stopped}`
}

function useSearch(session: Session, text: string) {
  const [state, setState] = useState<RawSearchState | null>(null)
  const [control, setControl] = useState<AbortController | null>(null)
  useEffect(() => {
    setState(null)
    setControl(null)
    if (text.length < SHORTEST_SEARCH || text.length > LONGEST_SEARCH) return undefined
    const started = new AbortController()
    setControl(started)
    const done = () => {
      setControl((one) => (one === started ? null : one))
    }
    session
      .searchRaw(text, started.signal, (now) => {
        if (!started.signal.aborted) setState(now)
      })
      .then(done, done)
    return () => {
      started.abort()
    }
  }, [session, text])
  const cancel = () => {
    control?.abort()
    setControl(null)
  }
  return { state, running: control !== null, cancel }
}
