import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Session } from '../case/session.js'
import { visible } from '../model/escape.js'
import { completionAt, fieldsFor, type Completion } from '../model/query/complete.js'
import { parseQuery } from '../model/query/parse.js'
import { exactly, printQuery } from '../model/query/print.js'
import type { QueryError } from '../model/query/query.js'
import type { Workspace } from '../workspace.js'

/** The events follow so long after the last key. */
const PAUSE_MS = 250
const MOST = 12

interface Offer {
  /** Takes the place of what is being typed. */
  readonly text: string
  readonly label: string
  readonly about: string
}

interface Props {
  readonly session: Session
  readonly workspace: Workspace
}

/** The query as text, with completion and with what is wrong about it. */
export function QueryBar({ session, workspace }: Props) {
  const asked = workspace.query.value
  const [draft, setDraft] = useState(asked)
  const [caret, setCaret] = useState(-1)
  const [chosen, setChosen] = useState(-1)
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  const completion = caret < 0 ? null : completionAt(draft, caret)
  const offers = useOffers(session, completion)
  const open = caret >= 0 && offers.length > 0
  const { error } = parseQuery(draft)

  const typed = useRef(asked)
  typed.current = draft
  // Changed elsewhere: by a menu, a saved view, another view.
  useEffect(() => {
    if (typed.current === asked) return
    setDraft(asked)
    setCaret(-1)
  }, [asked])
  useEffect(() => {
    if (draft === asked || error) return undefined
    const timer = setTimeout(() => {
      workspace.setQuery(draft)
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [workspace, draft, asked, error])
  useEffect(() => {
    setChosen(-1)
  }, [draft, caret])

  const take = (offer: Offer) => {
    if (!completion) return
    const before = draft.slice(0, completion.from) + offer.text
    setDraft(before + draft.slice(completion.to))
    setCaret(completion.kind === 'field' ? before.length : -1)
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(before.length, before.length)
    })
  }
  const onKey = (event: KeyboardEvent) => {
    const offer = offers[chosen]
    if (event.key === 'Escape') setCaret(-1)
    else if (event.key === 'Enter' && !(open && offer)) {
      setCaret(-1)
      if (!error) workspace.setQuery(draft)
    } else if (open && offer && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault()
      take(offer)
    } else if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setChosen((chosen + step + offers.length + (chosen < 0 && step < 0 ? 1 : 0)) % offers.length)
    } else if (!open && event.key === 'ArrowDown') {
      setCaret(event.currentTarget instanceof HTMLInputElement ? caretOf(event.currentTarget) : -1)
    }
  }
  return (
    <div class="query">
      <input
        id="query"
        ref={input}
        class="query-text mono"
        role="combobox"
        aria-label="Query"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && chosen >= 0 ? `${list}-${chosen}` : undefined}
        aria-invalid={error !== null}
        aria-describedby={error ? 'query-error' : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder="All events. Try status:4xx, client:203.0.113.0/24 or *.aspx"
        value={draft}
        onInput={(event) => {
          setDraft(event.currentTarget.value)
          setCaret(caretOf(event.currentTarget))
        }}
        onClick={(event) => {
          setCaret(caretOf(event.currentTarget))
        }}
        onBlur={() => {
          setCaret(-1)
        }}
        onKeyDown={onKey}
      />
      <ul class="offers" id={list} role="listbox" aria-label="Completions" hidden={!open}>
        {open &&
          offers.map((offer, at) => (
            <li
              key={offer.text}
              id={`${list}-${at}`}
              role="option"
              aria-selected={at === chosen}
              onPointerDown={(event) => {
                event.preventDefault()
                take(offer)
              }}
            >
              <span class="mono">{visible(offer.label)}</span>
              <span class="caption">{offer.about}</span>
            </li>
          ))}
      </ul>
      {error && <Wrong draft={draft} error={error} />}
    </div>
  )
}

function Wrong({ draft, error }: { draft: string; error: QueryError }) {
  const { message, from, to } = error
  const end = Math.max(to, from + 1)
  return (
    <p id="query-error" class="query-error bad" role="status">
      At character {from + 1}: {visible(message)}
      {message.endsWith('?') ? ' ' : '. '}
      <span class="mono soft">
        {visible(draft.slice(Math.max(0, from - 20), from))}
        <mark>{visible(draft.slice(from, end)) || '␣'}</mark>
        {visible(draft.slice(end, end + 20))}
      </span>
    </p>
  )
}

function caretOf(input: HTMLInputElement): number {
  return input.selectionEnd ?? input.value.length
}

/** What can stand where the caret is. Values come from the case's worker. */
function useOffers(session: Session, completion: Completion | null): readonly Offer[] {
  const [values, setValues] = useState<readonly string[]>([])
  const field = completion?.kind === 'value' ? completion.field : null
  const typed = completion?.typed ?? ''
  useEffect(() => {
    setValues([])
    if (field === null) return undefined
    let wanted = true
    session.events.values(field, typed, MOST).then(
      (found) => {
        if (wanted) setValues(found)
      },
      () => {
        // Completion is a help; without it the query works all the same.
      },
    )
    return () => {
      wanted = false
    }
  }, [session, field, typed])
  if (!completion) return []
  if (completion.kind === 'field') {
    return fieldsFor(typed)
      .slice(0, MOST)
      .map(({ id, about }) => ({ text: `${id}:`, label: `${id}:`, about }))
  }
  return values.map((value) => ({ text: `${quoted(value)} `, label: value, about: '' }))
}

/** As the value is written behind a field. */
function quoted(value: string): string {
  return printQuery(exactly('user', value)).slice('user='.length)
}
